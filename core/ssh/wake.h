// Wake is a descriptor that ends a wait in poll(): any thread calls wake(), the waiting one drains.
//
// Threads: wake() from any; the rest from the waiting one.
#pragma once

#include "core/ssh/descriptor.h"

namespace sallyport::ssh {

class Wake {
public:
    Wake(); // may fail for want of descriptors: see isValid()
    bool isValid() const { return bool(m_descriptor); }
    int descriptor() const { return m_descriptor.get(); } // readable once woken
    void wake() noexcept;
    void drain() noexcept;

private:
    Descriptor m_descriptor;
};

} // namespace sallyport::ssh
