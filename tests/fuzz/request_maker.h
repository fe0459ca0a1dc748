// RequestMaker turns an input's bytes into requests that a client could send: well formed, about
// paths that lead somewhere and handles that are open, and rarely not.
//
// Threads: one.
#pragma once

#include "tests/fuzz/choices.h"
#include "tests/fuzz/talker.h"

namespace sallyport::fuzz {

// Good: no packet is broken, so that each is answered for what it is.
enum class Manners { Any, Good };

class RequestMaker {
public:
    explicit RequestMaker(Choices& choices, Manners manners = Manners::Any)
        : m_choices(choices)
        , m_manners(manners)
    {
    }
    void sendOne(Talker& talker);

private:
    QByteArray path();
    quint64 offset();
    quint32 length();
    QByteArray data();
    test::WireAttributes attributes();
    QByteArray extension(Talker& talker, Sent& sent);

    Choices& m_choices;
    const Manners m_manners;
};

} // namespace sallyport::fuzz
