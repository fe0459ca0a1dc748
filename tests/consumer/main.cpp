// Serves a tree in memory to everybody on this computer: consumer HOST_KEY_FILE
#include "core/memory_file_system.h"
#include "core/server.h"
#include <QCoreApplication>
#include <QTextStream>
using namespace sallyport;

struct Everybody final : Authenticator {
    AuthMethods allowedMethods(const QString&, const Peer&) const override
    {
        return AuthMethod::None;
    }
    AuthAnswer checkNone(const QString& user, const Peer&) const override
    {
        return {Identity{AccountId::create(), user}, Refusal::None};
    }
};
struct Silence final : ActivitySink {
    void record(ActivityEvent) override {}
};

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const MemoryFileSystem tree{{"/folder/hello.txt", "Hello from memory\n"}};
    ServerConfig config;
    config.network.addresses = {QHostAddress(QHostAddress::LocalHost)};
    config.network.port = 0;
    config.hostKeys = {*HostKey::create(HostKey::Type::Ed25519, QString::fromLocal8Bit(argv[1]))};
    config.authenticator = std::make_shared<Everybody>();
    config.fileSystemFor = [&tree](const Identity&) {
        return Result<std::unique_ptr<FileSystem>>(tree.share());
    };
    Silence silence;
    Server server(silence);
    if (!server.start(config))
        return 1;
    QTextStream(stdout) << server.port() << ' ' << config.hostKeys.first()->knownHostsKey()
                        << Qt::endl;
    return application.exec();
}
