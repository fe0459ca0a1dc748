// The one name of this program on a desktop: of its desktop file, its icons, its autostart entry
// and its place on the session bus.
//
// Threads: a constant.
#pragma once

namespace sallyport {

constexpr auto applicationId = "io.github.sallyport.Sallyport";

} // namespace sallyport
