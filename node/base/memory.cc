#include "node/base/memory.h"

#include <malloc.h>

#include <cstddef>

// jemalloc(3); nullptr in a program without it.
extern "C" int mallctl(const char* name, void* old, size_t* old_size, void* value, size_t size) __attribute__((weak));

namespace lightship::base {

void ReturnFreedMemory() {
  if (mallctl == nullptr) {
    malloc_trim(0);
  } else {
    // "arena.<MALLCTL_ARENAS_ALL>.purge"
    mallctl("arena.4096.purge", nullptr, nullptr, nullptr, 0);
  }
}

}  // namespace lightship::base
