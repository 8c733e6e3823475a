#include "client/console/session.h"

#include "absl/strings/str_format.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::console {
namespace {

constexpr size_t kTokenBytes = 16;
constexpr size_t kKeyBytes = 32;
constexpr uint64_t kCodes = 1'000'000;

// Takes as long for any two texts of these lengths.
bool Same(absl::string_view one, absl::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned char differs = 0;
  for (size_t i = 0; i < one.size(); ++i) {
    differs |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
  }
  return differs == 0;
}

// 64 bits modulo a million favour no code by more than one in 10^13.
std::string MakeCode(base::Entropy& entropy) {
  return absl::StrFormat("%06d", base::ReadBigEndian64(entropy.Bytes(8)) % kCodes);
}

absl::Status Unauthenticated(absl::string_view reason, absl::string_view message) {
  return base::Error(absl::StatusCode::kUnauthenticated, reason, message);
}

}  // namespace

Session::Session(base::Entropy& entropy, absl::Duration idle)
    : entropy_(entropy), idle_(idle), unlock_code_(MakeCode(entropy)) {}

std::string Session::NewToken(absl::Time now) {
  token_ = base::Hex(entropy_.Bytes(kTokenBytes));
  token_made_ = now;
  return token_;
}

absl::StatusOr<std::string> Session::Open(absl::string_view token, absl::Time now) {
  const bool in_time = now < token_made_ + kTokenLives;
  if (token_.empty() || !Same(token, token_) || !in_time) {
    return Unauthenticated(base::reason::kBadToken,
                           "this link has been used, or is too old; the terminal prints another");
  }
  token_.clear();
  key_ = base::Hex(entropy_.Bytes(kKeyBytes));
  ++number_;
  last_input_ = now;
  locked_ = false;
  wrong_codes_ = 0;
  return key_;
}

absl::Status Session::CheckKey(absl::string_view key) const {
  if (!key_.empty() && Same(key, key_)) return absl::OkStatus();
  return Unauthenticated(base::reason::kNoSession,
                         "no session; open the console by the link that the terminal prints");
}

absl::Status Session::Check(absl::string_view key, absl::Time now) {
  RETURN_IF_ERROR(CheckKey(key));
  if (!Locked(now)) return absl::OkStatus();
  return Unauthenticated(base::reason::kLocked, "the console is locked");
}

void Session::Active(absl::Time now) {
  if (!Locked(now)) last_input_ = now;
}

bool Session::Locked(absl::Time now) {
  if (idle_ > absl::ZeroDuration() && IdleFor(now) >= idle_) locked_ = true;
  return locked_;
}

absl::Status Session::Unlock(absl::string_view code, absl::Time now) {
  if (Same(code, unlock_code_)) {
    locked_ = false;
    last_input_ = now;
    wrong_codes_ = 0;
    return absl::OkStatus();
  }
  if (++wrong_codes_ >= kWrongCodes) {
    key_.clear();
    ++number_;
    return Unauthenticated(base::reason::kNoSession,
                           "too many wrong codes; open the console by a new link from the terminal");
  }
  return base::Error(absl::StatusCode::kPermissionDenied, base::reason::kWrongCode,
                     "this is not the unlock code");
}

}  // namespace lightship::console
