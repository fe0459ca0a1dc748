// What all connections to one share must know together: how much its files take, and which names
// uploads that are not whole yet are for. ShareUses has one of each for every share in use.
//
// Used is the sum of the sizes of all regular files below the folder, whoever put them there,
// hidden and temporary ones included; a hole counts as if it were filled, a file with several names
// once, folders and links nothing. It is counted by a walk when first needed, kept up with what
// goes through Sallyport, and counted anew when it is older than ten minutes, and before anything
// is refused that might fit by now. A file that is removed while it is open counts until it is
// closed. What is granted and not written yet, or granted while a walk is under way, may be missed
// by that walk or not: it counts besides, so that a quota is never passed, and until the next count
// may refuse what is as much as that below it. A walk may miss what is renamed meanwhile, from a
// folder it has still to read into one it has read: then the greater of the figures before and
// after it is taken, and a first count is made again, three times in all. A count that could not
// read everything changes nothing; without an earlier one nothing is granted.
//
// Threads: any.
#pragma once

#include "core/file_system.h"
#include "core/guarded.h"
#include "core/hash_map.h"
#include "core/settings.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace sallyport {

class ShareUse {
public:
    using Id = FileAttributes::Id;
    using Count = std::function<Result<quint64>()>;
    struct Patience {
        std::chrono::milliseconds trusted{std::chrono::minutes(10)};
        // Younger counts are not made again even before a refusal; nor those younger than ten times
        // what counting takes.
        std::chrono::milliseconds atLeast{2000};
    };
    enum class Needs { SomeCount, FreshCount };

    ShareUse();
    explicit ShareUse(Patience patience);

    // Has it counted if need be. May take long; others go on with the last count, if there is one.
    Result<void> count(Needs needs, const Count& count);
    quint64 used() const; // bytes

    // A file is open, once more or less. It is known by its id as long as it is open.
    void opened(const Id& id, quint64 size);
    void closed(const Id& id);
    std::optional<quint64> sizeOf(const Id& id) const; // of an open file, growth included
    // After a write up to `end`, or after one that failed: the size the file really has.
    void wrote(const Id& id, quint64 end);
    void resized(const Id& id, quint64 size);
    // The last name of a file is gone; of an open one, its bytes stay until it is closed.
    void removed(const Id& id, quint64 size);

    // A write of that many bytes that is under way: they are not yet missing from what is free on
    // the disk, and a count may miss them until the write is settled.
    class Flight {
    public:
        Flight(ShareUse& use, quint64 bytes);
        ~Flight();
        Flight(const Flight&) = delete;
        Flight& operator=(const Flight&) = delete;
        quint64 all() const { return m_all; } // bytes of all that are under way, this one included
        // Room for writing up to `end`; what the file grows by counts from now on. False: it would
        // be more than `quota` together.
        bool grow(const Id& id, quint64 end, std::optional<quint64> quota);

    private:
        ShareUse& m_use;
        const quint64 m_bytes;
        quint64 m_all = 0;
        quint64 m_granted = 0;
    };

    // Names of files change as long as this is there.
    class Move {
    public:
        explicit Move(ShareUse& use);
        ~Move();
        Move(const Move&) = delete;
        Move& operator=(const Move&) = delete;

    private:
        ShareUse& m_use;
    };

    // The name of a file that is being uploaded, by its path in the share. `alone`: false comes
    // back if another upload is for it.
    enum class Sharing { Alone, WithOthers };
    bool takeName(const VirtualPath& path, Sharing sharing);
    void giveName(const VirtualPath& path);

private:
    using Moment = std::chrono::steady_clock::time_point;
    struct Open {
        int times = 0;
        quint64 size = 0;
        bool removed = false;
    };
    struct State {
        quint64 used = 0;
        bool walked = false;        // `used` is what a walk found, kept up
        quint64 grownMeanwhile = 0; // since the count that is under way began
        std::optional<Moment> counted;
        std::chrono::steady_clock::duration took{};
        std::map<std::pair<quint64, quint64>, Open> files; // by device and inode
        quint64 flying = 0;
        quint64 granted = 0; // growth of writes that are under way
        int moving = 0;      // moves that are under way
        quint64 moves = 0;   // so far
        std::map<QByteArray, int> names;

        void add(quint64 bytes);
        void take(quint64 bytes);
        Open* find(const Id& id);
    };
    bool isCounted(const State& state, Needs needs) const;
    enum class Walked { Undisturbed, BesideMoves };
    Result<Walked> walk(const Count& count);

    const Patience m_patience;
    std::mutex m_counting; // taken before the state's lock, never after it
    mutable Guarded<State> m_state;
};

class ShareUses {
public:
    // The same one for the same folder under the same id.
    std::shared_ptr<ShareUse> of(const Share& share);

private:
    Guarded<HashMap<ShareId, std::pair<QByteArray, std::shared_ptr<ShareUse>>>> m_uses;
};

} // namespace sallyport
