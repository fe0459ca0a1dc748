// Many small files, named 00000 and on in one folder: written and read, several in flight.
#pragma once

#include "client/options.h"
#include "client/requests.h"
#include "client/result.h"

namespace sallyport::bench {

// OPEN, WRITE, CLOSE each; the contents follow each other in the pattern.
Result storeFiles(Requests& requests, const Options& options);
// OPEN, READ, CLOSE each; into files of the same names in options.output, where there is one.
Result fetchFiles(Requests& requests, const Options& options);

std::string numberedName(const std::string& folder, std::uint64_t number);

} // namespace sallyport::bench
