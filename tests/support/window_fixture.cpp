#include "tests/support/window_fixture.h"

#include "core/host_key.h"

#include <QDir>
#include <QFile>

namespace sallyport::test {

namespace {

QString next(QStringList& answers)
{
    return answers.isEmpty() ? QString() : answers.takeFirst();
}

} // namespace

void DialogsDouble::chooseFolder(QWidget*, const QString& title,
                                 std::function<void(const QString&)> chosen)
{
    titles += title;
    if (const QString folder = next(folders); !folder.isEmpty())
        answer([folder, chosen] { chosen(folder); });
}

void DialogsDouble::chooseFile(QWidget*, const QString& title, const QString&,
                               std::function<void(const QString&)> chosen)
{
    titles += title;
    if (const QString answer = next(files); !answer.isEmpty())
        chosen(answer);
}

void DialogsDouble::chooseNewFile(QWidget*, const QString& title, const QString&,
                                  const QStringList&, std::function<void(const QString&)> chosen)
{
    titles += title;
    if (const QString answer = next(newFiles); !answer.isEmpty())
        chosen(answer);
}

void DialogsDouble::ask(QWidget*, const Question& question, std::function<void(qsizetype)> answered)
{
    questions += question;
    const auto wanted = answers.isEmpty() ? Question::Role::Cancel
                                          : static_cast<Question::Role>(answers.takeFirst());
    for (qsizetype index = 0; index < question.answers.size(); ++index) {
        if (question.answers.at(index).role == wanted)
            return answered(index);
    }
    QFAIL(qPrintable(QStringLiteral("no such answer to \"%1\"").arg(question.heading)));
}

void DialogsDouble::askText(QWidget*, const QString& heading, const QString&, const QString&,
                            std::function<QString(const QString&)> check,
                            std::function<void(const QString&)> answered)
{
    titles += heading;
    const QString text = next(texts);
    if (text.isEmpty())
        return;
    answer([this, text, check, answered] {
        if (const QString refusal = check ? check(text) : QString(); !refusal.isEmpty())
            refusedTexts += refusal;
        else
            answered(text);
    });
}

void DialogsDouble::answer(std::function<void()> how)
{
    if (waits)
        m_waiting = std::move(how);
    else
        how();
}

void DialogsDouble::answerNow()
{
    std::exchange(m_waiting, nullptr)();
}

void DialogsDouble::openOnDesktop(QWidget*, const QByteArray& path)
{
    opened += QFile::decodeName(path);
}

WindowFixture::WindowFixture()
{
    // One quick key for all: an RSA key takes seconds to make.
    static const QTemporaryDir keys;
    const QString key = keys.filePath(QStringLiteral("ssh_host_ed25519_key"));
    if (!QFile::exists(key))
        (void)HostKey::create(HostKey::Type::Ed25519, key);

    m_writer.setMaxThreadCount(1);
    m_archiveWriter.setMaxThreadCount(1);
    store = std::make_unique<SettingsStore>(path(QStringLiteral("settings.json")), m_writer);
    credentials = std::make_unique<SessionCredentialStore>();
    editor = std::make_unique<SettingsEditor>(*store, *credentials, m_worker);
    activity = std::make_unique<ActivityLog>();
    archive = std::make_unique<ActivityArchive>(path(QStringLiteral("state/activity")), *activity,
                                                m_archiveWriter, ActivityArchive::Rotation());
    Sharing::Places places;
    places.keys = keys.path();
    places.state = path(QStringLiteral("state"));
    places.serverLock = path(QStringLiteral("server.lock"));
    places.hostKeys = {key};
    sharing = std::make_unique<Sharing>(*store, *activity, places);
    live = std::make_unique<LiveConnections>(*sharing, *store, *activity);
    m_parts = std::make_unique<CoreParts>(
        CoreParts{*store, *editor, *sharing, *activity, *archive, *credentials, *live, dialogs});
    Settings first;
    first.network.addresses = {QHostAddress(QHostAddress::LocalHost)};
    first.network.port = 0;
    if (!isDone(store->load()) || !isDone(store->save(first)))
        QTest::qFail("cannot save the first settings", __FILE__, __LINE__);
}

WindowFixture::~WindowFixture()
{
    // What was wished last is done before its parts go, as when the program ends.
    (void)isDone(editor->change([](Settings&) {}));
    if (sharing->state() != Sharing::State::Off)
        stopSharing();
    live.reset();
    sharing.reset();
    archive.reset();
    activity.reset();
    editor.reset();
    store.reset();
    m_worker.waitForDone();
    m_writer.waitForDone();
    m_archiveWriter.waitForDone();
}

QString WindowFixture::makeFolder(const QString& name) const
{
    const QString folder = path(QStringLiteral("folders/") + name);
    if (!QDir().mkpath(folder))
        QTest::qFail("cannot make a folder", __FILE__, __LINE__);
    writeFile(folder + QStringLiteral("/hello.txt"), "hello\n");
    return folder;
}

void WindowFixture::writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        QTest::qFail("cannot write a file", __FILE__, __LINE__);
}

bool WindowFixture::change(const std::function<void(Settings&)>& change)
{
    Settings changed = store->current();
    change(changed);
    return isDone(store->save(changed));
}

std::optional<SettingsEditor::NewShare> WindowFixture::share(const QString& folder)
{
    const auto added = editor->addFolder(QFile::encodeName(folder));
    if (!isDone(added))
        return std::nullopt;
    return added.result().value();
}

std::optional<AccountId> WindowFixture::addPerson(const SettingsEditor::Person& person)
{
    const auto added = editor->addPerson(person);
    if (!isDone(added))
        return std::nullopt;
    return added.result().value();
}

bool WindowFixture::startSharing()
{
    sharing->start();
    return QTest::qWaitFor([this] { return sharing->state() == Sharing::State::On; }, patience);
}

bool WindowFixture::stopSharing()
{
    sharing->stop();
    return QTest::qWaitFor([this] { return sharing->state() == Sharing::State::Off; }, patience);
}

} // namespace sallyport::test
