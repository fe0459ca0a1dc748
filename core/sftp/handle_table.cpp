#include "core/sftp/handle_table.h"

#include "core/guard.h"
#include "core/sftp/wire.h"

#include <QRandomGenerator>

namespace sallyport::sftp {

// Starts anywhere, so that handles of two sessions differ.
HandleTable::HandleTable()
    : m_generation(QRandomGenerator::global()->generate())
{
}

OpenHandle& HandleTable::add(std::unique_ptr<OpenHandle> handle)
{
    if (m_free.empty()) {
        m_free.push_back(quint32(m_slots.size()));
        m_slots.emplace_back();
    }
    const quint32 slot = m_free.back();
    m_free.pop_back();
    handle->number = quint64(slot) << 32 | ++m_generation;
    m_slots[slot] = std::move(handle);
    return *m_slots[slot];
}

OpenHandle* HandleTable::find(QByteArrayView wire) const
{
    const auto number = handleNumber(wire);
    return number ? find(*number) : nullptr;
}

OpenHandle* HandleTable::find(quint64 number) const
{
    const quint64 slot = number >> 32;
    if (slot >= m_slots.size() || !m_slots[slot]
        || (GUARD(handle_generation) && m_slots[slot]->number != number))
        return nullptr;
    return m_slots[slot].get();
}

std::unique_ptr<OpenHandle> HandleTable::remove(OpenHandle& handle)
{
    const auto slot = quint32(handle.number >> 32);
    m_free.push_back(slot);
    return std::move(m_slots[slot]);
}

std::optional<quint64> handleNumber(QByteArrayView wire)
{
    if (wire.size() != 8)
        return {};
    return readUint64(std::as_bytes(std::span(wire.data(), 8)).data());
}

} // namespace sallyport::sftp
