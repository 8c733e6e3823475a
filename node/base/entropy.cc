#include "node/base/entropy.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace lightship::base {

std::string SystemEntropy::Bytes(size_t size) {
  std::string bytes(size, '\0');
  size_t filled = 0;
  while (filled < size) {
    ssize_t got = getrandom(bytes.data() + filled, size - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      std::perror("lightship: the kernel gives no random bytes: getrandom");
      std::abort();
    }
    filled += static_cast<size_t>(got);
  }
  return bytes;
}

}  // namespace lightship::base
