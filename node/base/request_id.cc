#include "node/base/request_id.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace lightship::base {
namespace {

constexpr size_t kMostCharacters = 64;
constexpr size_t kBytes = 8;

}  // namespace

bool IsRequestId(absl::string_view text) {
  return !text.empty() && text.size() <= kMostCharacters && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
  });
}

std::string DrawRequestId(Entropy& entropy) { return absl::BytesToHexString(entropy.Bytes(kBytes)); }

}  // namespace lightship::base
