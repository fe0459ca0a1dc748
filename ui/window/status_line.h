// StatusLine is the row below the window: whether and where this computer shares, how connections
// are isolated, whether who is near cannot see the shares though they should, how fast bytes move,
// how many are connected. News that needs no answer is shown in it for a moment.
//
// Threads: the main thread.
#pragma once

#include "ui/core_parts.h"

#include <QStatusBar>

namespace sallyport {

class IconLabel;
class TextLabel;

class StatusLine final : public QStatusBar {
    Q_OBJECT
public:
    // What `parts` refers to outlives it.
    explicit StatusLine(const CoreParts& parts, QWidget* parent = nullptr);
    void setNarrow(bool narrow);
    void say(const QString& news); // also to a screen reader

protected:
    void changeEvent(QEvent* event) override;

private:
    void followState();
    void fitRates();
    void followNumbers();
    QString state() const;
    QString reach() const;

    const CoreParts m_parts;
    QWidget *m_dot, *m_rates;
    TextLabel *m_state, *m_between, *m_reach, *m_betweenToo, *m_isolation, *m_beforeNearby,
        *m_nearby;
    TextLabel *m_sending, *m_receiving, *m_connected;
    IconLabel* m_people;
    bool m_narrow = false;
};

} // namespace sallyport
