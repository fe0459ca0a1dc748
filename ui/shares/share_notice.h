// ShareNotice says why a share's link leads nowhere now, and offers the way on.
//
// Threads: the main thread.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QWidget>

#include <optional>

class QBoxLayout;

namespace sallyport {

class ShareNotice final : public QWidget {
    Q_OBJECT
public:
    enum class Kind { None, Off, Starting, Stopping, Ending, Unavailable, AnotherFolder };
    struct Facts {
        Kind kind = Kind::None;
        QByteArray name, folder;
        std::optional<QDateTime> pausedUntil; // Off
        bool operator==(const Facts&) const = default;
    };
    explicit ShareNotice(QWidget* parent = nullptr);
    void fill(const Facts& facts);
    // The drive a folder is on, where its path tells: "Elements" of /media/anna/Elements/Photos.
    static QString driveOf(const QByteArray& folder);
signals:
    void startWanted();
    void retryWanted();
    void acceptWanted();
    void chooseWanted();
    void removeWanted();

private:
    QWidget* makeOff(const Facts& facts);
    QWidget* makeRow(const QString& title, const QString& text, QWidget* way);
    QWidget* makeCard(const QString& heading, const QString& text, QWidget* first);
    QWidget* makeUnavailable(const Facts& facts);
    QWidget* makeAnotherFolder(const Facts& facts);
    Facts m_facts;
    QBoxLayout* m_layout;
    QWidget* m_content = nullptr;
};

} // namespace sallyport
