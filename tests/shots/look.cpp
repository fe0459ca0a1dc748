#include "tests/shots/look.h"

#include "app/translations.h"
#include "tests/support/palettes.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFont>
#include <QLocale>

namespace sallyport::shots {

const QList<Look>& looks()
{
    static const QList<Look> all{
        {"light"},
        {"dark", true},
        {"150", false, "1.5"},
        {"german", false, "1", "de"},
        {"german-150", false, "1.5", "de"},
        {"narrow", false, "1", "en", "Noto Sans", 10, QSize(720, 720)},
        {"german-narrow", false, "1", "de", "Noto Sans", 10, QSize(720, 720)},
        {"cantarell", false, "1", "en", "Cantarell", 11},
    };
    return all;
}

void prepare(const Look& look)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", look.scale);
    qputenv("QT_STYLE_OVERRIDE", "Fusion");
}

void put(const Look& look)
{
    QFont font(QLatin1String(look.font));
    font.setPointSizeF(look.points);
    QApplication::setFont(font);
    QApplication::setPalette(look.dark ? test::darkPalette() : test::lightPalette());
    installTranslations(*QCoreApplication::instance(),
                        look.isGerman() ? QLocale(QLocale::German, QLocale::Germany)
                                        : QLocale(QLocale::English, QLocale::UnitedKingdom));
    theme::install();
}

} // namespace sallyport::shots
