#include "client/sdk/derived_entropy.h"

#include "node/base/encoding.h"
#include "node/crypto/digest.h"

namespace lightship::sdk {

std::string DerivedEntropy::Bytes(size_t size) {
  std::string bytes;
  while (bytes.size() < size) {
    std::string counter;
    base::AppendBigEndian64(blocks_++, counter);
    bytes += crypto::AsString(crypto::Sha256({seed_, counter}));
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace lightship::sdk
