#include "ui/people/key_list.h"

#include "core/settings_editor.h"
#include "core/when_done.h"
#include "ui/dialogs.h"
#include "ui/format.h"
#include "ui/people/divider.h"
#include "ui/people/key_words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/speech.h"
#include "ui/widgets/surfaces.h"
#include "ui/widgets/tab_order.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QMimeData>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int cardPadding = 10;
constexpr int keySide = 18;         // the picture before a key
constexpr int rowsInSight = 3;      // more of them scroll
constexpr qsizetype toldAtOnce = 4; // sentences below the list

// The secret may be gone from here at least; the clipboard and its owner have it still.
void wipe(QByteArray& text)
{
    text.fill('\0');
    text.clear();
}

} // namespace

KeyList::KeyList(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_card(new Card)
    , m_scroll(new QScrollArea)
    , m_paste(pushButton(tr("Paste key")))
    , m_file(pushButton(tr("From file…")))
    , m_sentence(new TextLabel({}, theme::Type::Small, theme::Weight::Normal, theme::Tint::Problem))
{
    setObjectName(QStringLiteral("keyList"));
    m_card->setObjectName(QStringLiteral("keyCard"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus); // the buttons in it bring themselves into sight
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->setAccessibleName(tr("Keys"));
    auto* inCard = new QVBoxLayout(m_card);
    inCard->setContentsMargins(cardPadding, cardPadding, cardPadding, cardPadding);
    inCard->addWidget(m_scroll);

    m_paste->setObjectName(QStringLiteral("pasteKey"));
    m_file->setObjectName(QStringLiteral("keyFromFile"));
    m_sentence->setObjectName(QStringLiteral("keySentence"));
    m_sentence->setWordWrap(true);
    m_sentence->hide();
    auto* hint = new TextLabel(tr("Or drop a .pub or authorized_keys file here"),
                               theme::Type::Small, theme::Weight::Normal, theme::Tint::Quiet);
    hint->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme::gap);
    buttons->addWidget(m_paste);
    buttons->addWidget(m_file);
    buttons->addWidget(hint, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(theme::gap);
    all->addWidget(m_card);
    all->addLayout(buttons);
    all->addWidget(m_sentence);

    connect(m_paste, &QPushButton::clicked, this, &KeyList::paste);
    connect(m_file, &QPushButton::clicked, this, &KeyList::chooseFile);
    auto* pasteKeys = new QShortcut(QKeySequence::Paste, this);
    pasteKeys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(pasteKeys, &QShortcut::activated, this, &KeyList::paste);
    setAcceptDrops(true);
    showKeys();
}

void KeyList::setKeys(const QList<AuthorizedKey>& keys)
{
    m_keys = keys;
    showKeys();
}

void KeyList::paste()
{
    const QMimeData* pasted = QGuiApplication::clipboard()->mimeData();
    if (!pasted || !canTake(*pasted)) {
        say({tr("There is nothing to paste. Copy a public key first.")});
        return;
    }
    take(*pasted);
}

void KeyList::chooseFile()
{
    m_parts.dialogs.chooseFile(this, tr("Choose a file with public keys"),
                               tr("Public keys (*.pub authorized_keys);;All files (*)"),
                               [this](const QString& file) { addFile(file); });
}

bool KeyList::canTake(const QMimeData& dropped)
{
    return dropped.hasUrls() || dropped.hasText();
}

void KeyList::take(const QMimeData& dropped)
{
    if (!dropped.hasUrls()) {
        addText(dropped.text().toUtf8());
        return;
    }
    for (const QUrl& url : dropped.urls()) {
        if (url.isLocalFile())
            addFile(url.toLocalFile());
        else
            say({tr("Only a file on this computer can be read.")});
    }
}

void KeyList::addText(QByteArray text)
{
    const auto found = parseAuthorizedKeys(text);
    if (found)
        add(*found, text);
    else
        say({format::sentence(found.error())});
    wipe(text);
}

void KeyList::addFile(const QString& path)
{
    whenDone(m_parts.editor.readKeys(path), this, [this](const Result<AuthorizedKeys>& found) {
        if (found)
            add(*found, {});
        else
            say({format::sentence(found.error())});
    });
}

// `text` is what was pasted: a line that is nothing like a key is told so, whatever the reader
// made of its first word.
void KeyList::add(const AuthorizedKeys& found, const QByteArray& text)
{
    const QString noKey = tr("This is not a public key. Paste a line that starts with ssh-ed25519, "
                             "ecdsa-sha2- or ssh-rsa.");
    QStringList sentences;
    const QByteArrayList lines = text.split('\n');
    const bool several = found.keys.size() + found.refused.size() > 1;
    for (const AuthorizedKeys::Remark& remark : found.refused) {
        const bool isKey =
            remark.line > lines.size() || text.isEmpty() || looksLikeKey(lines[remark.line - 1]);
        const QString why =
            isKey ? format::sentence({ErrorCode::InvalidArgument, remark.text}) : noKey;
        sentences += several ? tr("Line %1: %2").arg(remark.line).arg(why) : why;
    }
    int added = 0;
    for (const AuthorizedKey& key : found.keys) {
        const bool known = std::any_of(m_keys.begin(), m_keys.end(),
                                       [&key](const auto& one) { return one.key == key.key; });
        if (!known && m_keys.size() < maxKeys) {
            m_keys.append(key);
            ++added;
        } else if (!known)
            sentences += tr("A person has at most %n keys.", nullptr, maxKeys);
        else if (const QString twice = tr("This key is already on the list.");
                 !sentences.contains(twice))
            sentences += twice;
    }
    for (const AuthorizedKeys::Remark& remark : found.noted)
        sentences += format::sentence({ErrorCode::InvalidArgument, remark.text});
    if (found.keys.isEmpty() && found.refused.isEmpty())
        sentences += noKey;
    if (added > 0) {
        showKeys();
        announce(*this, tr("%n keys added", nullptr, added));
        emit changed();
    }
    say(sentences);
}

void KeyList::remove(const QByteArray& key)
{
    m_keys.removeIf([&key](const AuthorizedKey& one) { return one.key == key; });
    say({});
    m_paste->setFocus(); // the button that had it goes
    showKeys();
    emit changed();
}

void KeyList::say(const QStringList& sentences)
{
    QStringList told = sentences.mid(0, toldAtOnce);
    const int more = static_cast<int>(sentences.size() - told.size());
    if (more > 0)
        told += tr("… and %1 more").arg(more);
    m_sentence->setText(told.join(u'\n'));
    m_sentence->setVisible(!told.isEmpty());
    emit resized();
    if (!told.isEmpty())
        announce(*m_sentence, m_sentence->text());
}

void KeyList::showKeys()
{
    auto* rows = new QWidget;
    rows->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(rows);
    layout->setContentsMargins({});
    layout->setSpacing(theme::pairGap);
    int inSight = 0;
    for (qsizetype at = 0; at < m_keys.size(); ++at) {
        if (at > 0)
            layout->addWidget(new Divider);
        layout->addWidget(row(m_keys[at]));
        if (at < rowsInSight)
            inSight = layout->sizeHint().height();
    }
    m_scroll->setWidget(rows); // the old ones go
    tabThrough(*rows, *m_scroll);
    rows->setAutoFillBackground(false);
    m_scroll->setFixedHeight(inSight);
    m_scroll->setMinimumWidth(rows->minimumSizeHint().width()
                              + m_scroll->verticalScrollBar()->sizeHint().width());
    m_card->setVisible(!m_keys.isEmpty());
    emit resized();
}

QWidget* KeyList::row(const AuthorizedKey& key)
{
    auto* row = new QWidget;
    auto* title =
        new ElidedLabel({}, theme::Type::Body, theme::Weight::Bold, theme::Tint::Text, row);
    title->setFullText(keyTitle(key));
    auto* print =
        new ElidedLabel({}, theme::Type::Small, theme::Weight::Normal, theme::Tint::Quiet, row);
    print->setFixedFont();
    print->setFullText(keyFingerprint(key));
    print->setObjectName(QStringLiteral("keyFingerprint"));
    // It is there to be compared, from its first to its last letter.
    print->setMinimumWidth(print->sizeHint().width());
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(title);
    words->addWidget(print);
    if (const QString conditions = keyConditions(key); !conditions.isEmpty()) {
        auto* more =
            new ElidedLabel({}, theme::Type::Small, theme::Weight::Normal, theme::Tint::Quiet, row);
        more->setFullText(conditions);
        more->setObjectName(QStringLiteral("keyConditions"));
        words->addWidget(more);
    }
    auto* removeKey = iconButton(QStringLiteral("close"), tr("Remove key"));
    removeKey->setObjectName(QStringLiteral("removeKey"));
    removeKey->setAccessibleName(tr("Remove key %1").arg(keyTitle(key)));
    connect(removeKey, &QToolButton::clicked, this, [this, wire = key.key] { remove(wire); });

    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(theme::gap);
    layout->addWidget(new IconLabel(QStringLiteral("key"), keySide, theme::Tint::Quiet));
    layout->addSpacing(theme::pairGap);
    layout->addLayout(words, 1);
    layout->addWidget(removeKey);
    return row;
}

void KeyList::showHovering(bool hovering)
{
    m_card->setSurface(hovering ? theme::Tint::AccentSurface : theme::Tint::Card);
    m_card->setVisible(hovering || !m_keys.isEmpty());
}

void KeyList::dragEnterEvent(QDragEnterEvent* event)
{
    if (!canTake(*event->mimeData()))
        return;
    event->acceptProposedAction();
    showHovering(true);
}

void KeyList::dragLeaveEvent(QDragLeaveEvent* event)
{
    QWidget::dragLeaveEvent(event);
    showHovering(false);
}

void KeyList::dropEvent(QDropEvent* event)
{
    showHovering(false);
    event->acceptProposedAction();
    take(*event->mimeData());
}

} // namespace sallyport

#include "moc_key_list.cpp"
