// A look is how a whole set of pictures is taken: palette, scale, language, width. Each is a
// process of its own, because scale and language are chosen before there is a window.
//
// Threads: plain values.
#pragma once

#include <QList>
#include <QSize>
#include <QString>

namespace sallyport::shots {

struct Look {
    const char* name;
    bool dark = false;
    const char* scale = "1";
    const char* language = "en";
    const char* font = "Noto Sans";
    double points = 10;
    QSize window{1100, 720};
    bool isGerman() const { return *language == 'd'; }
};

const QList<Look>& looks();
// Environment and fonts for it; before, and after, there is an application.
void prepare(const Look& look);
void put(const Look& look);

} // namespace sallyport::shots
