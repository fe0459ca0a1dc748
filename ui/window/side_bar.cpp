#include "ui/window/side_bar.h"

#include "ui/widgets/cells.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/labels.h"
#include "ui/window/page_list_model.h"
#include "ui/window/place_delegate.h"
#include "ui/window/share_list_model.h"

#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace sallyport {

namespace {

// As tall as its rows, so that what follows stands right below them; smaller where there is no
// room, and then it scrolls.
class PlaceView final : public QListView {
public:
    using QListView::QListView;
    QSize sizeHint() const override
    {
        const int rows = model() ? model()->rowCount() : 0;
        return {QListView::sizeHint().width(), rows * rowHeight()};
    }
    QSize minimumSizeHint() const override { return {0, rowHeight()}; }
    // Qt makes the first row the current one then, which nobody has chosen.
    bool isTakingFocus() const { return m_isTakingFocus; }

protected:
    void focusInEvent(QFocusEvent* event) override
    {
        m_isTakingFocus = true;
        QListView::focusInEvent(event);
        m_isTakingFocus = false;
    }

private:
    bool m_isTakingFocus = false;

    int rowHeight() const
    {
        QStyleOptionViewItem option;
        initViewItemOption(&option);
        return itemDelegate()->sizeHint(option, {}).height();
    }
};

// The line above the pages.
class Line final : public QWidget {
public:
    explicit Line(QWidget* parent)
        : QWidget(parent)
    {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), theme::color(theme::Tint::Line));
    }
};

PageListModel::Page pageOf(Place::Kind kind)
{
    switch (kind) {
    case Place::Kind::People:
        return PageListModel::People;
    case Place::Kind::Connections:
        return PageListModel::Connections;
    default:
        return PageListModel::Activity;
    }
}

} // namespace

SideBar::SideBar(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_shareModel(new ShareListModel(parts, this))
    , m_pageModel(new PageListModel(parts, this))
    , m_shareDelegate(new PlaceDelegate(PlaceDelegate::Kind::Share, this))
    , m_pageDelegate(new PlaceDelegate(PlaceDelegate::Kind::Page, this))
    , m_title(new TextLabel(tr("Shared folders"), theme::Type::Small, theme::Weight::Bold,
                            theme::Tint::Quiet))
    , m_shares(makeList(m_shareDelegate))
    , m_pages(makeList(m_pageDelegate))
    , m_add(new QToolButton)
{
    setObjectName(QStringLiteral("sideBar"));
    m_shares->setObjectName(QStringLiteral("shareList"));
    m_shares->setAccessibleName(tr("Shared folders"));
    m_shares->setModel(m_shareModel);
    m_shares->setContextMenuPolicy(Qt::CustomContextMenu);
    m_pages->setObjectName(QStringLiteral("pageList"));
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->setModel(m_pageModel);
    m_pages->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pages->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);

    m_add->setObjectName(QStringLiteral("addFolderBelow"));
    m_add->setText(tr("Add folder…"));
    m_add->setAccessibleName(tr("Add folder…"));
    m_add->setToolTip(tr("Add folder…"));
    m_add->setIcon(icon(QStringLiteral("folder-add")));
    m_add->setAutoRaise(true);
    m_add->setMinimumHeight(theme::control);
    m_add->setFocusPolicy(Qt::StrongFocus);

    auto* column = new QVBoxLayout(this);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_shares);
    m_addRow = new QHBoxLayout;
    m_addRow->addWidget(m_add);
    m_addRow->addStretch(1);
    column->addLayout(m_addRow);
    column->addStretch(1);
    column->addWidget(new Line(this));
    column->addSpacing(2);
    column->addWidget(m_pages);
    setTabOrder(m_shares, m_add);
    setTabOrder(m_add, m_pages);

    connect(m_add, &QToolButton::clicked, this, &SideBar::folderWished);
    connect(m_shareModel, &ShareListModel::switchWished, this, &SideBar::switchWished);
    connect(m_shareModel, &ShareListModel::rowsInserted, this, &SideBar::fitHeights);
    connect(m_shareModel, &ShareListModel::rowsRemoved, this, &SideBar::fitHeights);
    connect(m_shares, &QListView::customContextMenuRequested, this, &SideBar::showMenu);
    for (QListView* list : {m_shares, m_pages}) {
        connect(list->selectionModel(), &QItemSelectionModel::currentChanged, this,
                [this, list](const QModelIndex& now) {
                    if (now.isValid() && !m_setting
                        && !static_cast<const PlaceView*>(list)->isTakingFocus())
                        choose(placeAt(list));
                });
        // A click or an arrow on the current row of the list that had lost the selection.
        connect(list, &QListView::clicked, this, [this, list] { choose(placeAt(list)); });
        connect(list, &QListView::activated, this, [this, list] { emit opened(placeAt(list)); });
    }
    setNarrow(false);
}

QListView* SideBar::makeList(PlaceDelegate* delegate)
{
    auto* list = new PlaceView(this);
    list->setItemDelegate(delegate);
    list->setFrameShape(QFrame::NoFrame);
    list->setVerticalScrollMode(QListView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    list->setMouseTracking(true);
    list->viewport()->setAttribute(Qt::WA_Hover);
    list->viewport()->setAutoFillBackground(false);
    list->installEventFilter(this);
    return list;
}

Place SideBar::placeAt(const QListView* list) const
{
    if (list == m_shares)
        return Place::of(m_shareModel->shareAt(m_shares->currentIndex()));
    switch (m_pages->currentIndex().row()) {
    case PageListModel::People:
        return {Place::Kind::People, {}};
    case PageListModel::Connections:
        return {Place::Kind::Connections, {}};
    default:
        return {Place::Kind::Activity, {}};
    }
}

void SideBar::setPlace(const Place& place)
{
    m_setting = true;
    m_place = place;
    const bool share = place.kind == Place::Kind::Share;
    const bool page = !share && place.kind != Place::Kind::FirstRun;
    if (share)
        m_shares->setCurrentIndex(m_shareModel->indexOf(place.share));
    else
        m_shares->selectionModel()->clearSelection();
    if (page)
        m_pages->setCurrentIndex(m_pageModel->index(pageOf(place.kind)));
    else
        m_pages->selectionModel()->clearSelection();
    m_pageModel->setSight(place.kind == Place::Kind::Activity ? PageListModel::Sight::OnActivity
                                                              : PageListModel::Sight::Elsewhere);
    m_setting = false;
}

void SideBar::choose(const Place& place)
{
    if (place == m_place)
        return;
    setPlace(place);
    emit placeChosen(place);
}

void SideBar::setNarrow(bool narrow)
{
    m_narrow = narrow;
    m_shareDelegate->setNarrow(narrow);
    m_pageDelegate->setNarrow(narrow);
    m_title->setVisible(!narrow);
    m_add->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_add->setIconSize(narrow ? QSize(20, 20) : QSize(16, 16));
    m_add->setMinimumWidth(theme::control);
    m_title->setContentsMargins(20, 0, 0, 0);
    // The drawing of the button stands below those of the shares.
    m_addRow->setContentsMargins(narrow ? (theme::narrowSidebar - theme::control) / 2 : 16, 2, 0,
                                 0);
    layout()->setContentsMargins(0, theme::rowGap, 1, theme::gap);
    fitWidth();
    fitHeights();
}

// What a share says of itself, and its switch, need the room that their font takes.
void SideBar::fitWidth()
{
    const int words = cells::widthOf({tr("Waiting for a port"), tr("Nobody connected"),
                                      tr("Not available"), tr("%n connected", nullptr, 888)},
                                     theme::Type::Small);
    setFixedWidth(m_narrow ? theme::narrowSidebar
                           : std::max(theme::sidebar, PlaceDelegate::aroundWords + words));
}

void SideBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitWidth();
        fitHeights();
    }
}

void SideBar::fitHeights()
{
    for (QListView* list : {m_shares, m_pages}) {
        list->doItemsLayout();
        list->updateGeometry();
    }
}

void SideBar::focusShares(Qt::FocusReason reason)
{
    m_shares->setFocus(reason);
    if (m_place.kind != Place::Kind::Share && m_shareModel->rowCount() > 0)
        choose(Place::of(m_shareModel->shareAt(m_shares->currentIndex().isValid()
                                                   ? m_shares->currentIndex()
                                                   : m_shareModel->index(0))));
}

void SideBar::focusPages()
{
    m_pages->setFocus(Qt::ShortcutFocusReason);
}

void SideBar::showMenu(const QPoint& where)
{
    const QModelIndex index = m_shares->indexAt(where);
    if (!index.isValid())
        return;
    const ShareId share = m_shareModel->shareAt(index);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("shareMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char* name, const QString& text, const char* drawing, auto wished) {
        QAction* action = menu->addAction(text);
        if (drawing)
            action->setIcon(menuIcon(QLatin1String(drawing)));
        action->setObjectName(QLatin1String(name));
        connect(action, &QAction::triggered, this,
                [this, wished, share] { emit(this->*wished)(share); });
    };
    add("renameShare", tr("Rename…"), nullptr, &SideBar::renameWished);
    add("openShareFolder", tr("Open folder"), "folder-open", &SideBar::openFolderWished);
    menu->addSeparator();
    add("removeShare", tr("Remove…"), "close", &SideBar::removeWished);
    menu->popup(m_shares->viewport()->mapToGlobal(where));
}

void SideBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::color(theme::Tint::Sidebar));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme::color(theme::Tint::Line));
}

bool SideBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    auto* list = qobject_cast<QListView*>(watched);
    if (!list || !list->currentIndex().isValid())
        return false;
    if (list == m_shares && key->key() == Qt::Key_Delete && !key->isAutoRepeat()) {
        emit removeWished(m_shareModel->shareAt(list->currentIndex()));
        return true;
    }
    if (list == m_shares && key->key() == Qt::Key_F2) {
        emit renameWished(m_shareModel->shareAt(list->currentIndex()));
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        choose(placeAt(list));
        emit opened(placeAt(list));
        return true;
    }
    // Up from the first page leads back to the last share, and the other way round.
    const int last = list->model()->rowCount() - 1;
    if (list == m_shares && key->key() == Qt::Key_Down && list->currentIndex().row() == last) {
        m_pages->setFocus(Qt::OtherFocusReason);
        m_pages->setCurrentIndex(m_pageModel->index(0));
        choose(placeAt(m_pages));
        return true;
    }
    if (list == m_pages && key->key() == Qt::Key_Up && list->currentIndex().row() == 0
        && m_shareModel->rowCount() > 0) {
        m_shares->setFocus(Qt::OtherFocusReason);
        m_shares->setCurrentIndex(m_shareModel->index(m_shareModel->rowCount() - 1));
        choose(placeAt(m_shares));
        return true;
    }
    return false;
}

} // namespace sallyport

#include "moc_side_bar.cpp"
