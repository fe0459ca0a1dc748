#include "ui/shares/first_run_page.h"

#include "ui/shares/drop_zone.h"
#include "ui/shares/pieces.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace sallyport {

namespace {

constexpr int wideMargin = 56; // more air than other pages have: there is little to show
constexpr int promiseIcon = 22;

QLayout* promise(const QString& iconName, const QString& heading, const QString& sentence)
{
    auto* icon = new IconLabel(iconName, promiseIcon, theme::Tint::AccentText);
    auto* title = new TextLabel(heading, theme::Type::Body, theme::Weight::Bold);
    auto* words =
        new TextLabel(sentence, theme::Type::Small, theme::Weight::Normal, theme::Tint::Quiet);
    title->setWordWrap(true);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignLeft | Qt::AlignTop);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(title);
    texts->addWidget(words, 1);
    auto* layout = new QHBoxLayout;
    layout->setSpacing(theme::rowGap);
    layout->addWidget(icon, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    return layout;
}

} // namespace

FirstRunPage::FirstRunPage(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_zone(new DropZone(parts.dialogs))
{
    setObjectName(QStringLiteral("firstRunPage"));
    connect(m_zone, &DropZone::folderChosen, this, &FirstRunPage::folderChosen);

    auto* promises = new QHBoxLayout;
    promises->setSpacing(theme::margin + theme::gap);
    promises->addLayout(
        promise(QStringLiteral("show"), tr("Guests can only view"),
                tr("They open and download. Nothing is changed unless you allow it.")),
        1);
    promises->addLayout(promise(QStringLiteral("network-here"), tr("This network only"),
                                tr("Nobody from the internet can connect.")),
                        1);
    promises->addLayout(promise(QStringLiteral("key"), tr("With a password"),
                                tr("One is made for you, easy to read out loud.")),
                        1);

    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(wideMargin, theme::headerControl, wideMargin,
                               theme::headerControl - 4);
    layout->setSpacing(theme::margin + theme::pairGap);
    layout->addWidget(m_zone, 1);
    layout->addLayout(promises);

    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(pageScroll(content));
}

void FirstRunPage::showProblem(const QString& sentence)
{
    m_zone->showProblem(sentence);
}

} // namespace sallyport

#include "moc_first_run_page.cpp"
