#include "core/auth/password_gate.h"

#include "core/guard.h"

#include <utility>

namespace sallyport {

namespace {

// A household has a whole /64 of IPv6 addresses; link-local neighbours share theirs.
QHostAddress sourceOf(const QHostAddress& address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol || address.isLinkLocal())
        return address;
    Q_IPV6ADDR bytes = address.toIPv6Address();
    for (int i = 8; i < 16; ++i)
        bytes[i] = 0;
    return QHostAddress(bytes);
}

} // namespace

PasswordGate::Place::Place(PasswordGate& gate, QHostAddress source)
    : m_gate(&gate)
    , m_source(std::move(source))
{
}

PasswordGate::Place::Place(Place&& other) noexcept
    : m_gate(std::exchange(other.m_gate, nullptr))
    , m_source(std::move(other.m_source))
{
}

PasswordGate::Place::~Place()
{
    if (m_gate)
        m_gate->leave(m_source);
}

PasswordGate::PasswordGate()
    : PasswordGate(Limits())
{
}

PasswordGate::PasswordGate(Limits limits)
    : m_limits(limits)
{
}

std::optional<PasswordGate::Place> PasswordGate::enter(const QHostAddress& address)
{
    Turn turn{sourceOf(address)};
    auto state = m_state.lock();
    const auto hasPlace = [&] {
        return int(state->queue.size()) < m_limits.queue || !GUARD(gate_queue);
    };
    if (!hasPlace()) {
        ++state->outside;
        const bool found = m_moved.wait_until(
            state.lock(), std::chrono::steady_clock::now() + m_limits.wait, hasPlace);
        --state->outside;
        if (!found)
            return std::nullopt;
    }
    state->queue.push_back(&turn);
    admit(*state);
    m_moved.wait(state.lock(), [&] { return turn.come; });
    return Place(*this, turn.source);
}

int PasswordGate::waiting()
{
    const auto state = m_state.lock();
    return int(state->queue.size()) + state->outside;
}

// Gives their turn to those in front whose source verifies nothing now.
void PasswordGate::admit(State& state)
{
    for (auto turn = state.queue.begin(); turn != state.queue.end()
         && (state.active.size() < m_limits.atOnce || !GUARD(gate_at_once));) {
        if (GUARD(gate_of_a_source) && state.active.contains((*turn)->source)) {
            ++turn;
            continue;
        }
        state.active.append((*turn)->source);
        (*turn)->come = true;
        turn = state.queue.erase(turn);
    }
    m_moved.notify_all();
}

void PasswordGate::leave(const QHostAddress& source)
{
    auto state = m_state.lock();
    state->active.removeOne(source);
    admit(*state);
}

} // namespace sallyport
