// The words of the window in the language of the desktop: ours, and those of Qt's own dialogs.
//
// Threads: the main thread, before the first widget.
#pragma once

class QCoreApplication;
class QLocale;

namespace sallyport {

void installTranslations(QCoreApplication& application);                        // of QLocale()
void installTranslations(QCoreApplication& application, const QLocale& locale); // and makes it so

} // namespace sallyport
