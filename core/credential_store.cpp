#include "core/credential_store.h"

namespace sallyport {

QString passwordKey(const AccountId& account)
{
    return QStringLiteral("password/") + QString::fromLatin1(account.value);
}

} // namespace sallyport

#include "moc_credential_store.cpp"
