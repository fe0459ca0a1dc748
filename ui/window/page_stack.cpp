#include "ui/window/page_stack.h"

#include "ui/activity/activity_page.h"
#include "ui/activity/connections_page.h"
#include "ui/people/people_page.h"
#include "ui/shares/first_run_page.h"
#include "ui/shares/share_page.h"

namespace sallyport {

PageStack::PageStack(const CoreParts& parts, QWidget* parent)
    : QStackedWidget(parent)
    , m_firstRun(new FirstRunPage(parts))
    , m_share(new SharePage(parts))
    , m_people(new PeoplePage(parts))
    , m_connections(new ConnectionsPage(parts))
    , m_activity(new ActivityPage(parts))
{
    setObjectName(QStringLiteral("pages"));
    for (QWidget* page : {static_cast<QWidget*>(m_firstRun), static_cast<QWidget*>(m_share),
                          static_cast<QWidget*>(m_people), static_cast<QWidget*>(m_connections),
                          static_cast<QWidget*>(m_activity)})
        addWidget(page);
    connect(m_firstRun, &FirstRunPage::folderChosen, this, &PageStack::folderChosen);
    connect(m_share, &SharePage::showConnections, this, &PageStack::connectionsWished);
    connect(m_share, &SharePage::shareRemoved, this, &PageStack::shareRemoved);
    connect(m_people, &PeoplePage::personDisconnected, this, &PageStack::personDisconnected);
    connect(m_activity, &ActivityPage::remedy, this, &PageStack::remedyWished);
}

void PageStack::showPlace(const Place& place)
{
    switch (place.kind) {
    case Place::Kind::FirstRun:
        return setCurrentWidget(m_firstRun);
    case Place::Kind::Share:
        m_share->setShare(place.share);
        return setCurrentWidget(m_share);
    case Place::Kind::People:
        return setCurrentWidget(m_people);
    case Place::Kind::Connections:
        return setCurrentWidget(m_connections);
    case Place::Kind::Activity:
        return setCurrentWidget(m_activity);
    }
}

void PageStack::focusPage(Qt::FocusReason reason)
{
    QWidget* page = currentWidget();
    for (QWidget* next = page->nextInFocusChain(); next != page; next = next->nextInFocusChain()) {
        if (!page->isAncestorOf(next))
            continue;
        if (next->isVisible() && next->isEnabled() && (next->focusPolicy() & Qt::TabFocus))
            return next->setFocus(reason);
    }
}

void PageStack::focusLink()
{
    m_share->focusLink();
}

void PageStack::showRecipes()
{
    m_share->showRecipes();
}

void PageStack::addPerson()
{
    m_people->addPerson();
}

void PageStack::find()
{
    m_activity->focusSearch();
}

void PageStack::refuseFolder(const QString& sentence)
{
    m_firstRun->showProblem(sentence);
}

} // namespace sallyport

#include "moc_page_stack.cpp"
