// KnownIds remembers the owners of the files a session told its client about, so that
// users-groups-by-id gives a name to those and to no others.
//
// Threads: its Session's.
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace sallyport::sftp {

class KnownIds {
public:
    // Further ids are not remembered and stay without a name.
    static constexpr std::size_t most = 4096;

    void note(quint32 id)
    {
        if (!m_ids.empty() && id == m_last)
            return;
        const auto place = std::lower_bound(m_ids.begin(), m_ids.end(), id);
        if (place != m_ids.end() && *place == id) {
            m_last = id;
        } else if (m_ids.size() < most) {
            m_ids.insert(place, id);
            m_last = id;
        }
    }
    bool contains(quint32 id) const { return std::binary_search(m_ids.begin(), m_ids.end(), id); }

private:
    std::vector<quint32> m_ids; // sorted
    quint32 m_last = 0;         // one of m_ids: most files of a share have one owner
};

} // namespace sallyport::sftp
