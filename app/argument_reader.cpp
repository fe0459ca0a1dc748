#include "app/argument_reader.h"

#include "core/escape.h"
#include "core/nearest.h"

#include <QSet>

#include <optional>

namespace sallyport {

namespace {

Error usage(const QString& message)
{
    return {ErrorCode::InvalidArgument, message};
}

QString nameOf(const Option& option)
{
    return *option.name ? QStringLiteral("--") + QLatin1String(option.name)
                        : QStringLiteral("-") + QLatin1Char(option.letter);
}

class Reader {
public:
    Reader(const QList<QByteArray>& arguments, const QList<Option>& options)
        : m_arguments(arguments)
        , m_options(options)
    {
    }

    Result<QList<QByteArray>> read()
    {
        QList<QByteArray> others;
        while (m_next < m_arguments.size()) {
            const QByteArray& argument = m_arguments[m_next++];
            if (argument == "--") {
                others += m_arguments.mid(m_next);
                break;
            }
            Result<void> taken;
            if (argument.startsWith("--"))
                taken = takeLong(argument.mid(2));
            else if (argument.size() > 1 && argument.startsWith('-'))
                taken = takeShort(argument.mid(1));
            else
                others.append(argument);
            if (!taken)
                return taken.error();
        }
        return others;
    }

private:
    Result<void> takeLong(const QByteArray& argument)
    {
        const qsizetype equals = argument.indexOf('=');
        const QByteArray name = argument.left(equals < 0 ? argument.size() : equals);
        for (const Option& option : m_options) {
            if (name == option.name && !name.isEmpty())
                return take(option,
                            equals < 0 ? std::nullopt : std::optional(argument.mid(equals + 1)));
        }
        QStringList known;
        for (const Option& option : m_options) {
            if (*option.name)
                known.append(nameOf(option));
        }
        const QString shownName = shownArgument("--" + name);
        return usage(known.isEmpty() ? QStringLiteral("There is no option %1").arg(shownName)
                                     : QStringLiteral("There is no option %1; the nearest is %2")
                                           .arg(shownName, nearestWord(shownName, known)));
    }

    Result<void> takeShort(const QByteArray& letters)
    {
        for (qsizetype i = 0; i < letters.size(); ++i) {
            const Option* found = nullptr;
            for (const Option& option : m_options) {
                if (option.letter == letters[i])
                    found = &option;
            }
            if (!found)
                return usage(QStringLiteral("There is no option %1")
                                 .arg(shownArgument('-' + letters.mid(i, 1))));
            if (found->value) {
                const QByteArray rest = letters.mid(i + 1);
                return take(*found, rest.isEmpty() ? std::nullopt : std::optional(rest));
            }
            if (auto taken = take(*found, std::nullopt); !taken)
                return taken;
        }
        return {};
    }

    Result<void> take(const Option& option, std::optional<QByteArray> value)
    {
        const QString name = nameOf(option);
        if (!option.value && value)
            return usage(QStringLiteral("%1 takes no value").arg(name));
        if (!option.value)
            return option.take({});
        if (!value) {
            if (m_next >= m_arguments.size())
                return usage(
                    QStringLiteral("%1 needs a value: %2").arg(name, QLatin1String(option.value)));
            value = m_arguments[m_next++];
        }
        if (option.times == Option::Times::Once && m_seen.contains(name))
            return usage(QStringLiteral("%1 is given twice").arg(name));
        m_seen.insert(name);
        return option.take(*value);
    }

    const QList<QByteArray>& m_arguments;
    const QList<Option>& m_options;
    qsizetype m_next = 0;
    QSet<QString> m_seen;
};

} // namespace

Result<QList<QByteArray>> readArguments(const QList<QByteArray>& arguments,
                                        const QList<Option>& options)
{
    return Reader(arguments, options).read();
}

QString shownArgument(const QByteArray& argument)
{
    const QString text = escaped(argument);
    return text.size() > 100 ? text.left(97) + QStringLiteral("...") : text;
}

} // namespace sallyport
