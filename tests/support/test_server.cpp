#include "tests/support/test_server.h"

#include <QTemporaryDir>
#include <QTest>

namespace sallyport::test {

namespace {

AuthAnswer yes(const QString& user)
{
    AuthAnswer answer;
    answer.identity = Identity{annasAccount, user};
    answer.refusal = Refusal::None;
    return answer;
}

AuthAnswer no(const QString& user, Refusal refusal)
{
    AuthAnswer answer;
    answer.refusal = user == u"anna" ? refusal : Refusal::UnknownUser;
    return answer;
}

} // namespace

AuthMethods TestAuthenticator::allowedMethods(const QString&, const Peer&) const
{
    return methods;
}

AuthAnswer TestAuthenticator::checkNone(const QString& user, const Peer&) const
{
    ++nonesChecked;
    return guestMayCome && user == u"guest" ? yes(user) : no(user, Refusal::WrongPassword);
}

AuthAnswer TestAuthenticator::checkPassword(const QString& user, const QByteArray& password,
                                            const Peer&) const
{
    ++passwordsChecked;
    if (user == u"busy") {
        AuthAnswer answer;
        answer.refusal = Refusal::Overloaded;
        return answer;
    }
    if (user != u"anna" || password != "secret")
        return no(user, Refusal::WrongPassword);
    AuthAnswer answer = yes(user);
    answer.identity->readOnly = readOnly;
    return answer;
}

AuthAnswer TestAuthenticator::checkPublicKey(const QString& user, const QByteArray& key,
                                             const Peer&) const
{
    ++keysChecked;
    return user == u"anna" && !annasKey.isEmpty() && key == annasKey
        ? yes(user)
        : no(user, Refusal::UnknownKey);
}

TestServer::TestServer()
{
    config.network.addresses = {QHostAddress(QHostAddress::LocalHost)};
    config.network.port = 0;
    config.penalties.enabled = false;
    config.offerGcm = true;
    config.hostKeys = {hostKey()};
    config.authenticator = authenticator;
    config.fileSystemFor = [this](const Identity&) -> Result<std::unique_ptr<FileSystem>> {
        ++fileSystemsMade;
        return std::unique_ptr<FileSystem>(files.share());
    };
}

TestServer::~TestServer()
{
    stop();
}

quint16 TestServer::start()
{
    server = std::make_unique<Server>(sink);
    const auto started = server->start(config);
    if (!started)
        qFatal("%s", qPrintable(started.error().message));
    return server->port();
}

bool TestServer::stop()
{
    if (!server || server->state() == Server::State::Stopped)
        return true;
    server->stop();
    return QTest::qWaitFor([this] { return server->state() == Server::State::Stopped; }, 10'000);
}

ActivityEvent TestServer::event(ActivityEvent::Kind kind, qsizetype count)
{
    if (QTest::qWaitFor([&] { return sink.events(kind).size() >= count; }, 10'000))
        return sink.events(kind).constLast();
    ActivityEvent none;
    none.kind = ActivityEvent::Kind::Stopped;
    return none;
}

std::shared_ptr<const HostKey> TestServer::hostKey(HostKey::Type type)
{
    static QHash<int, std::shared_ptr<const HostKey>> keys;
    auto& key = keys[int(type)];
    if (!key) {
        const QTemporaryDir folder;
        auto made = HostKey::create(type, folder.filePath(QStringLiteral("key")));
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
        key = *made;
    }
    return key;
}

} // namespace sallyport::test
