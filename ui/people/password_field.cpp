#include "ui/people/password_field.h"

#include "core/settings_editor.h"
#include "ui/shares/password_row.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

namespace sallyport {

namespace {

// Qt's own ways to copy leave out the mark that keeps a secret from clipboard histories: the mouse
// copies what it selects, keys what is selected, the menu both.
class SecretEdit final : public QLineEdit {
public:
    SecretEdit() { setContextMenuPolicy(Qt::NoContextMenu); }

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        const bool cuts = event->matches(QKeySequence::Cut);
        const bool cutsLine = event->matches(QKeySequence::DeleteEndOfLine);
        const bool copies = cuts || cutsLine || event->matches(QKeySequence::Copy);
        if (!copies || echoMode() != Normal) // dots Qt copies nowhere
            return QLineEdit::keyPressEvent(event);
        event->accept();
        if (cutsLine)
            setSelection(cursorPosition(), int(text().size()));
        if (!hasSelectedText())
            return;
        CopyAction::copy(selectedText(), CopyAction::Secret::Yes);
        if (cuts || cutsLine)
            del();
    }
    void mouseReleaseEvent(QMouseEvent* event) override
    {
        const int start = selectionStart();
        const int length = int(selectedText().size());
        const bool isBackwards = cursorPosition() == start;
        deselect(); // nothing is there to be copied
        QLineEdit::mouseReleaseEvent(event);
        if (start >= 0 && event->button() == Qt::LeftButton)
            setSelection(isBackwards ? start + length : start, isBackwards ? -length : length);
    }
};

} // namespace

PasswordField::PasswordField(CredentialStore& credentials, QWidget* parent)
    : QWidget(parent)
    , m_secret(new PasswordSecret(credentials, this))
{
    m_kept = buildKept();
    m_new = buildNew();
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(0);
    all->addWidget(m_kept);
    all->addWidget(m_new);
    showState();
}

PasswordField::~PasswordField()
{
    m_edit->setText(QString(m_edit->text().size(), u'\0'));
}

QWidget* PasswordField::buildKept()
{
    auto* kept = new QWidget;
    m_row = new PasswordRow(*m_secret);
    auto* copyKept = iconButton(QStringLiteral("copy"), tr("Copy password"));
    copyKept->setObjectName(QStringLiteral("copyKeptPassword"));
    auto* another = linkButton(tr("Set a new password…"));
    another->setObjectName(QStringLiteral("setNewPassword"));
    auto* layout = new QHBoxLayout(kept);
    layout->setContentsMargins({});
    layout->setSpacing(theme::gap);
    layout->addWidget(m_row, 1);
    layout->addWidget(copyKept);
    layout->addWidget(another);
    connect(copyKept, &QToolButton::clicked, m_secret, &PasswordSecret::copy);
    connect(m_secret, &PasswordSecret::copied, this,
            [action = new CopyAction(*copyKept, {})] { action->showCopied(); });
    // The row says by itself what helps where the keychain does not.
    connect(m_row, &PasswordRow::changed, this, [this, copyKept, another] {
        copyKept->setVisible(m_row->canCopy());
        another->setVisible(m_row->canCopy());
    });
    connect(m_row, &PasswordRow::newPasswordWanted, this, &PasswordField::makeNew);
    connect(another, &QToolButton::clicked, this, &PasswordField::makeNew);
    return kept;
}

QWidget* PasswordField::buildNew()
{
    auto* made = new QWidget;
    m_edit = new SecretEdit;
    m_edit->setObjectName(QStringLiteral("newPassword"));
    m_edit->setAccessibleName(tr("Password"));
    m_edit->setMinimumHeight(theme::control);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF());
    m_edit->setFont(fixed);
    m_edit->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                                | Qt::ImhNoAutoUppercase);
    m_eye = iconButton(QStringLiteral("hide"), tr("Hide password"));
    m_eye->setObjectName(QStringLiteral("hideNewPassword"));
    auto* copyNew = iconButton(QStringLiteral("copy"), tr("Copy password"));
    copyNew->setObjectName(QStringLiteral("copyNewPassword"));
    auto* another = iconButton(QStringLiteral("renew"), tr("Make another"));
    another->setObjectName(QStringLiteral("makeAnother"));
    m_keep = linkButton(tr("Keep the present password"));
    m_keep->setObjectName(QStringLiteral("keepPassword"));
    auto* line = new QHBoxLayout;
    line->setSpacing(theme::gap);
    line->addWidget(m_edit, 1);
    line->addWidget(m_eye);
    line->addWidget(copyNew);
    line->addWidget(another);
    auto* layout = new QVBoxLayout(made);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_keep, 0, Qt::AlignLeft);

    connect(m_edit, &QLineEdit::textChanged, this, &PasswordField::changed);
    connect(m_eye, &QToolButton::clicked, this,
            [this] { setShown(m_edit->echoMode() != QLineEdit::Normal); });
    new CopyAction(
        *copyNew, [this] { return m_edit->text(); }, CopyAction::Secret::Yes);
    connect(another, &QToolButton::clicked, this, &PasswordField::makeNew);
    connect(m_keep, &QToolButton::clicked, this, [this] {
        m_isNew = false;
        m_edit->clear();
        showState();
        m_row->nextInFocusChain()->setFocus();
    });
    return made;
}

void PasswordField::setKept(const AccountId& account)
{
    m_hasKept = true;
    m_isNew = false;
    m_secret->setAccount(account);
    m_edit->clear();
    showState();
}

void PasswordField::makeNew()
{
    const bool had = m_isNew;
    m_isNew = true;
    m_edit->setText(QString::fromLatin1(SettingsEditor::generatePassword()));
    setShown(true);
    showState();
    if (!had)
        m_edit->setFocus();
}

QByteArray PasswordField::password() const
{
    return m_isNew ? m_edit->text().normalized(QString::NormalizationForm_C).toUtf8()
                   : QByteArray();
}

void PasswordField::setShown(bool shown)
{
    m_edit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_eye->setIcon(icon(shown ? QStringLiteral("hide") : QStringLiteral("show")));
    const QString does = shown ? tr("Hide password") : tr("Show password");
    m_eye->setToolTip(does);
    m_eye->setAccessibleName(does);
}

void PasswordField::showState()
{
    m_kept->setVisible(!m_isNew);
    m_new->setVisible(m_isNew);
    m_keep->setVisible(m_hasKept);
    emit changed();
}

} // namespace sallyport

#include "moc_password_field.cpp"
