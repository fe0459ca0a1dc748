#include "core/auth/generated_password.h"

#include "core/auth/word_list.h"

#include <sodium.h>

namespace sallyport {

namespace {

constexpr int words = 3;
constexpr quint32 numbers = 10'000;

// How many passwords there are; a double keeps more than enough of it.
constexpr double passwords()
{
    double count = numbers;
    for (int i = 0; i < words; ++i)
        count *= double(passwordWords.size());
    return count;
}
static_assert(passwords() >= double(quint64(1) << 40), "a password has at least 40 bits");

} // namespace

QByteArray generatedPassword()
{
    if (sodium_init() < 0)
        qFatal("libsodium cannot be started");
    QByteArray password;
    for (int i = 0; i < words; ++i) {
        password += passwordWords[randombytes_uniform(static_cast<quint32>(passwordWords.size()))];
        password += '-';
    }
    return password + QByteArray::number(randombytes_uniform(numbers)).rightJustified(4, '0');
}

} // namespace sallyport
