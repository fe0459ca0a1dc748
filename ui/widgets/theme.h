// The look of the window: colours derived from the system's palette, the few that are ours, type
// and measures. Nothing else in ui/ names a colour, a font or a distance.
//
// Threads: the main thread. Pure functions of palette and application font; a widget that paints
// with them asks anew in each paintEvent, so it follows QEvent::PaletteChange by itself.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace sallyport::theme {

enum class Tint {
    Text,
    Quiet, // secondary text
    Accent,
    OnAccent,
    AccentText,
    AccentSurface, // fill; text on it; text and lines; selection
    Card,
    Sidebar,
    Hover,
    Track,
    Line,
    Good,
    Attention,
    Problem, // ours
    GoodSurface,
    AttentionSurface,
    ProblemSurface,
};

bool isDark(const QPalette& palette);
bool isHighContrast(const QPalette& palette);
QColor color(Tint tint); // of the application's palette
QColor color(Tint tint, const QPalette& palette);
double contrast(const QColor& a, const QColor& b); // WCAG 2.1, 1 to 21

enum class Type { Title, Question, Heading, Body, Small, Link }; // Link: in the fixed font
enum class Weight { Normal, Bold };                              // Bold is DemiBold
QFont font(Type type, Weight weight = Weight::Normal);

// Device-independent pixels.
constexpr int pairGap = 4, gap = 8, rowGap = 12, block = 16, margin = 24, narrowMargin = 16;
constexpr int control = 32, headerControl = 40, tableRow = 34, tallRow = 60, shareRow = 56,
              pageRow = 36, tableHeader = 34, progressBar = 6, tile = 60;
constexpr int toolBar = 48, sidebar = 236, narrowSidebar = 60, statusBar = 28, narrowBelow = 860;
constexpr int cardRadius = 8, rowRadius = 6, buttonRadius = 4;

// Sets Outlined over the running style (only Fusion needs it). Call once, in main().
void install();

} // namespace sallyport::theme
