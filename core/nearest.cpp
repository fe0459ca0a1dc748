#include "core/nearest.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace sallyport {

namespace {

// How many letters to change, add, drop or swap with a neighbour (optimal string alignment).
int distance(const QString& a, const QString& b)
{
    const auto width = static_cast<std::size_t>(b.size()) + 1;
    std::vector<int> beforeLast(width), last(width), row(width);
    for (std::size_t j = 0; j < width; ++j)
        last[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = int(i);
        for (std::size_t j = 1; j < width; ++j) {
            const auto at = static_cast<qsizetype>(j);
            const int change = last[j - 1] + (a[i - 1] == b[at - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
            if (i > 1 && at > 1 && a[i - 1] == b[at - 2] && a[i - 2] == b[at - 1])
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last[width - 1];
}

} // namespace

QString nearestWord(const QString& word, const QStringList& known)
{
    // Longer than any word of ours is no slip of the pen; it costs no time either.
    const QString asked = word.left(200).toLower();
    const QString askedEnd = asked.section(u'.', -1);
    QString best;
    int least = std::numeric_limits<int>::max();
    for (const QString& candidate : known) {
        const QString lower = candidate.toLower();
        // "loginGrace" for "limits.loginGrace": the group was left out, or another was given.
        const int byEnd = distance(askedEnd, lower.section(u'.', -1)) + 1;
        const int found = std::min(distance(asked, lower), byEnd);
        if (found < least) {
            least = found;
            best = candidate;
        }
    }
    return best;
}

} // namespace sallyport
