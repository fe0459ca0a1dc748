// AboutDialog says what the program is, its version and its licence.
//
// Threads: the main thread. It deletes itself when closed.
#pragma once

#include <QDialog>

namespace sallyport {

class AboutDialog final : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent);
};

} // namespace sallyport
