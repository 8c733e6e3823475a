// "Randomness" that follows from a seed, so that an import repeated makes the same statements.
#ifndef LIGHTSHIP_CLIENT_SDK_DERIVED_ENTROPY_H_
#define LIGHTSHIP_CLIENT_SDK_DERIVED_ENTROPY_H_

#include <cstdint>
#include <string>

#include "node/base/entropy.h"

namespace lightship::sdk {

// SHA-256 of the seed and a counter. Only for content that is public or whose seed is secret: who knows the seed knows the
// salts, and can then test guesses at a withheld part against its digest. For one thread.
class DerivedEntropy final : public base::Entropy {
 public:
  explicit DerivedEntropy(std::string seed) : seed_(std::move(seed)) {}
  std::string Bytes(size_t size) override;

 private:
  const std::string seed_;
  uint64_t blocks_ = 0;
};

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_DERIVED_ENTROPY_H_
