#include "ui/shares/share_notice.h"

#include "ui/format.h"
#include "ui/shares/flow_layout.h"
#include "ui/shares/pieces.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/surfaces.h"
#include "ui/widgets/tab_order.h"

#include <QVBoxLayout>

namespace sallyport {

using theme::Tint;
using theme::Type;
using theme::Weight;

ShareNotice::ShareNotice(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("shareNotice"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    hide();
}

void ShareNotice::fill(const Facts& facts)
{
    if (facts == m_facts)
        return;
    m_facts = facts;
    if (m_content) {
        // Not at once: the click that brought us here may still be on its way through a button.
        m_content->hide();
        m_layout->removeWidget(m_content);
        m_content->deleteLater();
        m_content = nullptr;
    }
    switch (facts.kind) {
    case Kind::None:
        break;
    case Kind::Off:
    case Kind::Starting:
    case Kind::Stopping:
        m_content = makeOff(facts);
        break;
    case Kind::Ending:
        m_content =
            makeRow(tr("Sharing of %1 ends with the last transfer").arg(format::name(facts.name)),
                    tr("Who connects now does not find it."), nullptr);
        break;
    case Kind::Unavailable:
        m_content = makeUnavailable(facts);
        break;
    case Kind::AnotherFolder:
        m_content = makeAnotherFolder(facts);
        break;
    }
    if (m_content) {
        m_layout->addWidget(m_content);
        tabThrough(*m_content, *this);
    }
    setVisible(m_content != nullptr);
}

QString ShareNotice::driveOf(const QByteArray& folder)
{
    const QList<QByteArray> parts = folder.split('/');
    const auto below = [&parts](std::initializer_list<const char*> places) -> QString {
        qsizetype at = 1; // parts[0] is what stands before the first slash
        for (const char* place : places) {
            if (parts.value(at++) != place)
                return {};
        }
        return at < parts.size() ? format::name(parts.value(at)) : QString();
    };
    // Source: udisks mounts at /run/media/<user>/<label>, or /media/<user>/<label> on Debian.
    if (parts.value(1) == "media" && parts.size() > 3)
        return format::name(parts.value(3));
    if (parts.value(1) == "run" && parts.value(2) == "media" && parts.size() > 4)
        return format::name(parts.value(4));
    const QString mounted = below({"mnt"});
    return mounted.isEmpty() ? below({"Volumes"}) : mounted;
}

QWidget* ShareNotice::makeOff(const Facts& facts)
{
    const QString name = format::name(facts.name);
    const QString sentence = facts.pausedUntil
        ? tr("Paused until %1").arg(format::time(*facts.pausedUntil))
        : tr("Its link and settings are kept. People can connect again when you start it.");
    const QString does = facts.kind == Kind::Starting ? tr("Starting…")
        : facts.kind == Kind::Stopping                ? tr("Stopping…")
                                                      : tr("Start sharing");
    auto* start = new PrimaryButton(does, QStringLiteral("start"));
    start->setObjectName(QStringLiteral("startSharing"));
    start->setEnabled(facts.kind == Kind::Off); // its own text says why
    connect(start, &QPushButton::clicked, this, &ShareNotice::startWanted);
    return makeRow(tr("%1 is not shared").arg(name), sentence, start);
}

// The rest of the page stays in sight below it.
QWidget* ShareNotice::makeRow(const QString& title, const QString& text, QWidget* way)
{
    auto* heading = new TextLabel(title, Type::Heading, Weight::Bold);
    heading->setWordWrap(true);
    auto* words = new TextLabel(text, Type::Body, Weight::Normal, Tint::Quiet);
    words->setWordWrap(true);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(heading);
    texts->addWidget(words);
    auto* card = new Card;
    auto* layout = new QHBoxLayout(card);
    layout->setContentsMargins(theme::block, theme::block, theme::block, theme::block);
    layout->setSpacing(theme::block);
    layout->addWidget(new IconLabel(QStringLiteral("folder"), 32, Tint::Quiet));
    layout->addLayout(texts, 1);
    if (way)
        layout->addWidget(way);
    return card;
}

QWidget* ShareNotice::makeCard(const QString& heading, const QString& text, QWidget* first)
{
    auto* title = new TextLabel(heading, Type::Heading, Weight::Bold);
    title->setObjectName(QStringLiteral("noticeHeading"));
    title->setWordWrap(true);
    auto* sentence = new TextLabel(text);
    sentence->setObjectName(QStringLiteral("noticeText"));
    sentence->setWordWrap(true);
    auto* choose = pushButton(tr("Choose another folder…"), QStringLiteral("folder-open"));
    choose->setObjectName(QStringLiteral("chooseAnotherFolder"));
    connect(choose, &QPushButton::clicked, this, &ShareNotice::chooseWanted);
    auto* remove = linkButton(tr("Remove from Sallyport"));
    remove->setObjectName(QStringLiteral("removeShare"));
    connect(remove, &QToolButton::clicked, this, &ShareNotice::removeWanted);

    auto* head = new QHBoxLayout;
    head->setSpacing(theme::rowGap);
    head->addWidget(new IconLabel(QStringLiteral("drive-missing"), 24, Tint::Attention), 0,
                    Qt::AlignTop);
    head->addWidget(title, 1);
    auto* ways = new FlowLayout;
    for (QWidget* way : std::initializer_list<QWidget*>{first, choose, remove})
        ways->addWidget(way);
    auto* card = new Card;
    card->setObjectName(QStringLiteral("attentionCard"));
    card->setSurface(Tint::AttentionSurface);
    card->setAccessibleName(heading);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(theme::block, theme::block, theme::block, theme::block);
    layout->setSpacing(theme::gap);
    layout->addLayout(head);
    layout->addWidget(sentence);
    layout->addSpacing(2);
    layout->addLayout(ways);
    return card;
}

QWidget* ShareNotice::makeUnavailable(const Facts& facts)
{
    const QString drive = driveOf(facts.folder);
    const QString why = drive.isEmpty()
        ? tr("Its folder is not there, or cannot be read. Sharing goes on by itself when it is "
             "back. "
             "Until then guests see it empty.")
        : tr("The drive “%1” is not connected. Sharing goes on by itself when it is back. "
             "Until then guests see it empty.")
              .arg(drive);
    auto* retry = new PrimaryButton(tr("Try again"), QStringLiteral("renew"));
    retry->setObjectName(QStringLiteral("tryAgain"));
    connect(retry, &QPushButton::clicked, this, &ShareNotice::retryWanted);
    return makeCard(tr("%1 is not available").arg(format::name(facts.name)), why, retry);
}

QWidget* ShareNotice::makeAnotherFolder(const Facts& facts)
{
    auto* accept = new PrimaryButton(tr("Share this folder"), QStringLiteral("folder-share"));
    accept->setObjectName(QStringLiteral("shareThisFolder"));
    connect(accept, &QPushButton::clicked, this, &ShareNotice::acceptWanted);
    return makeCard(tr("This is not the folder that was shared. Share it anyway?"),
                    tr("Something else is now at %1. Until you decide, guests see it empty.")
                        .arg(format::name(facts.folder)),
                    accept);
}

} // namespace sallyport

#include "moc_share_notice.cpp"
