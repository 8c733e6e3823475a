#include "node/app/memory.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <fstream>

// Of tcmalloc (gperftools/malloc_extension_c.h), which only the program is linked with.
extern "C" {
__attribute__((weak)) int MallocExtension_GetNumericProperty(const char* property, size_t* value);
__attribute__((weak)) void MallocExtension_ReleaseFreeMemory();
}

namespace lightship::app {
namespace {

constexpr char kRoot[] = "/sys/fs/cgroup";

// The line of the one hierarchy of version 2: "0::/system.slice/lightshipd.service". A container sees itself as "/".
std::string GroupOf(const std::string& membership) {
  std::ifstream file(membership);
  std::string line;
  while (std::getline(file, line)) {
    if (line.rfind("0::/", 0) == 0) return line.substr(3);
  }
  return "/";
}

// Taking it from the system again costs more than a little of it is worth.
constexpr size_t kMuchBytes = size_t{32} << 20;

}  // namespace

uint64_t WithinControlGroups(uint64_t memory, const std::string& membership, const std::string& root) {
  std::string group = GroupOf(membership);
  while (true) {
    std::ifstream file(root + group + "/memory.max");
    uint64_t most = 0;  // or the word "max"
    if (file >> most) memory = std::min(memory, most);
    if (group.empty()) return memory;
    group.resize(group.rfind('/'));
  }
}

uint64_t MemoryThereIs() {
  const auto machine = static_cast<uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  return WithinControlGroups(machine, "/proc/self/cgroup", kRoot);
}

void ReturnFreeMemory() {
  size_t free = 0;
  if (MallocExtension_GetNumericProperty == nullptr || MallocExtension_ReleaseFreeMemory == nullptr) return;
  if (MallocExtension_GetNumericProperty("tcmalloc.pageheap_free_bytes", &free) == 0 || free < kMuchBytes) return;
  MallocExtension_ReleaseFreeMemory();
}

}  // namespace lightship::app
