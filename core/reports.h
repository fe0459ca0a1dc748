// Reports brings functions to the thread this object lives on: anyone posts, and each is a turn of
// the event loop there. What is posted when the object goes is dropped with it.
//
// Threads: post() from any; the functions run on the object's own.
#pragma once

#include "core/guarded.h"

#include <QObject>

#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace sallyport {

class Reports final : public QObject {
    Q_OBJECT
    struct Box {
        Reports* owner = nullptr; // null: gone
        std::deque<std::function<void()>> waiting;
    };

public:
    // For who may outlive the object: what is posted after its end is dropped.
    class Sender {
    public:
        void post(std::function<void()> report) const;

    private:
        friend class Reports;
        std::shared_ptr<Guarded<Box>> m_box = std::make_shared<Guarded<Box>>();
    };

    Reports();
    ~Reports() override;
    const Sender& sender() const { return m_sender; }
    void post(std::function<void()> report) { m_sender.post(std::move(report)); }

private:
    Q_INVOKABLE void takeOne(); // queued by each post()

    const Sender m_sender;
};

} // namespace sallyport
