// UntilBox shows how long a share goes on, and lets choose another end: it tells the wish and goes
// back to what is true.
//
// Threads: the main thread.
#pragma once

#include <QComboBox>
#include <QDateTime>

#include <optional>

namespace sallyport {

// The next 06:00 of the clock on the wall after `now`, in UTC.
QDateTime untilTonight(const QDateTime& now);

class UntilBox final : public QComboBox {
    Q_OBJECT
public:
    explicit UntilBox(QWidget* parent = nullptr);
    void setUntil(const std::optional<QDateTime>& until); // UTC
signals:
    void untilWanted(const std::optional<QDateTime>& until);

protected:
    void wheelEvent(QWheelEvent* event) override; // what it changes is changed at once

private:
    void fill();
    std::optional<QDateTime> m_until;
};

} // namespace sallyport
