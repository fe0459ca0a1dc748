#include "core/fs/name_converter.h"

#include <iconv.h>

#include <array>
#include <cerrno>

namespace sallyport {

namespace {

constexpr char prefix[] = "%utf8-";

// One direction of iconv(3).
class Conversion {
public:
    Conversion(const QByteArray& to, const QByteArray& from)
        : m_handle(iconv_open(to.constData(), from.constData()))
    {
    }
    ~Conversion()
    {
        if (isOpen())
            iconv_close(m_handle);
    }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;

    // POSIX: what iconv_open() returns when it fails is (iconv_t)-1.
    bool isOpen() const { return m_handle != reinterpret_cast<iconv_t>(std::intptr_t(-1)); }

    // Empty where a character has no exact counterpart.
    std::optional<QByteArray> convert(QByteArray text) const
    {
        iconv(m_handle, nullptr, nullptr, nullptr, nullptr);
        QByteArray result;
        char* in = text.data();
        auto inLeft = std::size_t(text.size());
        std::array<char, 256> buffer;
        for (;;) {
            char* out = buffer.data();
            std::size_t outLeft = buffer.size();
            // The last call, without input, gives what iconv kept back to join it with what
            // follows.
            const bool last = inLeft == 0;
            const std::size_t inexact =
                iconv(m_handle, last ? nullptr : &in, &inLeft, &out, &outLeft);
            if (inexact == std::size_t(-1) ? errno != E2BIG : inexact > 0)
                return std::nullopt;
            result.append(buffer.data(), out - buffer.data());
            if (last)
                return result;
        }
    }

private:
    const iconv_t m_handle;
};

} // namespace

struct NameConverter::Tables {
    Conversion toUtf8, fromUtf8;
};

NameConverter::NameConverter(QString charset, std::unique_ptr<Tables> tables)
    : m_charset(std::move(charset))
    , m_tables(std::move(tables))
{
}

NameConverter::~NameConverter() = default;

bool NameConverter::isUtf8(const QString& charset)
{
    return charset.isEmpty() || charset.compare(QStringLiteral("UTF-8"), Qt::CaseInsensitive) == 0
        || charset.compare(QStringLiteral("UTF8"), Qt::CaseInsensitive) == 0;
}

Result<std::unique_ptr<NameConverter>> NameConverter::create(const QString& charset)
{
    const Error unknown{ErrorCode::InvalidArgument,
                        QStringLiteral("The charset %1 is not known").arg(charset)};
    const Error unfit{ErrorCode::InvalidArgument,
                      QStringLiteral("The charset %1 cannot be used for names").arg(charset)};
    // "/" and "," would begin options of iconv_open().
    const QByteArray name = charset.toLatin1();
    if (QString::fromLatin1(name) != charset || name.contains('/') || name.contains(','))
        return unknown;
    auto tables = std::unique_ptr<Tables>(new Tables{{"UTF-8", name}, {name, "UTF-8"}});
    if (!tables->toUtf8.isOpen() || !tables->fromUtf8.isOpen())
        return unknown;

    const QByteArray ascii = "/.-_ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%";
    if (tables->fromUtf8.convert(ascii) != ascii || tables->toUtf8.convert(ascii) != ascii)
        return unfit;
    for (const char16_t character : u"äñßąőшБאعΔกあ漢가") {
        const auto bytes = tables->fromUtf8.convert(QString(QChar(character)).toUtf8());
        if (character != 0 && bytes && (bytes->isEmpty() || uchar(bytes->front()) < 0x80))
            return unfit;
    }
    return std::unique_ptr<NameConverter>(new NameConverter(charset, std::move(tables)));
}

QByteArray NameConverter::toClient(const QByteArray& name) const
{
    if (!name.startsWith(prefix)) {
        const auto text = m_tables->fromUtf8.convert(name);
        if (text && fromClient(*text) == name)
            return *text;
    }
    return prefix + name.toPercentEncoding(" ");
}

std::optional<QByteArray> NameConverter::fromClient(const QByteArray& name) const
{
    std::optional<QByteArray> result;
    if (name.startsWith(prefix)) {
        result = QByteArray::fromPercentEncoding(name.sliced(qsizetype(sizeof prefix) - 1));
        // One form only, so that no name has two.
        if (toClient(*result) != name)
            return std::nullopt;
    } else {
        result = m_tables->toUtf8.convert(name);
    }
    // However it came about: what a path is made of is no name.
    if (result
        && (result->isEmpty() || *result == "." || *result == ".." || result->contains('/')
            || result->contains('\0')))
        return std::nullopt;
    return result;
}

} // namespace sallyport
