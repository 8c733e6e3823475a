// Golden vectors (tests/data/vectors.json), made by code that shares nothing with this project's.
#ifndef LIGHTSHIP_TESTS_SUPPORT_VECTORS_H_
#define LIGHTSHIP_TESTS_SUPPORT_VECTORS_H_

#include <fstream>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "node/base/encoding.h"
#include "node/crypto/digest.h"

namespace lightship::testing {

// The whole file. An exception, and so a failed test, when it is missing.
inline const nlohmann::json& Vectors() {
  static const nlohmann::json vectors =
      nlohmann::json::parse(std::ifstream(std::string(TEST_DATA) + "/vectors.json"));
  return vectors;
}

inline std::string Bytes(const nlohmann::json& hex) {
  return base::FromHex(hex.get<std::string>()).value();
}

inline crypto::Digest Hash(const nlohmann::json& hex) {
  return crypto::DigestFromBytes(Bytes(hex)).value();
}

inline std::vector<crypto::Digest> Hashes(const nlohmann::json& list) {
  std::vector<crypto::Digest> hashes;
  for (const nlohmann::json& hex : list) hashes.push_back(Hash(hex));
  return hashes;
}

inline std::string Text(const nlohmann::json& text) { return text.get<std::string>(); }

}  // namespace lightship::testing

#endif  // LIGHTSHIP_TESTS_SUPPORT_VECTORS_H_
