#include "ui/preferences/host_keys_box.h"

#include "core/sharing.h"
#include "core/when_done.h"
#include "ui/dialogs.h"
#include "ui/format.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/speech.h"

#include <QGridLayout>
#include <QHBoxLayout>

namespace sallyport {

using theme::Tint;
using theme::Type;
using theme::Weight;

namespace {

// "ssh-ed25519 AAAA..." as people call it.
QString typeName(const QString& knownHostsKey)
{
    const QString type = knownHostsKey.section(u' ', 0, 0);
    if (type == u"ssh-ed25519")
        return QStringLiteral("ED25519");
    return type == u"ssh-rsa" ? QStringLiteral("RSA") : type;
}

} // namespace

HostKeysBox::HostKeysBox(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_import(pushButton(tr("Import…")))
    , m_new(pushButton(tr("Make new keys…")))
    , m_news(new TextLabel({}, Type::Small))
{
    m_import->setObjectName(QStringLiteral("importHostKey"));
    m_new->setObjectName(QStringLiteral("makeNewHostKeys"));
    m_news->setObjectName(QStringLiteral("hostKeyNews"));
    m_news->setWordWrap(true);
    m_news->hide();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme::gap);
    buttons->addWidget(m_import);
    buttons->addWidget(m_new);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap);
    layout->addLayout(buttons);
    layout->addWidget(m_news);
    fill();

    connect(m_import, &QPushButton::clicked, this, [this] {
        m_parts.dialogs.chooseFile(this, tr("Import a host key"), {},
                                   [this](const QString& file) { import(file); });
    });
    connect(m_new, &QPushButton::clicked, this, &HostKeysBox::makeNew);
    connect(&parts.sharing, &Sharing::hostKeysChanged, this, &HostKeysBox::fill);
    connect(&parts.sharing, &Sharing::stateChanged, this, &HostKeysBox::fill);
}

void HostKeysBox::fill()
{
    delete m_rows;
    m_rows = new QWidget;
    auto* grid = new QGridLayout(m_rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::rowGap);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(1, 1);
    const QStringList fingerprints = m_parts.sharing.fingerprints();
    const QStringList keys = m_parts.sharing.knownHosts();
    for (int row = 0; row < fingerprints.size() && row < keys.size(); ++row) {
        const QString type = typeName(keys[row]);
        const QString fingerprint = fingerprints[row];
        auto* shown = new ElidedLabel(fingerprint, Type::Small);
        shown->setObjectName(QStringLiteral("fingerprint"));
        shown->setFixedFont();
        shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
        shown->setAccessibleName(tr("Host key fingerprint"));
        QToolButton* copy = iconButton(QStringLiteral("copy"), tr("Copy host key"));
        copy->setObjectName(QStringLiteral("copyFingerprint"));
        copy->setAccessibleDescription(type);
        new CopyAction(*copy, [fingerprint] { return fingerprint; });
        grid->addWidget(new TextLabel(type, Type::Body, Weight::Normal, Tint::Quiet), row, 0);
        grid->addWidget(shown, row, 1);
        grid->addWidget(copy, row, 2);
    }
    if (fingerprints.isEmpty()) {
        grid->addWidget(new TextLabel(tr("They are made when you share for the first time."),
                                      Type::Small, Weight::Normal, Tint::Quiet),
                        0, 0);
    }
    qobject_cast<QVBoxLayout*>(layout())->insertWidget(0, m_rows);
}

void HostKeysBox::ask(const QString& heading, const QString& answer, std::function<void()> agreed)
{
    Question question;
    question.name = QStringLiteral("hostKeyQuestion");
    question.icon = QStringLiteral("fingerprint");
    question.heading = heading;
    question.text = tr("Whoever connected before is warned that this computer may be another one, "
                       "and needs the new fingerprint from you. Open connections go on. The old "
                       "keys are kept for 30 days.");
    question.answers = {{tr("Cancel"), Question::Role::Cancel}, {answer, Question::Role::Drastic}};
    m_parts.dialogs.ask(this, question, [agreed = std::move(agreed)](qsizetype chosen) {
        if (chosen == 1)
            agreed();
    });
}

void HostKeysBox::import(const QString& file)
{
    ask(tr("Use this host key?"), tr("Use it"),
        [this, file] { follow(m_parts.sharing.importHostKey(file)); });
}

void HostKeysBox::makeNew()
{
    ask(tr("Make new host keys?"), tr("Make new keys"),
        [this] { follow(m_parts.sharing.regenerateHostKeys()); });
}

void HostKeysBox::follow(const QFuture<Result<void>>& change)
{
    m_import->setEnabled(false);
    m_new->setEnabled(false);
    say(tr("The keys are being replaced…"), false);
    whenDone(change, this, [this](const Result<void>& changed) {
        m_import->setEnabled(true);
        m_new->setEnabled(true);
        if (changed)
            say(tr("The new keys are used from now on."), false);
        else
            say(format::sentence(changed.error()), true);
    });
}

void HostKeysBox::say(const QString& sentence, bool isProblem)
{
    m_news->setTint(isProblem ? Tint::Problem : Tint::Quiet);
    m_news->setText(sentence);
    m_news->show();
    announce(*m_news, sentence);
}

} // namespace sallyport

#include "moc_host_keys_box.cpp"
