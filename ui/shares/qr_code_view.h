// QrCodeView shows a link as a QR code: dark on white with its quiet zone, also in the dark, each
// module a whole number of screen pixels wide.
//
// Threads: the main thread.
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace sallyport {

class QrCodeView final : public QWidget {
    Q_OBJECT
public:
    explicit QrCodeView(QWidget* parent = nullptr);
    // Shows nothing for a text that is empty or too long for a QR code.
    void setText(const QString& text);
    const QString& text() const { return m_text; }
    bool isNull() const { return m_modules == 0; }
    // Modules of light around the code on each side.
    // Source: ISO/IEC 18004 asks for 4; readers are content with fewer, and the card around it is
    // white as well.
    static constexpr int quietZone = 3;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    int m_modules = 0;        // on one side
    std::vector<bool> m_dark; // row by row
};

} // namespace sallyport
