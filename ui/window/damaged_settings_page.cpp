#include "ui/window/damaged_settings_page.h"

#include "core/settings_store.h"
#include "core/when_done.h"
#include "ui/format.h"
#include "ui/people/people_model.h"
#include "ui/people/people_table.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/surfaces.h"

#include <QCloseEvent>
#include <QFuture>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

namespace sallyport {

namespace {

constexpr int tableInset = 3; // a table never touches the corners of its card
constexpr int warningSide = 32;

TextLabel* wrapped(const QString& text, theme::Tint tint = theme::Tint::Text)
{
    auto* label = new TextLabel(text, theme::Type::Body, theme::Weight::Normal, tint);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

DamagedSettingsPage::DamagedSettingsPage(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_bars(new QVBoxLayout)
{
    setObjectName(QStringLiteral("damagedSettingsPage"));
    auto* content = new QWidget;
    auto* body = new QVBoxLayout(content);
    body->setContentsMargins(theme::margin, theme::margin, theme::margin, theme::margin);
    body->setSpacing(theme::block);
    addTexts(*body);
    addCopy(*body);
    addChoices(*body);
    body->addStretch(1);

    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins({});
    page->setSpacing(0);
    page->addLayout(m_bars);
    page->addWidget(scroll, 1);

    connect(&parts.settings, &SettingsStore::changed, this, [this] {
        if (!m_isSaving && !m_parts.settings.damage())
            emit settled();
    });
}

DamagedSettingsPage::~DamagedSettingsPage() = default;

void DamagedSettingsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_primary->setFocus();
}

void DamagedSettingsPage::closeEvent(QCloseEvent* event)
{
    QWidget::closeEvent(event);
    emit closed();
}

void DamagedSettingsPage::addTexts(QBoxLayout& body)
{
    const SettingsStore& settings = m_parts.settings;
    const QString kept = settings.damagedCopy();
    const QString copy = settings.previous() ? tr("This is what the last good copy allows.")
                                             : tr("There is no earlier copy that can be read.");
    auto* heading =
        new TextLabel(tr("The settings cannot be read"), theme::Type::Title, theme::Weight::Bold);
    heading->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->setSpacing(theme::pairGap);
    words->addWidget(heading);
    if (kept.isEmpty())
        words->addWidget(wrapped(copy));
    else if (settings.previous())
        words->addWidget(wrapped(tr("This is what the last good copy allows. The damaged file is "
                                    "kept as %1.")
                                     .arg(kept)));
    else
        words->addWidget(wrapped(tr("There is no earlier copy that can be read. The damaged file "
                                    "is kept as %1.")
                                     .arg(kept)));
    // Where it is damaged: who wrote the file by hand finds the place.
    if (const auto damage = settings.damage())
        words->addWidget(wrapped(format::sentence(*damage), theme::Tint::Quiet));

    auto* row = new QHBoxLayout;
    row->setSpacing(theme::block);
    row->addWidget(new IconLabel(QStringLiteral("warning"), warningSide, theme::Tint::Attention), 0,
                   Qt::AlignTop);
    row->addLayout(words, 1);
    body.addLayout(row);
}

void DamagedSettingsPage::addCopy(QBoxLayout& body)
{
    const auto& previous = m_parts.settings.previous();
    if (!previous)
        return;
    auto* card = new Card;
    auto* inCard = new QVBoxLayout(card);
    if (previous->shares.isEmpty() || previous->accounts.isEmpty()) {
        inCard->setContentsMargins(theme::block, theme::block, theme::block, theme::block);
        inCard->addWidget(wrapped(tr("Nobody may do anything."), theme::Tint::Quiet));
    } else {
        auto* model = new PeopleModel(*previous, this);
        auto* table = new PeopleTable(*model);
        table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        inCard->setContentsMargins(tableInset, tableInset, tableInset, tableInset);
        inCard->addWidget(table);
    }
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum); // as high as its rows
    body.addWidget(card);
}

void DamagedSettingsPage::addChoices(QBoxLayout& body)
{
    const QString nothing = tr("Start with nothing shared");
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::gap);
    row->addStretch(1);
    QAbstractButton* fresh = nullptr;
    if (m_parts.settings.previous()) {
        fresh = pushButton(nothing);
        m_primary = new PrimaryButton(tr("Use the last good copy"));
        m_primary->setObjectName(QStringLiteral("useLastCopy"));
        row->addWidget(fresh);
        connect(m_primary, &QAbstractButton::clicked, this, [this] {
            if (const auto& previous = m_parts.settings.previous())
                use(*previous);
        });
    } else {
        m_primary = fresh = new PrimaryButton(nothing);
    }
    fresh->setObjectName(QStringLiteral("startWithNothing"));
    connect(fresh, &QAbstractButton::clicked, this, [this] { use(nothingShared()); });
    row->addWidget(m_primary);
    body.addLayout(row);
}

// How this computer may be reached stays as narrow as it was.
Settings DamagedSettingsPage::nothingShared() const
{
    Settings settings = m_parts.settings.previous().value_or(Settings());
    settings.shares.clear();
    settings.accounts.clear();
    return settings;
}

void DamagedSettingsPage::use(const Settings& settings)
{
    if (std::exchange(m_isSaving, true))
        return;
    whenDone(m_parts.settings.replace(settings), this, [this](const Result<void>& saved) {
        m_isSaving = false;
        if (saved)
            return emit settled();
        const QString sentence = format::sentence(saved.error());
        if (m_error)
            return m_error->setSentence(sentence);
        m_error = new MessageBar(MessageBar::Kind::Problem, sentence);
        m_error->setObjectName(QStringLiteral("settingsError"));
        m_bars->addWidget(m_error);
    });
}

} // namespace sallyport

#include "moc_damaged_settings_page.cpp"
