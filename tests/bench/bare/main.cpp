// What the bench subtracts: the same transport and SFTP without confinement, rights and activity.
// Everybody is let in and every path is believed. For one measurement on loopback, never to serve.
//
//   sallyport_bench_bare FOLDER HOST_KEY: prints its port
#include "core/server.h"
#include "tests/bench/bare/plain_file_system.h"

#include <QCoreApplication>
#include <QTextStream>

using namespace sallyport;

namespace {

struct Everybody final : Authenticator {
    AuthMethods allowedMethods(const QString&, const Peer&) const override
    {
        return AuthMethod::PublicKey;
    }
    AuthAnswer checkPublicKey(const QString& user, const QByteArray&, const Peer&) const override
    {
        return {Identity{AccountId::create(), user}, Refusal::None};
    }
};

struct Silence final : ActivitySink {
    void record(ActivityEvent) override {}
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 3)
        return 2;
    const QByteArray folder(argv[1]);
    auto key = HostKey::load(QString::fromLocal8Bit(argv[2]));
    if (!key)
        return 1;

    ServerConfig config;
    config.network.addresses = {QHostAddress(QHostAddress::LocalHost)};
    config.network.port = 0;
    config.offerGcm = true;
    config.hostKeys = {*key};
    config.authenticator = std::make_shared<Everybody>();
    config.fileSystemFor = [folder](const Identity&) -> Result<std::unique_ptr<FileSystem>> {
        return std::unique_ptr<FileSystem>(std::make_unique<bench::PlainFileSystem>(folder));
    };
    Silence silence;
    Server server(silence);
    if (!server.start(config))
        return 1;
    QTextStream(stdout) << server.port() << Qt::endl;
    return application.exec();
}
