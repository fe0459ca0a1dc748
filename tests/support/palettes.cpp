#include "tests/support/palettes.h"

#include <initializer_list>
#include <utility>

namespace sallyport::test {

namespace {

using Colors = std::initializer_list<std::pair<QPalette::ColorRole, QRgb>>;

QPalette made(const Colors& colors, QRgb disabled)
{
    QPalette palette;
    for (const auto& [role, color] : colors)
        palette.setColor(role, QColor(color));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(disabled));
    QColor placeholder = palette.color(QPalette::Text);
    placeholder.setAlphaF(0.62F);
    palette.setColor(QPalette::PlaceholderText, placeholder);
    return palette;
}

} // namespace

QPalette lightPalette()
{
    return made({{QPalette::Window, 0xf1f2f4},
                 {QPalette::WindowText, 0x1f2328},
                 {QPalette::Base, 0xffffff},
                 {QPalette::AlternateBase, 0xf7f8fa},
                 {QPalette::Text, 0x1f2328},
                 {QPalette::Button, 0xf7f8f9},
                 {QPalette::ButtonText, 0x1f2328},
                 {QPalette::ToolTipBase, 0x2b2f36},
                 {QPalette::ToolTipText, 0xf1f2f4},
                 {QPalette::Highlight, 0x2a66b8},
                 {QPalette::HighlightedText, 0xffffff},
                 {QPalette::Link, 0x1f5fb0},
                 {QPalette::Light, 0xffffff},
                 {QPalette::Midlight, 0xe6e8eb},
                 {QPalette::Mid, 0xb9bec6},
                 {QPalette::Dark, 0x9aa1ab},
                 {QPalette::Shadow, 0x767c85},
                 {QPalette::BrightText, 0xffffff}},
                0x888b8e);
}

QPalette darkPalette()
{
    return made({{QPalette::Window, 0x25282d},
                 {QPalette::WindowText, 0xe4e7eb},
                 {QPalette::Base, 0x1c1e22},
                 {QPalette::AlternateBase, 0x212429},
                 {QPalette::Text, 0xe4e7eb},
                 {QPalette::Button, 0x32363c},
                 {QPalette::ButtonText, 0xe4e7eb},
                 {QPalette::ToolTipBase, 0xe4e7eb},
                 {QPalette::ToolTipText, 0x25282d},
                 {QPalette::Highlight, 0x2f6cc0},
                 {QPalette::HighlightedText, 0xffffff},
                 {QPalette::Link, 0x7db4f5},
                 {QPalette::Light, 0x43484f},
                 {QPalette::Midlight, 0x383c43},
                 {QPalette::Mid, 0x17191c},
                 {QPalette::Dark, 0x141619},
                 {QPalette::Shadow, 0x0b0c0e},
                 {QPalette::BrightText, 0xffffff}},
                0x85888c);
}

QPalette contrastPalette()
{
    return made({{QPalette::Window, 0x000000},
                 {QPalette::WindowText, 0xffffff},
                 {QPalette::Base, 0x000000},
                 {QPalette::AlternateBase, 0x000000},
                 {QPalette::Text, 0xffffff},
                 {QPalette::Button, 0x000000},
                 {QPalette::ButtonText, 0xffffff},
                 {QPalette::Highlight, 0x1aebff},
                 {QPalette::HighlightedText, 0x000000},
                 {QPalette::Link, 0xffff00}},
                0x3ff23f);
}

} // namespace sallyport::test
