// Announcer tells who is near, by multicast DNS, where to find what is shared: one service of the
// type _sftp-ssh._tcp each, registered with Avahi over the system bus. Another one of the same name
// makes Avahi's alternative of it ("Photos @ desk #2"). Avahi takes back what it was told when this
// program leaves the bus, however it ends, and is told anew when it was restarted.
//
// Threads: the main thread. Joining the bus may take time and is done by a thread of its own; all
// else is asked without waiting. Avahi is never started by it.
// Source: avahi-daemon's org.freedesktop.Avahi.Server.xml and .EntryGroup.xml, avahi-common/defs.h;
// http://www.dns-sd.org/ServiceTypes.html for the TXT record of sftp-ssh: path=, u=.
#pragma once

#include "core/reports.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QVariant>

#include <functional>
#include <memory>

class QDBusMessage;
class QDBusServiceWatcher;

namespace sallyport {

class Announcer final : public QObject {
    Q_OBJECT
public:
    struct Service {
        QString name;    // "Photos", without control characters: seen as "Photos @ <this computer>"
        QByteArray path; // "/Photos"; left out of the TXT record where it is too long for it
        QByteArray user; // u=; empty: none
        quint16 port = 0;

        bool operator==(const Service&) const = default;
    };
    enum class State {
        Off,         // nothing to announce
        Asked,       // Avahi is at it
        On,          // all of it is seen
        Unavailable, // no bus, no Avahi, or Avahi refuses; once Avahi is back it goes on by itself
    };

    explicit Announcer(QObject* parent = nullptr);
    ~Announcer() override; // waits while the bus is being joined
    // From now on these and no others.
    void announce(QList<Service> services);
    State state() const { return m_state; }
signals:
    void stateChanged();

private slots: // called by the bus
    void daemonChanged(int state, const QString& error, const QDBusMessage& signal);
    void groupChanged(int state, const QString& error, const QDBusMessage& signal);

private:
    struct Bus;
    struct Entry {
        Service service;
        QString name;
        QString group; // the object of it in Avahi
        bool isSeen = false;
        int names = 0; // tried before this one
    };
    using Answered = std::function<void(const QDBusMessage& reply)>;

    void joined(std::shared_ptr<Bus> bus);
    void meet(const QString& daemon);
    void daemonIs(int state);
    void enterAll(const QString& computer);
    void enter(qsizetype index);
    void addService(qsizetype index);
    void rename(qsizetype index);
    void forgetEntries();
    void setState(State state);
    void ask(const QDBusMessage& question, Answered answered);
    void askServer(const QString& method, const QVariantList& arguments, Answered answered);
    void askGroup(qsizetype index, const QString& method, const QVariantList& arguments,
                  Answered answered);

    QList<Service> m_services;
    QList<Entry> m_entries;
    QString m_daemon;  // Avahi's own name on the bus; empty: it is not there
    int m_attempt = 0; // answers to an earlier one are dropped
    State m_state = State::Off;
    Reports m_reports;
    std::shared_ptr<Bus> m_bus;
    std::unique_ptr<QDBusServiceWatcher> m_watcher; // goes before the bus
    QThreadPool m_joining;                          // last: its jobs end first
};

} // namespace sallyport
