#include "node/base/memory.h"

#include <malloc.h>

// gperftools, malloc_extension_c.h; nullptr in a program without tcmalloc.
extern "C" void MallocExtension_ReleaseFreeMemory() __attribute__((weak));

namespace lightship::base {

void ReturnFreedMemory() {
  if (MallocExtension_ReleaseFreeMemory == nullptr) {
    malloc_trim(0);
  } else {
    MallocExtension_ReleaseFreeMemory();
  }
}

}  // namespace lightship::base
