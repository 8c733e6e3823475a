// Reading statements and entries: bytes in, checked structure out. Nothing here believes anything: signatures are
// checked against keys that the caller trusts.
#ifndef LIGHTSHIP_NODE_STATEMENT_OPEN_H_
#define LIGHTSHIP_NODE_STATEMENT_OPEN_H_

#include <string>

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/timestamp.pb.h"
#include "lightship/v1/log.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/crypto/digest.h"
#include "node/crypto/key.h"

namespace lightship::statement {

using crypto::Digest;

// SHA-256 of the manifest's bytes.
Digest StatementId(absl::string_view manifest_bytes);

// Parses and checks what must hold for any manifest, whoever admitted it: size, economy code, 16-byte nonce, 32-byte
// references, part names unique and well-formed. Unknown kinds, fields and newer format versions pass: they are
// stored and relayed.
absl::StatusOr<v1::Manifest> ParseManifest(absl::string_view bytes);

// The part's reference; nullptr when the manifest has none of that name.
const v1::PartRef* FindPart(const v1::Manifest& manifest, absl::string_view name);

// OK when `part` is the one that `manifest` commits to; DIGEST_MISMATCH otherwise.
absl::Status CheckPart(const v1::Manifest& manifest, const v1::Part& part);

// Whether `signature` is `key`'s over the manifest's bytes. The key id in it is not looked at.
bool VerifySignature(absl::string_view manifest_bytes, const v1::Signature& signature,
                     const crypto::PublicKey& key);

// A signature that somebody claims to have made; views of what outlives it.
struct SignatureClaim {
  crypto::PublicKey key;
  absl::string_view manifest;
  absl::string_view signature;
};
// The same for each; those of one key take less time together than one by one.
std::vector<bool> VerifySignatures(absl::Span<const SignatureClaim> claims);

// An entry read from its bytes.
struct OpenedEntry {
  v1::Entry entry;
  v1::Manifest manifest;
  Digest statement_id;
  Digest leaf_hash;
  absl::Time admitted_at;
};

// The keys that signed it, as it says.
std::vector<Digest> SignersOf(const v1::Entry& entry);

// INVALID_ARGUMENT (MALFORMED) over limits::kEntryBytes, without admitted_at or signatures, or with a manifest that does not
// parse.
absl::StatusOr<OpenedEntry> OpenEntry(absl::string_view entry_bytes);

// Timestamps as times; INVALID_ARGUMENT out of protobuf's range (years 1 to 9999, nanos 0 to 999,999,999).
absl::StatusOr<absl::Time> ToTime(const google::protobuf::Timestamp& timestamp);
// Times out of that range become its first or last second.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_OPEN_H_
