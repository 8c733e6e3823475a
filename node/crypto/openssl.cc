#include "node/crypto/openssl.h"

#include <openssl/crypto.h>
#include <openssl/err.h>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::crypto {
namespace {

// OpenSSL would clean up when main ends, under the feet of gRPC's threads, which may outlive it (grpc/grpc#42608). This must be
// the first that OpenSSL hears in the process.
[[maybe_unused]] const int kNoCleanupAtExit = OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);

}  // namespace

ErrorScope::ErrorScope() { ERR_set_mark(); }

ErrorScope::~ErrorScope() { ERR_pop_to_mark(); }

std::string ErrorScope::Text() const {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason == nullptr ? "no reason given by OpenSSL" : reason;
}

absl::Status ErrorScope::Malformed(absl::string_view what) const {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat(what, ": ", Text()));
}

absl::Status ErrorScope::Internal(absl::string_view what) const {
  return absl::InternalError(absl::StrCat(what, ": ", Text()));
}

OwnedBio ReadFrom(absl::string_view text) {
  // An empty view may have no address, which OpenSSL does not take.
  const char* start = text.empty() ? "" : text.data();
  return OwnedBio(BIO_new_mem_buf(start, static_cast<int>(text.size())));
}

std::string Contents(BIO* bio) {
  char* data = nullptr;
  long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<size_t>(size)) : std::string();
}

}  // namespace lightship::crypto
