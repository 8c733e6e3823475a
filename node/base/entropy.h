// The only source of randomness.
#ifndef LIGHTSHIP_NODE_BASE_ENTROPY_H_
#define LIGHTSHIP_NODE_BASE_ENTROPY_H_

#include <cstddef>
#include <string>

namespace lightship::base {

class Entropy {
 public:
  virtual ~Entropy() = default;
  // `size` random bytes. Thread-safe.
  virtual std::string Bytes(size_t size) = 0;
};

// getrandom(2). Ends the process if the kernel gives none: going on without entropy is worse.
class SystemEntropy final : public Entropy {
 public:
  std::string Bytes(size_t size) override;
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_ENTROPY_H_
