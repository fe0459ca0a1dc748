#include "core/fs/created_files.h"

#include <QDateTime>
#include <QSaveFile>

#include <algorithm>

namespace sallyport {

namespace {

// Lines of a record beyond those still needed, above which it is written anew when it is read.
constexpr qsizetype deadLines = 1000;

// Paths hold any byte but NUL; a line of the record holds neither blanks nor control characters.
QByteArray quoted(const QByteArray& path)
{
    return path.toPercentEncoding("/");
}

std::optional<VirtualPath> unquoted(const QByteArray& text)
{
    const QByteArray bytes = QByteArray::fromPercentEncoding(text);
    const auto path = VirtualPath::parse(bytes);
    if (!path || path->bytes() != bytes || path->isRoot())
        return std::nullopt;
    return *path;
}

// All keys of things below `folder` begin with this.
QByteArray prefixOf(const QByteArray& folder)
{
    return folder == "/" ? folder : folder + '/';
}

// The first key behind all those below `folder`: "0" is what follows "/".
QByteArray behind(const QByteArray& folder)
{
    return folder + '0';
}

// A guest is known by the connection, everybody else by the account.
QByteArray owner(const Sender& sender)
{
    return sender.guest ? QByteArray::number(sender.connection) : sender.account.value;
}

template <typename Entries>
void eraseAt(Entries& entries, const QByteArray& path)
{
    entries.erase(path);
    entries.erase(entries.lower_bound(prefixOf(path)), entries.lower_bound(behind(path)));
}

template <typename Entries>
void moveEntries(Entries& entries, const QByteArray& from, const QByteArray& to)
{
    if (from == to)
        return;
    Entries moving;
    if (auto node = entries.extract(from))
        moving.insert(std::move(node));
    for (auto at = entries.lower_bound(prefixOf(from)), end = entries.lower_bound(behind(from));
         at != end;)
        moving.insert(entries.extract(at++));
    eraseAt(entries, to);
    while (!moving.empty()) {
        auto node = moving.extract(moving.begin());
        node.key() = to + node.key().sliced(from.size());
        entries.insert(std::move(node));
    }
}

// Whether the record's file knows of something at or below `path`.
template <typename Entries>
bool isWritten(const Entries& entries, const QByteArray& path)
{
    const auto written = [](const auto& entry) { return entry.second.isWritten(); };
    const auto at = entries.find(path);
    return (at != entries.end() && written(*at))
        || std::any_of(entries.lower_bound(prefixOf(path)), entries.lower_bound(behind(path)),
                       written);
}

template <typename Entry>
QByteArray lineOf(const QByteArray& path, const Entry& entry)
{
    return QByteArrayLiteral("sent ") + QByteArray::number(entry.created) + ' '
        + entry.account.value.toPercentEncoding() + ' ' + QByteArray::number(entry.id->device) + ' '
        + QByteArray::number(entry.id->inode) + ' ' + QByteArray::number(entry.id->born) + ' '
        + quoted(path) + '\n';
}

} // namespace

CreatedFiles::CreatedFiles(const QString& filePath, Failed failed, Clock clock)
    : m_failed(std::move(failed))
    , m_clock(clock ? std::move(clock) : Clock(QDateTime::currentSecsSinceEpoch))
{
    if (!filePath.isEmpty())
        load(*m_state.lock(), filePath);
}

// One line of the file; nonsense is left out.
void CreatedFiles::State::take(const QByteArray& line)
{
    const QList<QByteArray> words = line.split(' ');
    // Lines of earlier versions do not tell when the file was made.
    if ((words.size() == 6 || words.size() == 7) && words[0] == "sent") {
        const auto path = unquoted(words.last());
        bool timeOk = false, deviceOk = false, inodeOk = false, bornOk = true;
        const Entry entry{{QByteArray::fromPercentEncoding(words[2])},
                          FileAttributes::Id{words[3].toULongLong(&deviceOk),
                                             words[4].toULongLong(&inodeOk),
                                             words.size() == 7 ? words[5].toLongLong(&bornOk) : 0},
                          words[1].toLongLong(&timeOk)};
        if (!path || !timeOk || !deviceOk || !inodeOk || !bornOk || words[2].isEmpty())
            return;
        eraseAt(entries, path->bytes());
        entries.insert_or_assign(path->bytes(), entry);
    } else if (words.size() == 3 && words[0] == "moved") {
        const auto from = unquoted(words[1]);
        const auto to = unquoted(words[2]);
        if (from && to)
            moveEntries(entries, from->bytes(), to->bytes());
    } else if (words.size() == 2 && words[0] == "gone") {
        if (const auto path = unquoted(words[1]))
            eraseAt(entries, path->bytes());
    }
}

void CreatedFiles::load(State& state, const QString& filePath) const
{
    state.file.setFileName(filePath);
    QByteArray text;
    if (QFile old(filePath); old.exists()) {
        if (!old.open(QIODevice::ReadOnly))
            return fail(state, QStringLiteral("The record of what was sent cannot be read"));
        text = old.readAll();
    }
    // What a crash left of the last line is no line, and must not become one when the next is
    // added.
    const qsizetype whole = text.lastIndexOf('\n') + 1;
    if (whole < text.size() && !QFile::resize(filePath, whole))
        return fail(state, QStringLiteral("The record of what was sent cannot be written"));
    QList<QByteArray> lines = text.first(whole).split('\n');
    lines.removeLast();

    for (const QByteArray& line : std::as_const(lines))
        state.take(line);
    if (lines.size() > 2 * qsizetype(state.entries.size()) + deadLines)
        writeAnew(state, filePath);
    // Opened once and for all: a login's thread may later be locked out of this folder.
    if (!state.file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered,
                         QFile::ReadOwner | QFile::WriteOwner))
        return fail(state, QStringLiteral("The record of what was sent cannot be written"));
}

void CreatedFiles::writeAnew(State& state, const QString& filePath) const
{
    QSaveFile file(filePath);
    bool written = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    for (const auto& [path, entry] : state.entries)
        written = written && file.write(lineOf(path, entry)) > 0;
    if (!written || !file.commit())
        fail(state, QStringLiteral("The record of what was sent cannot be written"));
}

void CreatedFiles::append(State& state, const QByteArray& line) const
{
    if (state.file.isOpen() && state.file.write(line) != line.size())
        fail(state, QStringLiteral("The record of what was sent cannot be written"));
}

void CreatedFiles::fail(State& state, const QString& message) const
{
    if (!std::exchange(state.failed, true) && m_failed)
        m_failed({ErrorCode::Failure, message});
}

quint64 CreatedFiles::begin()
{
    const auto state = m_state.lock();
    state->open.insert(++state->begun);
    return state->begun;
}

void CreatedFiles::end(const Sender& sender)
{
    const auto state = m_state.lock();
    state->open.erase(sender.connection);
    std::erase_if(state->aliases, [&sender](const auto& alias) {
        return alias.second.connection == sender.connection;
    });
    if (sender.guest)
        std::erase_if(state->entries, [&](const auto& entry) {
            return entry.second.guest && entry.second.connection == sender.connection;
        });
}

void CreatedFiles::add(const Sender& sender, const VirtualPath& path, const FileAttributes& file,
                       Named named)
{
    const auto state = m_state.lock();
    eraseAt(state->entries, path.bytes());
    const Entry entry{sender.account, file.id, m_clock(), sender.connection, sender.guest, named};
    state->entries.insert_or_assign(path.bytes(), entry);
    if (entry.isWritten())
        append(*state, lineOf(path.bytes(), entry));
}

void CreatedFiles::landed(const Sender& sender, const VirtualPath& path, const FileAttributes& file)
{
    const auto state = m_state.lock();
    const auto found = state->entries.find(path.bytes());
    if (found == state->entries.end() || !find(*state, sender, path, file)
        || std::exchange(found->second.named, Named::Now) == Named::Now)
        return;
    if (found->second.isWritten())
        append(*state, lineOf(path.bytes(), found->second));
}

const CreatedFiles::Entry* CreatedFiles::find(const State& state, const Sender& sender,
                                              const VirtualPath& path, const FileAttributes& file)
{
    const auto found = state.entries.find(path.bytes());
    if (found == state.entries.end())
        return nullptr;
    const Entry& entry = found->second;
    if (entry.account != sender.account)
        return nullptr;
    if ((entry.guest || sender.guest) && entry.connection != sender.connection)
        return nullptr;
    auto id = entry.id;
    if (entry.connection == 0 && file.id)
        id->device = file.id->device;
    return file.id == id ? &entry : nullptr;
}

CreatedFiles::Whose CreatedFiles::whose(const Sender& sender, const VirtualPath& path,
                                        const FileAttributes& file) const
{
    const auto state = m_state.lock();
    const Entry* entry = find(*state, sender, path, file);
    if (!entry)
        return Whose::Others;
    return state->open.contains(entry->connection) ? Whose::OwnNow : Whose::OwnBefore;
}

bool CreatedFiles::mayResume(const Sender& sender, const VirtualPath& path,
                             const FileAttributes& file) const
{
    const auto state = m_state.lock();
    const Entry* entry = find(*state, sender, path, file);
    if (!entry)
        return false;
    const qint64 age = m_clock() - entry->created;
    return age >= 0 && age < resumeWithin;
}

QList<QByteArray> CreatedFiles::namesIn(const Sender& sender, const VirtualPath& folder) const
{
    const auto state = m_state.lock();
    QList<QByteArray> names;
    const QByteArray prefix = prefixOf(folder.bytes());
    for (auto at = state->entries.lower_bound(prefix);
         at != state->entries.end() && at->first.startsWith(prefix);) {
        if (const qsizetype slash = at->first.indexOf('/', prefix.size()); slash >= 0) {
            at = state->entries.lower_bound(behind(at->first.first(slash)));
            continue;
        }
        const Entry& entry = at->second;
        const bool own = entry.account == sender.account
            && ((!entry.guest && !sender.guest) || entry.connection == sender.connection);
        if (own)
            names.append(at->first.sliced(prefix.size()));
        ++at;
    }
    return names;
}

void CreatedFiles::renamed(const VirtualPath& from, const VirtualPath& to)
{
    const auto state = m_state.lock();
    const bool written =
        isWritten(state->entries, from.bytes()) || isWritten(state->entries, to.bytes());
    moveEntries(state->entries, from.bytes(), to.bytes());
    if (written)
        append(*state,
               QByteArrayLiteral("moved ") + quoted(from.bytes()) + ' ' + quoted(to.bytes())
                   + '\n');
    // Aliases in a folder that moved go with it.
    const QByteArray prefix = prefixOf(from.bytes());
    for (auto& [key, alias] : std::exchange(state->aliases, {})) {
        auto moved = key;
        if (moved.first.startsWith(prefix))
            moved.first = to.bytes() + moved.first.sliced(from.bytes().size());
        state->aliases.insert_or_assign(std::move(moved), alias);
    }
}

void CreatedFiles::removed(const VirtualPath& path)
{
    const auto state = m_state.lock();
    const bool written = isWritten(state->entries, path.bytes());
    eraseAt(state->entries, path.bytes());
    if (written)
        append(*state, QByteArrayLiteral("gone ") + quoted(path.bytes()) + '\n');
}

void CreatedFiles::addAlias(const Sender& sender, const VirtualPath& asked, const QByteArray& name)
{
    m_state.lock()->aliases.insert_or_assign({asked.bytes(), owner(sender)},
                                             Alias{name, sender.connection});
}

void CreatedFiles::removeAlias(const Sender& sender, const VirtualPath& asked)
{
    m_state.lock()->aliases.erase({asked.bytes(), owner(sender)});
}

std::optional<QByteArray> CreatedFiles::alias(const Sender& sender, const VirtualPath& asked) const
{
    const auto state = m_state.lock();
    const auto found = state->aliases.find({asked.bytes(), owner(sender)});
    if (found == state->aliases.end())
        return std::nullopt;
    return found->second.name;
}

Sender::Sender(std::shared_ptr<CreatedFiles> createdFiles, AccountId accountId, bool isGuest)
    : record(std::move(createdFiles))
    , account(std::move(accountId))
    , guest(isGuest)
    , connection(record->begin())
{
}

Sender::~Sender()
{
    record->end(*this);
}

} // namespace sallyport
