// The process's memory, as the system and the allocator have it.
#ifndef LIGHTSHIP_NODE_BASE_MEMORY_H_
#define LIGHTSHIP_NODE_BASE_MEMORY_H_

namespace lightship::base {

// Gives back to the system what the allocator keeps of freed memory: tcmalloc where the program is linked with it, else glibc's.
void ReturnFreedMemory();

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_MEMORY_H_
