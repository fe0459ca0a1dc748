#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleOption>

#include <algorithm>
#include <array>
#include <cmath>

namespace sallyport::theme {

namespace {

// WCAG's minimum for text. Secondary text aims a little higher, because it is small.
constexpr double readable = 4.5;
constexpr double readableQuiet = 4.6;
constexpr double comfortable = 7; // of the text on a selection: softer colours stand there too

constexpr std::size_t tints = static_cast<std::size_t>(Tint::ProblemSurface) + 1;
using Colors = std::array<QColor, tints>;

std::size_t at(Tint tint)
{
    return static_cast<std::size_t>(tint);
}

QColor blend(const QColor& over, const QColor& under, double amount)
{
    const auto mix = [&](float a, float b) {
        return static_cast<float>(static_cast<double>(a) * amount
                                  + static_cast<double>(b) * (1 - amount));
    };
    return QColor::fromRgbF(mix(over.redF(), under.redF()), mix(over.greenF(), under.greenF()),
                            mix(over.blueF(), under.blueF()));
}

double luminance(const QColor& color)
{
    const auto linear = [](float part) {
        const auto value = static_cast<double>(part);
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double worst(const QColor& text, std::initializer_list<QColor> surfaces)
{
    double least = 21;
    for (const QColor& surface : surfaces)
        least = std::min(least, contrast(text, surface));
    return least;
}

// `text`, moved towards the palette's own text until it can be read on all of the surfaces.
QColor readableOn(const QColor& text, const QColor& strongest,
                  std::initializer_list<QColor> surfaces, double least)
{
    QColor result = text;
    for (double amount = 0.05; amount <= 1 && worst(result, surfaces) < least; amount += 0.05)
        result = blend(strongest, text, amount);
    return result;
}

void addSurfaces(Colors& colors, const QPalette& palette, bool dark)
{
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    const QColor highlight = palette.color(QPalette::Active, QPalette::Highlight);
    const QColor card =
        dark ? blend(Qt::white, window, 0.045) : palette.color(QPalette::Active, QPalette::Base);
    colors[at(Tint::Card)] = card;
    colors[at(Tint::Sidebar)] = blend(text, window, 0.035);
    colors[at(Tint::Hover)] = blend(text, window, 0.07);
    colors[at(Tint::Track)] = blend(text, window, 0.14);
    colors[at(Tint::Line)] = blend(text, window, 0.17);
    // As much of the highlight as leaves the text on it at its ease: a yellow one has to be thin.
    double share = dark ? 0.26 : 0.11;
    while (share > 0.02 && contrast(text, blend(highlight, card, share)) < comfortable)
        share -= 0.02;
    colors[at(Tint::AccentSurface)] = blend(highlight, card, share);
    colors[at(Tint::GoodSurface)] = dark ? QColor(0x18331f) : QColor(0xe6f4ea);
    colors[at(Tint::AttentionSurface)] = dark ? QColor(0x3a2f14) : QColor(0xfff3d3);
    colors[at(Tint::ProblemSurface)] = dark ? QColor(0x442123) : QColor(0xfdeaea);
}

// Who asks for high contrast gets the system's two surfaces and lines as strong as its text.
void addPlainSurfaces(Colors& colors, const QPalette& palette)
{
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    colors.fill(palette.color(QPalette::Active, QPalette::Window));
    for (const Tint tint : {Tint::Card, Tint::AccentSurface, Tint::GoodSurface,
                            Tint::AttentionSurface, Tint::ProblemSurface})
        colors[at(tint)] = base;
    colors[at(Tint::Line)] = palette.color(QPalette::Active, QPalette::WindowText);
}

void addTexts(Colors& colors, const QPalette& palette, bool dark)
{
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    const QColor onAccent = palette.color(QPalette::Active, QPalette::HighlightedText);
    const QColor card = colors[at(Tint::Card)];
    const QColor selected = colors[at(Tint::AccentSurface)];
    const QColor sidebar = colors[at(Tint::Sidebar)];
    const QColor hover = colors[at(Tint::Hover)];

    const QColor accent = palette.color(QPalette::Active, QPalette::Highlight);
    const QColor away = luminance(onAccent) > luminance(accent) ? Qt::black : Qt::white;
    colors[at(Tint::Accent)] = readableOn(accent, away, {onAccent}, readable);
    colors[at(Tint::OnAccent)] = onAccent;
    colors[at(Tint::Text)] = text;
    // Qt's own blue says that no desktop has chosen a colour for links.
    const QColor link = palette.color(QPalette::Active, QPalette::Link);
    colors[at(Tint::AccentText)] = readableOn(link == QColor(Qt::blue) ? accent : link, text,
                                              {card, window, sidebar, selected}, readable);
    const auto own = [&](Tint tint, Tint surface, QRgb light, QRgb night) {
        colors[at(tint)] =
            readableOn(QColor(dark ? night : light), text,
                       {card, window, sidebar, selected, colors[at(surface)]}, readable);
    };
    own(Tint::Good, Tint::GoodSurface, 0x1a7037, 0x57c47a);
    own(Tint::Attention, Tint::AttentionSurface, 0x855700, 0xe6b450);
    own(Tint::Problem, Tint::ProblemSurface, 0xb8232f, 0xff8a85);

    double amount = 0.66;
    while (amount < 1
           && worst(blend(text, window, amount), {hover, card, selected}) < readableQuiet)
        amount += 0.02;
    colors[at(Tint::Quiet)] =
        isHighContrast(palette) ? text : blend(text, window, std::min(amount, 1.0));
}

Colors derived(const QPalette& palette)
{
    const bool dark = isDark(palette);
    Colors colors;
    if (isHighContrast(palette))
        addPlainSurfaces(colors, palette);
    else
        addSurfaces(colors, palette, dark);
    addTexts(colors, palette, dark);
    return colors;
}

// Fusion draws empty check boxes and radio buttons below 3:1 in the dark: this adds the outline.
class Outlined final : public QProxyStyle {
public:
    Outlined()
        : QProxyStyle(QStringLiteral("fusion"))
    {
    }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override
    {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        const bool box =
            element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
        if (!box && element != PE_IndicatorRadioButton)
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(color(Tint::Quiet, option->palette));
        painter->setBrush(Qt::NoBrush);
        const QRectF edge = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
        if (box)
            painter->drawRoundedRect(edge, 2, 2);
        else
            painter->drawEllipse(edge.adjusted(0.5, 0.5, -0.5, -0.5));
        painter->restore();
    }
};

} // namespace

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::Active, QPalette::Window))
        < luminance(palette.color(QPalette::Active, QPalette::WindowText));
}

bool isHighContrast(const QPalette& palette)
{
    // Black on white is 21; ordinary themes keep their windows a little grey.
    constexpr double extreme = 19.5;
    return contrast(palette.color(QPalette::Active, QPalette::Window),
                    palette.color(QPalette::Active, QPalette::WindowText))
        > extreme
        && contrast(palette.color(QPalette::Active, QPalette::Base),
                    palette.color(QPalette::Active, QPalette::Text))
        > extreme;
}

QColor color(Tint tint)
{
    return color(tint, QGuiApplication::palette());
}

QColor color(Tint tint, const QPalette& palette)
{
    // Painting asks for the same palette thousands of times.
    struct Derived {
        qint64 of = 0;
        Colors colors;
    };
    static Derived last;
    if (last.of != palette.cacheKey())
        last = {palette.cacheKey(), derived(palette)};
    return last.colors[at(tint)];
}

double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QFont font(Type type, Weight weight)
{
    constexpr std::array scales = {1.6, 1.35, 1.15, 1.0, 0.9, 1.35};
    constexpr double smallestPoints = 8.5;
    const QFont base = QApplication::font();
    const double scale = scales[static_cast<std::size_t>(type)];
    QFont result = type == Type::Link ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : base;
    if (base.pointSizeF() > 0)
        result.setPointSizeF(std::max(base.pointSizeF() * scale, smallestPoints));
    else
        result.setPixelSize(std::max(static_cast<int>(base.pixelSize() * scale), 11));
    result.setWeight(weight == Weight::Bold ? QFont::DemiBold : QFont::Normal);
    return result;
}

void install()
{
    if (QApplication::style()->name() == QLatin1String("fusion"))
        QApplication::setStyle(new Outlined);
}

} // namespace sallyport::theme
