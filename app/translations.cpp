#include "app/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

static void initialiseTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace sallyport {

namespace {

void install(QCoreApplication& application, const QLocale& locale, const QString& name,
             const QString& folder)
{
    auto* const translator = new QTranslator(&application);
    if (translator->load(locale, name, QStringLiteral("_"), folder))
        QCoreApplication::installTranslator(translator);
    else
        translator->deleteLater();
}

} // namespace

void installTranslations(QCoreApplication& application)
{
    installTranslations(application, QLocale());
}

void installTranslations(QCoreApplication& application, const QLocale& locale)
{
    initialiseTranslations();
    QLocale::setDefault(locale);
    install(application, locale, QStringLiteral("qtbase"),
            QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // English has its plurals in a file too, and is what every other language falls back to.
    install(application, QLocale(QLocale::English), QStringLiteral("sallyport"),
            QStringLiteral(":/translations"));
    install(application, locale, QStringLiteral("sallyport"), QStringLiteral(":/translations"));
}

} // namespace sallyport
