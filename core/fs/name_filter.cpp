#include "core/fs/name_filter.h"

#include "core/fs/reserved_names.h"
#include "core/guard.h"

#include <algorithm>
#include <optional>

namespace sallyport {

namespace {

char folded(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? char(byte - 'A' + 'a') : byte;
}

bool continuesCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// A set in brackets: whether it holds `byte`, and where it ends. Nothing if no bracket closes it,
// then the "[" is an ordinary byte.
struct SetMatch {
    bool holds = false;
    qsizetype end = 0;
};
std::optional<SetMatch> matchSet(QByteArrayView glob, qsizetype start, char byte)
{
    const auto wanted = static_cast<unsigned char>(folded(byte));
    qsizetype at = start + 1;
    const bool negated = at < glob.size() && (glob[at] == '!' || glob[at] == '^');
    at += negated ? 1 : 0;
    bool holds = false;
    for (qsizetype first = at; at < glob.size() && (glob[at] != ']' || at == first); ++at) {
        const auto low = static_cast<unsigned char>(folded(glob[at]));
        auto high = low;
        if (at + 2 < glob.size() && glob[at + 1] == '-' && glob[at + 2] != ']') {
            high = static_cast<unsigned char>(folded(glob[at + 2]));
            at += 2;
        }
        holds = holds || (low <= wanted && wanted <= high);
    }
    if (at >= glob.size())
        return {};
    return SetMatch{holds != negated, at + 1};
}

// One step of a glob that is not `*`. False: no match; else both positions have moved on.
bool matchOne(QByteArrayView glob, qsizetype& g, QByteArrayView name, qsizetype& n)
{
    const char pattern = glob[g];
    if (pattern == '?') {
        ++g;
        ++n;
        while (n < name.size() && continuesCharacter(name[n]))
            ++n;
        return true;
    }
    if (pattern == '[') {
        if (const auto set = matchSet(glob, g, name[n])) {
            g = set->end;
            ++n;
            return set->holds;
        }
    }
    if (pattern == '\\' && g + 1 < glob.size())
        ++g;
    return folded(glob[g++]) == folded(name[n++]);
}

// Goes back to the last `*` only, so it takes at most glob.size() * name.size() steps.
bool matches(QByteArrayView glob, QByteArrayView name)
{
    qsizetype g = 0;
    qsizetype n = 0;
    std::optional<std::pair<qsizetype, qsizetype>>
        star; // behind the `*`, and the name it was tried at
    while (n < name.size()) {
        if (g < glob.size() && glob[g] == '*') {
            star = {++g, n};
            continue;
        }
        if (g < glob.size() && matchOne(glob, g, name, n))
            continue;
        if (!star)
            return false;
        g = star->first;
        n = ++star->second;
    }
    while (g < glob.size() && glob[g] == '*')
        ++g;
    return g == glob.size();
}

bool isReserved(QByteArrayView name)
{
    return name.size() >= reservedPrefix.size()
        && std::equal(reservedPrefix.begin(), reservedPrefix.end(), name.begin(),
                      [](char prefix, char byte) { return prefix == folded(byte); });
}

} // namespace

NameFilter::NameFilter(const QStringList& globs)
{
    for (const QString& glob : globs) {
        if (!glob.isEmpty())
            m_globs.append(glob.toUtf8());
    }
}

bool NameFilter::hides(QByteArrayView name) const
{
    if (GUARD(reserved_names) && isReserved(name))
        return true;
    return GUARD(hide_globs)
        && std::any_of(m_globs.begin(), m_globs.end(),
                       [name](const QByteArray& glob) { return matches(glob, name); });
}

bool NameFilter::hidesAny(QByteArrayView path) const
{
    for (qsizetype start = 0; start < path.size();) {
        qsizetype end = path.indexOf('/', start);
        if (end < 0)
            end = path.size();
        if (end > start && hides(path.sliced(start, end - start)))
            return true;
        start = end + 1;
    }
    return false;
}

} // namespace sallyport
