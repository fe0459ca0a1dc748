#include "ui/window/connection_check_dialog.h"

#include "core/activity_log.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/reasons.h"
#include "ui/shares/pieces.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/speech.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>
#include <iterator>

namespace sallyport {

using theme::Tint;
using theme::Type;
using Weight = Finding::Weight;

namespace {

constexpr QSize usualSize(640, 480);
constexpr int iconSide = 20;
constexpr qsizetype eventsRead =
    10'000; // what core is told of; of these, those of the last day count

QString sentence(const QString& words)
{
    return words.isEmpty() ? QString() : reasonOf(words) + QLatin1Char('.');
}

// The worst first; else as they came.
QList<Finding> sorted(QList<Finding> findings)
{
    std::stable_sort(
        findings.begin(), findings.end(),
        [](const Finding& one, const Finding& other) { return one.weight > other.weight; });
    return findings;
}

} // namespace

ConnectionCheckDialog::ConnectionCheckDialog(const CoreParts& parts, QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
    , m_heading(new TextLabel({}, Type::Heading, theme::Weight::Bold))
    , m_list(pageScroll(new QWidget))
{
    setObjectName(QStringLiteral("connectionCheck"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setWindowTitle(tr("Connection check"));
    m_heading->setObjectName(QStringLiteral("checkHeading"));
    m_heading->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("checkFindings"));
    m_list->setAccessibleName(tr("What was found"));
    m_list->setFocusPolicy(Qt::StrongFocus); // the keys scroll it
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::margin, theme::margin, theme::margin, theme::block);
    layout->setSpacing(theme::block);
    layout->addWidget(m_heading);
    layout->addWidget(new Divider);
    layout->addWidget(m_list, 1);
    layout->addWidget(new Divider);
    layout->addLayout(makeFoot());
    resize(usualSize);
    connect(&m_doctor, &Doctor::examined, this, &ConnectionCheckDialog::showFindings);
    examine();
}

QLayout* ConnectionCheckDialog::makeFoot()
{
    m_again = linkButton(tr("Check again"));
    m_again->setObjectName(QStringLiteral("checkAgain"));
    connect(m_again, &QToolButton::clicked, this, &ConnectionCheckDialog::examine);
    auto* copy = pushButton(tr("Copy"), QStringLiteral("copy"));
    copy->setObjectName(QStringLiteral("copyFindings"));
    new CopyAction(*copy, [this] { return report(); });
    auto* close = new PrimaryButton(tr("Close"));
    close->setObjectName(QStringLiteral("closeCheck"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_again);
    foot->addStretch(1);
    foot->addWidget(copy);
    foot->addWidget(close);
    return foot;
}

void ConnectionCheckDialog::examine()
{
    Doctor::Subject subject;
    subject.settings = m_parts.settings.current();
    if (m_parts.sharing.state() == Sharing::State::On)
        subject.listening = m_parts.sharing.server().listening();
    const auto& entries = m_parts.activity.entries();
    const auto count = std::min<qsizetype>(eventsRead, qsizetype(entries.size()));
    std::copy(entries.end() - count, entries.end(), std::back_inserter(subject.events));
    m_heading->setText(tr("Looking…"));
    m_again->setEnabled(false);
    m_doctor.examine(std::move(subject));
}

void ConnectionCheckDialog::showFindings(const QList<Finding>& findings)
{
    m_findings = sorted(findings);
    const auto problems =
        std::count_if(m_findings.begin(), m_findings.end(),
                      [](const Finding& one) { return one.weight == Weight::Problem; });
    m_heading->setText(problems == 0 ? tr("Nothing keeps others out")
                                     : tr("%n things keep others out", nullptr, int(problems)));
    auto* rows = new QWidget;
    auto* layout = new QVBoxLayout(rows);
    layout->setContentsMargins(0, 0, theme::gap, 0);
    layout->setSpacing(theme::rowGap);
    for (const Finding& finding : std::as_const(m_findings))
        layout->addWidget(makeRow(finding));
    layout->addStretch(1);
    m_list->setWidget(rows); // deletes the ones before
    rows->setAutoFillBackground(false);
    m_list->verticalScrollBar()->setValue(0);
    m_again->setEnabled(true);
    announce(*m_heading, m_heading->text());
}

QWidget* ConnectionCheckDialog::makeRow(const Finding& finding) const
{
    auto* drawing = finding.weight == Weight::Problem
        ? new IconLabel(QStringLiteral("problem"), iconSide, Tint::Problem)
        : finding.weight == Weight::Note
        ? new IconLabel(QStringLiteral("info"), iconSide, Tint::Attention)
        : new IconLabel(QStringLiteral("check"), iconSide, Tint::Good);
    auto* words = new QVBoxLayout;
    words->setSpacing(theme::pairGap);
    auto* said = new TextLabel(sentence(finding.sentence));
    said->setObjectName(QStringLiteral("finding"));
    said->setWordWrap(true);
    words->addWidget(said);
    if (!finding.advice.isEmpty()) {
        auto* advice =
            new TextLabel(sentence(finding.advice), Type::Body, theme::Weight::Normal, Tint::Quiet);
        advice->setObjectName(QStringLiteral("advice"));
        advice->setWordWrap(true);
        words->addWidget(advice);
    }
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::rowGap);
    layout->addWidget(drawing, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    return row;
}

// For whoever is asked for help.
QString ConnectionCheckDialog::report() const
{
    QStringList lines;
    for (const Finding& finding : m_findings) {
        const QString mark = finding.weight == Weight::Problem ? tr("Problem:", "in a list to copy")
            : finding.weight == Weight::Note                   ? tr("Note:", "in a list to copy")
                                                               : tr("Good:", "in a list to copy");
        QStringList parts{mark, sentence(finding.sentence), sentence(finding.advice)};
        parts.removeAll(QString());
        lines += parts.join(QLatin1Char(' '));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace sallyport

#include "moc_connection_check_dialog.cpp"
