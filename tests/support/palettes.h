// The palettes of three desktops, for tests of what is painted: light, dark, high contrast.
//
// Threads: plain values.
#pragma once

#include <QPalette>

namespace sallyport::test {

QPalette lightPalette();
QPalette darkPalette();
QPalette contrastPalette(); // white on black

} // namespace sallyport::test
