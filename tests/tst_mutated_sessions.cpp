#include "core/local_file_system.h"
#include "tests/support/canaries.h"
#include "tests/support/captures.h"
#include "tests/support/mutations.h"
#include "tests/support/packets.h"

#include <QTemporaryDir>
#include <QtEndian>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

std::span<const std::byte> spanOf(const QByteArray& bytes)
{
    return std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size())));
}

struct Outcome {
    QByteArray sent; // with the handles of this session
    QByteArray replies;
    bool ended = false; // the channel had to
    bool busy = false;  // a long job was not waited for
};

// Sends in pieces of up to `piece` bytes, as a channel would bring them, and takes the replies. A
// handle that comes is put into what is still to be sent.
Outcome converse(sftp::Session& session, QByteArray bytes, qsizetype piece)
{
    constexpr int mostTurns = 4; // of a job: a wrong length can make one of a terabyte
    Outcome outcome;
    sftp::Buffer taken;
    qsizetype at = 0, parsed = 0;
    int handles = 0;
    const auto drain = [&] {
        session.swapOutput(taken);
        outcome.replies.append(reinterpret_cast<const char*>(taken.bytes().data()),
                               qsizetype(taken.size()));
        taken.consume(taken.size());
        while (parsed + 4 <= outcome.replies.size()) {
            const auto size = qFromBigEndian<quint32>(outcome.replies.constData() + parsed);
            if (outcome.replies[parsed + 4] == char(HandleReply)) {
                QByteArray rest = bytes.mid(at);
                rest.replace(capturedHandle(handles++), outcome.replies.mid(parsed + 13, 8));
                bytes.replace(at, bytes.size() - at, rest);
            }
            parsed += 4 + qsizetype(size);
        }
    };
    while (at < bytes.size() && !outcome.ended) {
        const QByteArray part = bytes.mid(at, std::min(piece, packetEnd(bytes, at) - at));
        const auto used = session.receive(spanOf(part));
        at += qsizetype(used);
        for (int turns = 0; turns < mostTurns; ++turns) {
            outcome.ended = !session.run();
            drain();
            if (outcome.ended || !session.hasWork())
                break;
        }
        outcome.busy = !outcome.ended && session.hasWork();
        if (used == 0 && !outcome.ended)
            break; // it waits for the job
    }
    outcome.sent = bytes;
    return outcome;
}

QByteArray lines(const QList<Reply>& replies)
{
    QByteArray text;
    for (const Reply& reply : replies) {
        text += QByteArray::number(reply.type) + ' ' + QByteArray::number(reply.id);
        if (reply.type == StatusReply)
            text += ' ' + QByteArray::number(reply.status);
        text += '\n';
    }
    return text;
}

// What is wrong with what was answered; empty: nothing.
QByteArray wrongIn(const Outcome& outcome)
{
    QList<Reply> replies = parseReplies(outcome.replies);
    const QList<Request> requests = requestsIn(outcome.sent);
    const bool begins = !requests.isEmpty() && requests[0].type == 1 && requests[0].id >= 3;
    if (!begins)
        return outcome.replies.isEmpty() ? QByteArray() : QByteArray("answered before INIT");
    if (replies.isEmpty() || replies[0].type != VersionReply || replies[0].id != 3)
        return "no VERSION 3 first";
    replies.removeFirst();
    QList<Request> open = requests.sliced(1);
    for (const Reply& reply : replies) {
        const auto request = std::find_if(open.begin(), open.end(), [&reply](const Request& one) {
            return one.hasId && one.id == reply.id && mayBeAnswered(one.type, reply);
        });
        if (request == open.end())
            return "nobody asked for: " + lines({reply});
        open.erase(request);
    }
    if (!outcome.ended && !outcome.busy && !open.isEmpty())
        return "not answered: type " + QByteArray::number(open[0].type) + " id "
            + QByteArray::number(open[0].id);
    return {};
}

} // namespace

// What six real clients sent, as it was and with mistakes in it.
class TestMutatedSessions : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup() { removeCapturedTree(root()); }
    void recordedSessionsAreAnsweredAsTheyWere_data();
    void recordedSessionsAreAnsweredAsTheyWere();
    void mutatedSessionsEndInARightAnswerOrTheEnd_data();
    void mutatedSessionsEndInARightAnswerOrTheEnd();

private:
    QByteArray root() const { return QFile::encodeName(m_folder.path()) + "/root"; }
    std::unique_ptr<LocalFileSystem> openRoot() const;
    QTemporaryDir m_folder;
};

void TestMutatedSessions::init()
{
    QCOMPARE(captures().size(), 6);
}

std::unique_ptr<LocalFileSystem> TestMutatedSessions::openRoot() const
{
    auto opened = LocalFileSystem::open(root(), {});
    return opened ? std::move(*opened) : nullptr;
}

void TestMutatedSessions::recordedSessionsAreAnsweredAsTheyWere_data()
{
    QTest::addColumn<int>("number");
    const auto all = captures();
    for (int number = 0; number < all.size(); ++number)
        QTest::newRow(all[number].client.constData()) << number;
}

void TestMutatedSessions::recordedSessionsAreAnsweredAsTheyWere()
{
    ROW("G-24");
    QFETCH(int, number);
    const Capture capture = captures()[number];
    for (const qsizetype piece : {1, 7, 32'768}) {
        QVERIFY(makeCapturedTree(root()));
        const auto files = openRoot();
        QVERIFY(files);
        RecordingSink sink;
        sftp::Session session(*files, sink, {});
        const Outcome outcome = converse(session, capture.sent, piece);
        QVERIFY(!outcome.ended);
        QVERIFY(!outcome.busy);
        QCOMPARE(wrongIn(outcome), QByteArray());
        QCOMPARE(lines(parseReplies(outcome.replies)), capture.answers);
    }
}

void TestMutatedSessions::mutatedSessionsEndInARightAnswerOrTheEnd_data()
{
    recordedSessionsAreAnsweredAsTheyWere_data();
}

void TestMutatedSessions::mutatedSessionsEndInARightAnswerOrTheEnd()
{
    ROW("G-24");
    // Full: 2,000 mutations a client instead of 84
    QFETCH(int, number);
    const auto all = captures();
    const int mutations = qEnvironmentVariableIntValue("SALLYPORT_FULL") > 0 ? 2000 : 84;
    Canaries canaries;
    const QByteArray outside = QFile::encodeName(m_folder.path()) + "/canary";
    canaries.makeFile(outside);
    int ended = 0, answered = 0;
    for (int seed = 0; seed < mutations; ++seed) {
        Mutator mutator(quint32(number * 1'000'000 + seed));
        QByteArray sent = all[number].sent;
        mutator.mutate(sent, all[mutator.below(int(all.size()))].sent);
        QVERIFY(makeCapturedTree(root()));
        const auto files = openRoot();
        QVERIFY(files);
        RecordingSink sink;
        Outcome outcome;
        {
            sftp::Session session(*files, sink, {});
            outcome = converse(session, sent, 1 + mutator.below(40'000));
        }
        const QByteArray wrong = wrongIn(outcome);
        QVERIFY2(wrong.isEmpty(), ("seed " + QByteArray::number(seed) + ": " + wrong).constData());
        QVERIFY(!canaries.isIn(outcome.replies));
        outcome.ended ? ++ended : ++answered;
    }
    QCOMPARE(canaries.disturbed(), QByteArrayList());
    QVERIFY(canaries.areWhole());
    // Both happen, or the mutations are of no use.
    QVERIFY(ended > mutations / 20);
    QVERIFY(answered > mutations / 20);
    qInfo("%s: %d mutations, %d ended the channel, %d were answered",
          all[number].client.constData(), mutations, ended, answered);
}

QTEST_GUILESS_MAIN(TestMutatedSessions)
#include "tst_mutated_sessions.moc"
