#include "core/fs/share_uses.h"

#include "core/guard.h"

#include <algorithm>

namespace sallyport {

namespace {

// Walks for a first count, until one is not disturbed; a compromise between time and certainty.
constexpr int firstWalks = 3;

} // namespace

void ShareUse::State::add(quint64 bytes)
{
    used += bytes;
    grownMeanwhile += bytes;
}

// The count may have missed what is gone now.
void ShareUse::State::take(quint64 bytes)
{
    used -= std::min(used, bytes);
}

ShareUse::Open* ShareUse::State::find(const Id& id)
{
    const auto found = files.find({id.device, id.inode});
    return found == files.end() ? nullptr : &found->second;
}

ShareUse::ShareUse()
    : ShareUse(Patience())
{
}

ShareUse::ShareUse(Patience patience)
    : m_patience(patience)
{
}

bool ShareUse::isCounted(const State& state, Needs needs) const
{
    const Moment::duration patience =
        needs == Needs::SomeCount ? m_patience.trusted : m_patience.atLeast;
    return state.counted
        && std::chrono::steady_clock::now() - *state.counted < std::max(patience, 10 * state.took);
}

Result<void> ShareUse::count(Needs needs, const Count& count)
{
    if (isCounted(*m_state.lock(), needs))
        return {};
    std::unique_lock counting(m_counting, std::try_to_lock);
    if (!counting) {
        if (m_state.lock()->counted && needs == Needs::SomeCount)
            return {};
        counting.lock();
    }
    if (isCounted(*m_state.lock(), needs))
        return {};
    const bool first = !m_state.lock()->counted;
    const auto began = std::chrono::steady_clock::now();
    auto walked = walk(count);
    for (int more = first ? firstWalks - 1 : 0;
         more > 0 && walked && *walked == Walked::BesideMoves; --more)
        walked = walk(count);
    if (first && !walked)
        return walked.error();
    {
        const auto state = m_state.lock();
        // After a failure as well: it is not made again before every write.
        state->counted = std::chrono::steady_clock::now();
        state->took = *state->counted - began;
    }
    // What is about to be refused is told why nothing better is known.
    if (!walked && needs == Needs::FreshCount)
        return walked.error();
    return {};
}

Result<ShareUse::Walked> ShareUse::walk(const Count& count)
{
    quint64 movesBefore = 0;
    {
        const auto state = m_state.lock();
        // What is granted and not written yet is as good as granted meanwhile.
        state->grownMeanwhile = state->granted;
        movesBefore = state->moves;
    }
    const auto counted = count();
    if (!counted)
        return counted.error();
    const auto state = m_state.lock();
    // What grew while the walk was under way may be in it or not; the next count knows.
    quint64 found = *counted + state->grownMeanwhile;
    // No walk finds what has no name any more and is still open.
    for (const auto& [id, file] : state->files) {
        if (file.removed)
            found += file.size;
    }
    const bool besideMoves = state->moving != 0 || state->moves != movesBefore;
    state->used = besideMoves && state->walked ? std::max(state->used, found) : found;
    state->walked = true;
    return besideMoves ? Walked::BesideMoves : Walked::Undisturbed;
}

quint64 ShareUse::used() const
{
    return m_state.lock()->used;
}

void ShareUse::opened(const Id& id, quint64 size)
{
    const auto state = m_state.lock();
    Open& file = state->files[{id.device, id.inode}];
    if (file.times++ == 0)
        file.size = size;
}

void ShareUse::closed(const Id& id)
{
    const auto state = m_state.lock();
    Open* file = state->find(id);
    if (!file || --file->times > 0)
        return;
    if (file->removed)
        state->take(file->size);
    state->files.erase({id.device, id.inode});
}

std::optional<quint64> ShareUse::sizeOf(const Id& id) const
{
    const auto state = m_state.lock();
    const Open* file = state->find(id);
    return file ? std::optional(file->size) : std::nullopt;
}

void ShareUse::wrote(const Id& id, quint64 end)
{
    const auto state = m_state.lock();
    Open* file = state->find(id);
    if (!file || end <= file->size)
        return;
    // Somebody else's write failed, and the size was set back to before this one.
    state->add(end - file->size);
    file->size = end;
}

void ShareUse::resized(const Id& id, quint64 size)
{
    const auto state = m_state.lock();
    Open* file = state->find(id);
    if (!file)
        return;
    if (size > file->size)
        state->add(size - file->size);
    else
        state->take(file->size - size);
    file->size = size;
}

void ShareUse::removed(const Id& id, quint64 size)
{
    const auto state = m_state.lock();
    if (Open* file = state->find(id))
        file->removed = true;
    else
        state->take(size);
}

ShareUse::Flight::Flight(ShareUse& use, quint64 bytes)
    : m_use(use)
    , m_bytes(bytes)
{
    const auto state = m_use.m_state.lock();
    state->flying += m_bytes;
    m_all = state->flying;
}

ShareUse::Flight::~Flight()
{
    const auto state = m_use.m_state.lock();
    state->flying -= m_bytes;
    state->granted -= m_granted;
}

bool ShareUse::Flight::grow(const Id& id, quint64 end, std::optional<quint64> quota)
{
    const auto state = m_use.m_state.lock();
    Open* file = state->find(id);
    if (!file || end <= file->size)
        return true;
    const quint64 growth = end - file->size;
    if (GUARD(quota) && quota && (growth > *quota || state->used > *quota - growth))
        return false;
    state->add(growth);
    state->granted += growth;
    m_granted += growth;
    file->size = end;
    return true;
}

// One that began before a walk and is over after it shows at its end, every other in the number.
ShareUse::Move::Move(ShareUse& use)
    : m_use(use)
{
    ++m_use.m_state.lock()->moving;
}

ShareUse::Move::~Move()
{
    const auto state = m_use.m_state.lock();
    --state->moving;
    ++state->moves;
}

bool ShareUse::takeName(const VirtualPath& path, Sharing sharing)
{
    const auto state = m_state.lock();
    int& uploads = state->names[path.bytes()];
    if (sharing == Sharing::Alone && uploads > 0)
        return false;
    ++uploads;
    return true;
}

void ShareUse::giveName(const VirtualPath& path)
{
    const auto state = m_state.lock();
    const auto name = state->names.find(path.bytes());
    if (name != state->names.end() && --name->second == 0)
        state->names.erase(name);
}

std::shared_ptr<ShareUse> ShareUses::of(const Share& share)
{
    const auto uses = m_uses.lock();
    auto& [folder, use] = (*uses)[share.id];
    if (!use || folder != share.folder) {
        folder = share.folder;
        use = std::make_shared<ShareUse>();
    }
    return use;
}

} // namespace sallyport
