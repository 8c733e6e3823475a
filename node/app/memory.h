// How much memory there is for the process.
#ifndef LIGHTSHIP_NODE_APP_MEMORY_H_
#define LIGHTSHIP_NODE_APP_MEMORY_H_

#include <cstdint>
#include <string>

namespace lightship::app {

// Least of `memory` and of memory.max of the control group that `membership` (/proc/self/cgroup) names below `root` (/sys/fs/cgroup),
// and of all groups that this one is in. Bytes.
uint64_t WithinControlGroups(uint64_t memory, const std::string& membership, const std::string& root);

// Of the machine, or what the control groups that the process is in may have, bytes.
uint64_t MemoryThereIs();

// Gives the system what the allocator holds and nobody uses, if that is much. Where the allocator is not one that can, nothing.
void ReturnFreeMemory();

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_MEMORY_H_
