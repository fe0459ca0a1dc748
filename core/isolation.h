// Isolation is the second wall around a connection: the kernel keeps its thread inside the shares
// of the account that logged in. The first wall is Sallyport's own and always there.
#pragma once

namespace sallyport {

enum class Isolation {
    Active,
    NotAvailable, // this kernel has no Landlock, an old one, or one that does not hold
};

// Tried out once, on a thread of its own; then remembered. Any thread.
Isolation isolation();

} // namespace sallyport
