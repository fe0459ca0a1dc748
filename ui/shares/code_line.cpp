#include "ui/shares/code_line.h"

#include "ui/widgets/buttons.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace sallyport {

namespace {

// An RSA key would fill a dialog; beyond these the text scrolls. Copy takes all of it.
constexpr int mostLines = 5;

} // namespace

CodeText::CodeText(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
    restyle();
}

void CodeText::setCode(const QString& code)
{
    if (toPlainText() == code)
        return;
    setPlainText(code);
    fit();
}

QSize CodeText::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, neededHeight()};
}

QSize CodeText::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 16, neededHeight()};
}

void CodeText::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange
        || event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange)
        restyle();
}

void CodeText::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fit(); // other breaks, another height
}

void CodeText::restyle()
{
    if (m_styling)
        return;
    m_styling = true; // setPalette() announces itself
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(theme::font(theme::Type::Body).pointSizeF());
    setFont(font);
    QPalette colours = palette();
    colours.setColor(QPalette::Base, Qt::transparent);
    colours.setColor(QPalette::Text, theme::color(theme::Tint::Text));
    setPalette(colours);
    viewport()->setAutoFillBackground(false);
    m_styling = false;
    fit();
}

int CodeText::neededHeight() const
{
    return std::clamp(lines(), 1, mostLines) * fontMetrics().lineSpacing() + 2;
}

int CodeText::lines() const
{
    int all = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        blockBoundingRect(block); // lays it out, where that is still to do
        all += std::max(1, block.layout()->lineCount());
    }
    return all;
}

// A bar takes room and so makes more lines: it is there only for what is too long anyway.
void CodeText::fit()
{
    setVerticalScrollBarPolicy(lines() > mostLines ? Qt::ScrollBarAsNeeded
                                                   : Qt::ScrollBarAlwaysOff);
    updateGeometry();
}

CodeLine::CodeLine(const QString& name, const QString& code, QWidget* parent)
    : Card(parent)
    , m_text(new CodeText)
{
    m_text->setObjectName(QStringLiteral("code"));
    m_text->setAccessibleName(name);
    m_text->setCode(code);
    auto* copy = iconButton(QStringLiteral("copy"), tr("Copy"));
    copy->setObjectName(QStringLiteral("copyCode"));
    copy->setAccessibleName(tr("Copy: %1").arg(name));
    new CopyAction(*copy, [this] { return this->code(); });

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::rowGap + 2, theme::pairGap + 2, theme::pairGap + 2,
                               theme::pairGap + 2);
    layout->setSpacing(theme::gap);
    layout->addWidget(m_text, 1, Qt::AlignVCenter);
    layout->addWidget(copy, 0, Qt::AlignTop);
}

void CodeLine::setCode(const QString& code)
{
    m_text->setCode(code);
}

QString CodeLine::code() const
{
    return m_text->toPlainText();
}

} // namespace sallyport

#include "moc_code_line.cpp"
