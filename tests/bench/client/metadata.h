// STATs and listings.
#pragma once

#include "client/options.h"
#include "client/requests.h"
#include "client/result.h"

namespace sallyport::bench {

// STATs of options.path, or in turn of its first options.files numbered files; the size must be
// options.size. With options.pause one at a time, that far apart.
Result askAttributes(Requests& requests, const Options& options);

// Lists options.path, one READDIR at a time as OpenSSH's sftp does. The names go to
// options.output, one a line, where there is one.
Result listFolder(Requests& requests, const Options& options);

} // namespace sallyport::bench
