// The list of pictures. Adding one is adding an entry to catalogue(): its name, what there is to
// see in it, and how to get there. Entries of one set share a scene and a window, and are taken in
// order.
//
// Threads: the main thread.
#pragma once

#include "tests/shots/scene.h"
#include "ui/window/main_window.h"

#include <QList>

#include <functional>

namespace sallyport::shots {

enum class Set {
    Empty,    // nothing was ever shared
    Typical,  // four folders, five people, three of them connected
    Troubled, // empty pages, a folder that is gone, a port in use
    Damaged,  // settings that cannot be read
    Crowded,  // 50 folders, 40 people, 100,000 rows
};

struct Shot {
    const char* name;
    Set set;
    // What to take a picture of: the window itself, or a dialog, which is closed afterwards.
    std::function<QWidget*(Scene& scene, MainWindow& window)> take;
};

const QList<Shot>& catalogue();
void prepare(Set set, Scene& scene);

} // namespace sallyport::shots
