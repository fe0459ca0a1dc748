// A panel for tst_tray_icon, as a process: the StatusNotifierWatcher of a desktop, with a host or,
// with "--without-host", still without. It prints "ready", and each item that registers.
#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QStringList>

#include <cstdio>

class Watcher final : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost)
    Q_PROPERTY(int ProtocolVersion READ version)
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ items)
public:
    explicit Watcher(bool hasHost)
        : m_hasHost(hasHost)
    {
    }
    bool hasHost() const { return m_hasHost; }
    static int version() { return 0; }
    QStringList items() const { return m_items; }

public slots:
    void RegisterStatusNotifierItem(const QString& item)
    {
        m_items.append(item);
        std::printf("%s\n", qUtf8Printable(item));
        std::fflush(stdout);
        emit StatusNotifierItemRegistered(item);
    }
    void RegisterStatusNotifierHost(const QString&)
    {
        m_hasHost = true;
        emit StatusNotifierHostRegistered();
    }
signals:
    void StatusNotifierItemRegistered(const QString& item);
    void StatusNotifierItemUnregistered(const QString& item);
    void StatusNotifierHostRegistered();

private:
    bool m_hasHost;
    QStringList m_items;
};

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    Watcher watcher(!QCoreApplication::arguments().contains(QStringLiteral("--without-host")));
    auto bus = QDBusConnection::sessionBus();
    if (!bus.registerObject(QStringLiteral("/StatusNotifierWatcher"), &watcher,
                            QDBusConnection::ExportAllContents)
        || !bus.registerService(QStringLiteral("org.kde.StatusNotifierWatcher")))
        return 1;
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

#include "panel.moc"
