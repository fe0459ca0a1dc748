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
#include <QGridLayout>
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

quint64 inMegabytes(quint64 bytes)
{
    return (bytes + megabyte - 1) / megabyte;
}

// A size of bytes that was not typed here stays as exact as it was.
void change(std::optional<quint64>& bytes, const std::optional<quint64>& megabytes)
{
    if (!megabytes)
        bytes.reset();
    else if (!bytes || inMegabytes(*bytes) != *megabytes)
        bytes = *megabytes * megabyte;
}

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
    , m_atomic(new QCheckBox(tr("Show uploads only when they are complete")))
    , m_problem(new TextLabel({}, Type::Body, Weight::Normal, Tint::Problem))
{
    setObjectName(QStringLiteral("shareOptionsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    m_safe->setObjectName(QStringLiteral("safeClose"));
    m_atomic->setObjectName(QStringLiteral("atomicUpload"));
    m_problem->setObjectName(QStringLiteral("optionsProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::margin - 4, theme::margin - 4, theme::margin - 4,
                               theme::block);
    layout->setSpacing(theme::rowGap);
    layout->addLayout(makeHide());
    layout->addLayout(makeLinks());
    layout->addLayout(makeUploads());
    layout->addLayout(makeLimits());
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addLayout(makeButtons());
    if (const Share* now = findShare(parts.settings.current(), share))
        fill(*now);
    fit();
}

// As high as the wrapped words need.
void ShareOptionsDialog::fit()
{
    const int wide = isVisible() ? width() : sizeHint().width();
    resize(wide, std::max(isVisible() ? height() : 0, layout()->totalHeightForWidth(wide)));
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

QLayout* ShareOptionsDialog::makeUploads()
{
    auto* layout = new QVBoxLayout;
    layout->setSpacing(theme::pairGap);
    layout->addWidget(new TextLabel(tr("Uploads"), Type::Body, Weight::Bold));
    layout->addWidget(m_atomic);
    layout->addWidget(quiet(tr("Until then the old file stays. Both need room meanwhile.")));
    layout->addWidget(m_safe);
    layout->addWidget(quiet(tr("Nothing complete is lost when the power fails. Slower, above all "
                               "on spinning disks and with many small files.")));
    return layout;
}

QLayout* ShareOptionsDialog::makeLimits()
{
    auto* layout = new QGridLayout;
    layout->setHorizontalSpacing(theme::gap);
    layout->setVerticalSpacing(theme::pairGap);
    layout->setColumnStretch(2, 1);
    layout->addWidget(new TextLabel(tr("Limits"), Type::Body, Weight::Bold), 0, 0, 1, 3);
    m_largest =
        makeLimit(layout, tr("Refuse files larger than"), "largest", tr("Largest file"), 1000);
    m_quota = makeLimit(layout, tr("Hold at most, all files together"), "quota",
                        tr("All files together"), 10'000);
    m_keepFree = makeLimit(layout, tr("Keep free on the disk"), "keepFree",
                           tr("Kept free on the disk"), 1000);
    return layout;
}

ShareOptionsDialog::Limit ShareOptionsDialog::makeLimit(QGridLayout* layout, const QString& text,
                                                        const char* name,
                                                        const QString& accessibleName, int usual)
{
    const QString objectName = QString::fromLatin1(name);
    const Limit limit{new QCheckBox(text), new QSpinBox};
    limit.on->setObjectName(objectName + QStringLiteral("On"));
    limit.size->setObjectName(objectName);
    limit.size->setAccessibleName(accessibleName);
    limit.size->setRange(1, largestMegabytes);
    limit.size->setValue(usual);
    limit.size->setSuffix(tr(" MB"));
    limit.size->setMinimumHeight(theme::control);
    limit.size->setEnabled(false);
    connect(limit.on, &QCheckBox::toggled, limit.size, &QSpinBox::setEnabled);
    const int row = layout->rowCount();
    layout->addWidget(limit.on, row, 0);
    layout->addWidget(limit.size, row, 1);
    return limit;
}

void ShareOptionsDialog::Limit::fill(const std::optional<quint64>& bytes) const
{
    on->setChecked(bytes.has_value());
    if (bytes)
        size->setValue(static_cast<int>(
            std::clamp(inMegabytes(*bytes), quint64(1), static_cast<quint64>(largestMegabytes))));
}

std::optional<quint64> ShareOptionsDialog::Limit::megabytes() const
{
    return on->isChecked() ? std::optional(static_cast<quint64>(size->value())) : std::nullopt;
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
    m_atomic->setChecked(share.atomicUpload);
    m_largest.fill(share.maxFileSize);
    m_quota.fill(share.quota);
    m_keepFree.fill(share.keepFree);
}

void ShareOptionsDialog::save()
{
    const QStringList hide = globsOf(m_hide->toPlainText());
    const auto links = static_cast<SymlinkPolicy>(m_links->currentData().toInt());
    const auto edit = [id = m_share, hide, links, safe = m_safe->isChecked(),
                       atomic = m_atomic->isChecked(), largest = m_largest.megabytes(),
                       quota = m_quota.megabytes(),
                       keepFree = m_keepFree.megabytes()](Settings& settings) {
        const auto share = std::find_if(settings.shares.begin(), settings.shares.end(),
                                        [&id](const Share& one) { return one.id == id; });
        if (share == settings.shares.end())
            return;
        share->hide = hide;
        share->symlinks = links;
        share->safeClose = safe;
        share->atomicUpload = atomic;
        change(share->maxFileSize, largest);
        change(share->quota, quota);
        change(share->keepFree, keepFree);
    };
    whenDone(m_parts.editor.change(edit), this, [this](const Result<void>& saved) {
        if (saved)
            return accept();
        m_problem->setText(format::sentence(saved.error()));
        m_problem->show();
        fit();
    });
}

} // namespace sallyport

#include "moc_share_options_dialog.cpp"
