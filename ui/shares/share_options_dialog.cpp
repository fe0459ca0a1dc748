#include "ui/shares/share_options_dialog.h"

#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/when_done.h"
#include "ui/format.h"
#include "ui/shares/shown_invite.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QSpinBox>

#include <algorithm>

namespace sallyport {

using theme::Tint;
using theme::Type;
using theme::Weight;

namespace {

constexpr quint64 megabyte = 1'000'000; // bytes, as sizes are shown
constexpr int largestMegabytes = 1'000'000'000;

TextLabel* quiet(const QString& text)
{
    auto* label = new TextLabel(text, Type::Small, Weight::Normal, Tint::Quiet);
    label->setWordWrap(true);
    return label;
}

QStringList globsOf(const QString& text)
{
    QStringList globs;
    for (const QString& line : text.split(u'\n')) {
        const QString glob = line.trimmed();
        if (!glob.isEmpty() && !globs.contains(glob))
            globs += glob;
    }
    return globs;
}

} // namespace

ShareOptionsDialog::ShareOptionsDialog(const CoreParts& parts, const ShareId& share,
                                       QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
    , m_share(share)
    , m_safe(new QCheckBox(tr("Write uploads to the disk before they count as done")))
    , m_problem(new TextLabel({}, Type::Body, Weight::Normal, Tint::Problem))
{
    setObjectName(QStringLiteral("shareOptionsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    m_safe->setObjectName(QStringLiteral("safeClose"));
    m_problem->setObjectName(QStringLiteral("optionsProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::margin - 4, theme::margin - 4, theme::margin - 4,
                               theme::block);
    layout->setSpacing(theme::rowGap);
    layout->addLayout(makeHide());
    layout->addLayout(makeLinks());
    layout->addLayout(makeLargest());
    layout->addWidget(m_safe);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addLayout(makeButtons());
    if (const Share* now = findShare(parts.settings.current(), share))
        fill(*now);
}

QLayout* ShareOptionsDialog::makeHide()
{
    m_hide = new QPlainTextEdit;
    m_hide->setObjectName(QStringLiteral("hide"));
    m_hide->setTabChangesFocus(true);
    m_hide->setMinimumHeight(5 * fontMetrics().lineSpacing());
    m_hide->setMaximumHeight(8 * fontMetrics().lineSpacing());
    auto* label = new TextLabel(tr("Hidden names"), Type::Body, Weight::Bold);
    label->setBuddy(m_hide);
    m_hide->setAccessibleName(label->text());
    auto* layout = new QVBoxLayout;
    layout->setSpacing(theme::pairGap);
    layout->addWidget(label);
    layout->addWidget(m_hide, 1);
    layout->addWidget(
        quiet(tr("One a line; * stands for anything. What is hidden cannot be opened either.")));
    return layout;
}

QLayout* ShareOptionsDialog::makeLinks()
{
    m_links = new QComboBox;
    m_links->setObjectName(QStringLiteral("links"));
    m_links->setMinimumHeight(theme::control);
    m_links->addItem(tr("Follow those that stay inside the folder"),
                     static_cast<int>(SymlinkPolicy::Inside));
    m_links->addItem(tr("Never follow any link"), static_cast<int>(SymlinkPolicy::Never));
    m_links->addItem(tr("Hide all links"), static_cast<int>(SymlinkPolicy::Hide));
    auto* label = new TextLabel(tr("Links to other files and folders"), Type::Body, Weight::Bold);
    label->setBuddy(m_links);
    m_links->setAccessibleName(label->text());
    auto* layout = new QVBoxLayout;
    layout->setSpacing(theme::pairGap);
    layout->addWidget(label);
    layout->addWidget(m_links, 0, Qt::AlignLeft);
    layout->addWidget(quiet(tr("Links that lead out of the folder are never followed.")));
    return layout;
}

QLayout* ShareOptionsDialog::makeLargest()
{
    m_limited = new QCheckBox(tr("Refuse files larger than"));
    m_limited->setObjectName(QStringLiteral("limited"));
    m_largest = new QSpinBox;
    m_largest->setObjectName(QStringLiteral("largest"));
    m_largest->setAccessibleName(tr("Largest file"));
    m_largest->setRange(1, largestMegabytes);
    m_largest->setValue(1000);
    m_largest->setSuffix(tr(" MB"));
    m_largest->setMinimumHeight(theme::control);
    m_largest->setEnabled(false);
    connect(m_limited, &QCheckBox::toggled, m_largest, &QSpinBox::setEnabled);
    auto* layout = new QHBoxLayout;
    layout->setSpacing(theme::gap);
    layout->addWidget(m_limited);
    layout->addWidget(m_largest);
    layout->addStretch(1);
    return layout;
}

QLayout* ShareOptionsDialog::makeButtons()
{
    auto* cancel = pushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancel"));
    m_ok = new PrimaryButton(tr("OK"));
    m_ok->setObjectName(QStringLiteral("ok"));
    m_ok->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &ShareOptionsDialog::save);
    auto* layout = new QHBoxLayout;
    layout->addWidget(cancel);
    layout->addStretch(1);
    layout->addWidget(m_ok);
    return layout;
}

void ShareOptionsDialog::fill(const Share& share)
{
    setWindowTitle(tr("Options of %1").arg(format::name(share.name)));
    m_hide->setPlainText(share.hide.join(u'\n'));
    m_links->setCurrentIndex(std::max(0, m_links->findData(static_cast<int>(share.symlinks))));
    m_safe->setChecked(share.safeClose);
    m_limited->setChecked(share.maxFileSize.has_value());
    if (share.maxFileSize) {
        const quint64 rounded = (*share.maxFileSize + megabyte - 1) / megabyte;
        m_largest->setValue(static_cast<int>(
            std::clamp(rounded, quint64(1), static_cast<quint64>(largestMegabytes))));
    }
}

void ShareOptionsDialog::save()
{
    const QStringList hide = globsOf(m_hide->toPlainText());
    const auto links = static_cast<SymlinkPolicy>(m_links->currentData().toInt());
    const bool safe = m_safe->isChecked();
    std::optional<quint64> largest;
    if (m_limited->isChecked())
        largest = static_cast<quint64>(m_largest->value()) * megabyte;
    const auto change = [id = m_share, hide, links, safe, largest](Settings& settings) {
        const auto share = std::find_if(settings.shares.begin(), settings.shares.end(),
                                        [&id](const Share& one) { return one.id == id; });
        if (share == settings.shares.end())
            return;
        share->hide = hide;
        share->symlinks = links;
        share->safeClose = safe;
        // A size of bytes that was not typed here stays as exact as it was.
        const bool same = share->maxFileSize && largest
            && (*share->maxFileSize + megabyte - 1) / megabyte == *largest / megabyte;
        if (!same)
            share->maxFileSize = largest;
    };
    whenDone(m_parts.editor.change(change), this, [this](const Result<void>& saved) {
        if (saved)
            return accept();
        m_problem->setText(format::sentence(saved.error()));
        m_problem->show();
    });
}

} // namespace sallyport

#include "moc_share_options_dialog.cpp"
