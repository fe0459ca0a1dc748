#include "ui/activity/block_question.h"

#include "core/sharing.h"
#include "ui/dialogs.h"

#include <QCoreApplication>
#include <QHostAddress>

#include <chrono>

namespace sallyport {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(BlockQuestion)
};

} // namespace

void askToBlock(const CoreParts& parts, QWidget* parent, const QString& address)
{
    const QHostAddress host(address);
    if (host.isNull())
        return;
    enum Choice { Cancel, Shortly, UntilUnblocked };
    Question question;
    question.name = QStringLiteral("blockQuestion");
    question.icon = QStringLiteral("block-address");
    question.heading = Words::tr("Block %1 for 10 minutes or until you unblock it?").arg(address);
    question.text = Words::tr("Its open connections end now.");
    question.answers = {
        {Words::tr("Cancel"), Question::Role::Cancel},
        {Words::tr("10 minutes"), Question::Role::Safe},
        {Words::tr("Until I unblock"), Question::Role::Drastic},
    };
    parts.dialogs.ask(parent, question, [&sharing = parts.sharing, host](qsizetype answer) {
        if (answer == Shortly)
            sharing.blockFor(host, std::chrono::minutes(10));
        else if (answer == UntilUnblocked)
            sharing.block(host);
    });
}

} // namespace sallyport
