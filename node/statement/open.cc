#include "node/statement/open.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/tree.h"
#include "node/statement/address.h"
#include "node/statement/seal.h"

namespace lightship::statement {
namespace {

namespace limits = base::limits;

// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
constexpr int64_t kFirstSecond = -62135596800, kLastSecond = 253402300799;

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

absl::Status TooLarge(absl::string_view what, size_t size, size_t most) {
  return Malformed(absl::StrCat(what, ": ", size, "; at most ", most));
}

bool IsPartName(absl::string_view name) {
  if (name.empty() || name.size() > limits::kPartNameChars) return false;
  for (char c : name) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-' && c != '/') return false;
  }
  return true;
}

// Any audience this or a later release may write, but nothing that could disturb who reads it.
absl::Status CheckAudienceText(absl::string_view field, absl::string_view audience) {
  if (audience.size() > limits::kAudienceChars) {
    return TooLarge(absl::StrCat(field, ", characters"), audience.size(), limits::kAudienceChars);
  }
  for (char c : audience) {
    if (!absl::ascii_isgraph(c)) {
      return Malformed(absl::StrCat(field, " '", absl::CHexEscape(audience),
                                    "': only visible ASCII characters may stand in it"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckReferences(const v1::Manifest& manifest) {
  if (!manifest.subject().empty() && manifest.subject().size() != crypto::kDigestBytes) {
    return Malformed(
        absl::StrCat("subject has ", manifest.subject().size(), " bytes; a statement id has 32"));
  }
  if (manifest.supersedes_size() > static_cast<int>(limits::kSupersedes)) {
    return TooLarge("statements superseded", manifest.supersedes_size(), limits::kSupersedes);
  }
  for (const std::string& id : manifest.supersedes()) {
    if (id.size() != crypto::kDigestBytes) {
      return Malformed(absl::StrCat("supersedes has an id of ", id.size(), " bytes; it needs 32"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckPartRefs(const v1::Manifest& manifest) {
  if (manifest.parts_size() > static_cast<int>(limits::kPartsOfStatement)) {
    return TooLarge("parts", manifest.parts_size(), limits::kPartsOfStatement);
  }
  std::set<absl::string_view> names;
  for (const v1::PartRef& part : manifest.parts()) {
    if (!IsPartName(part.name())) {
      return Malformed(absl::StrCat("part name '", absl::CHexEscape(part.name()),
                                    "'; 1 to 64 of a-z, 0-9, '-' and '/'"));
    }
    if (!names.insert(part.name()).second) {
      return Malformed(absl::StrCat("two parts are named '", part.name(), "'"));
    }
    if (part.digest().size() != crypto::kDigestBytes) {
      return Malformed(absl::StrCat("digest of part '", part.name(), "' has ", part.digest().size(),
                                    " bytes; it needs 32"));
    }
    RETURN_IF_ERROR(
        CheckAudienceText(absl::StrCat("audience of part '", part.name(), "'"), part.audience()));
  }
  return absl::OkStatus();
}

absl::Status CheckManifest(const v1::Manifest& manifest) {
  if (!IsEconomyCode(manifest.economy())) {
    return Malformed(absl::StrCat("economy '", absl::CHexEscape(manifest.economy().substr(0, 80)),
                                  "'; two upper-case letters"));
  }
  if (manifest.nonce().size() != limits::kNonceBytes) {
    return Malformed(absl::StrCat("nonce has ", manifest.nonce().size(), " bytes; it needs ",
                                  limits::kNonceBytes));
  }
  if (!manifest.agency().empty() && !IsLabel(manifest.agency())) {
    return Malformed(absl::StrCat("agency '", absl::CHexEscape(manifest.agency().substr(0, 80)),
                                  "'; 1 to 40 lower-case letters, digits and hyphens"));
  }
  if (manifest.purposes_size() > static_cast<int>(limits::kPurposes)) {
    return TooLarge("purposes", manifest.purposes_size(), limits::kPurposes);
  }
  if (manifest.has_created_at()) RETURN_IF_ERROR(ToTime(manifest.created_at()).status());
  if (manifest.has_retain_until()) RETURN_IF_ERROR(ToTime(manifest.retain_until()).status());
  RETURN_IF_ERROR(CheckAudienceText("audience", manifest.audience()));
  RETURN_IF_ERROR(CheckReferences(manifest));
  return CheckPartRefs(manifest);
}

absl::Status CheckSignatureShapes(const v1::Entry& entry) {
  if (entry.signatures().empty() ||
      entry.signatures_size() > static_cast<int>(limits::kSignatures)) {
    return Malformed(absl::StrCat(entry.signatures_size(), " signatures; an entry has 1 to ",
                                  limits::kSignatures));
  }
  for (const v1::Signature& signature : entry.signatures()) {
    if (signature.key_id().size() != crypto::kDigestBytes || signature.signature().empty()) {
      return Malformed("a signature without its bytes, or without a key id of 32 bytes");
    }
  }
  return absl::OkStatus();
}

}  // namespace

Digest StatementId(absl::string_view manifest_bytes) { return crypto::Sha256(manifest_bytes); }

absl::StatusOr<v1::Manifest> ParseManifest(absl::string_view bytes) {
  if (bytes.size() > limits::kManifestBytes) {
    return base::Annotate(TooLarge("bytes", bytes.size(), limits::kManifestBytes), "manifest");
  }
  v1::Manifest manifest;
  if (!manifest.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Malformed("manifest: not a lightship.v1.Manifest");
  }
  absl::Status checked = CheckManifest(manifest);
  if (!checked.ok()) return base::Annotate(checked, "manifest");
  return manifest;
}

const v1::PartRef* FindPart(const v1::Manifest& manifest, absl::string_view name) {
  for (const v1::PartRef& part : manifest.parts()) {
    if (part.name() == name) return &part;
  }
  return nullptr;
}

absl::Status CheckPart(const v1::Manifest& manifest, const v1::Part& part) {
  const v1::PartRef* reference = FindPart(manifest, part.name());
  absl::string_view wrong;
  if (reference == nullptr) {
    wrong = "the manifest has no part of this name";
  } else if (part.salt().size() != limits::kSaltBytes) {
    wrong = "its salt has not 16 bytes";
  } else if (part.content().size() != reference->size()) {
    wrong = "its size is not the manifest's";
  } else if (crypto::AsView(crypto::Sha256({part.salt(), part.content()})) != reference->digest()) {
    wrong = "salt and content do not give the manifest's digest";
  } else {
    return absl::OkStatus();
  }
  return base::Error(
      absl::StatusCode::kInvalidArgument, base::reason::kDigestMismatch,
      absl::StrCat("part '", absl::CHexEscape(part.name().substr(0, 80)), "': ", wrong));
}

bool VerifySignature(absl::string_view manifest_bytes, const v1::Signature& signature,
                     const crypto::PublicKey& key) {
  return key.Verify(Pae(kPayloadType, manifest_bytes), signature.signature());
}

std::vector<bool> VerifySignatures(absl::Span<const SignatureClaim> claims) {
  std::map<Digest, std::vector<size_t>> by_key;
  std::vector<std::string> signed_bytes(claims.size());
  for (size_t i = 0; i < claims.size(); ++i) {
    by_key[claims[i].key.key_id()].push_back(i);
    signed_bytes[i] = Pae(kPayloadType, claims[i].manifest);
  }
  std::vector<bool> valid(claims.size());
  for (const auto& [key, places] : by_key) {
    std::vector<crypto::PublicKey::Signed> all;
    all.reserve(places.size());
    for (size_t i : places) all.push_back({signed_bytes[i], claims[i].signature});
    const std::vector<bool> verified = claims[places.front()].key.VerifyAll(all);
    for (size_t i = 0; i < places.size(); ++i) valid[places[i]] = verified[i];
  }
  return valid;
}

std::vector<Digest> SignersOf(const v1::Entry& entry) {
  std::vector<Digest> signers;
  for (const v1::Signature& signature : entry.signatures()) {
    absl::StatusOr<Digest> key_id = crypto::DigestFromBytes(signature.key_id());
    if (key_id.ok()) signers.push_back(*key_id);
  }
  return signers;
}

absl::StatusOr<OpenedEntry> OpenEntry(absl::string_view entry_bytes) {
  if (entry_bytes.size() > limits::kEntryBytes) {
    return base::Annotate(TooLarge("bytes", entry_bytes.size(), limits::kEntryBytes), "entry");
  }
  OpenedEntry opened;
  if (!opened.entry.ParseFromArray(entry_bytes.data(), static_cast<int>(entry_bytes.size()))) {
    return Malformed("entry: not a lightship.v1.Entry");
  }
  const std::string where = absl::StrCat("entry ", opened.entry.index());
  if (!opened.entry.has_admitted_at()) {
    return Malformed(absl::StrCat(where, ": admitted_at is not set"));
  }
  absl::StatusOr<absl::Time> admitted_at = ToTime(opened.entry.admitted_at());
  if (!admitted_at.ok()) return base::Annotate(admitted_at.status(), where);
  opened.admitted_at = *admitted_at;
  absl::Status signatures = CheckSignatureShapes(opened.entry);
  if (!signatures.ok()) return base::Annotate(signatures, where);
  absl::StatusOr<v1::Manifest> manifest = ParseManifest(opened.entry.manifest());
  if (!manifest.ok()) return base::Annotate(manifest.status(), where);
  opened.manifest = *std::move(manifest);
  opened.statement_id = StatementId(opened.entry.manifest());
  opened.leaf_hash = merkle::LeafHash(entry_bytes);
  return opened;
}

absl::StatusOr<absl::Time> ToTime(const google::protobuf::Timestamp& timestamp) {
  if (timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond ||
      timestamp.nanos() < 0 || timestamp.nanos() > 999'999'999) {
    return Malformed(absl::StrCat("time of ", timestamp.seconds(), " s and ", timestamp.nanos(),
                                  " ns; years are 1 to 9999, nanoseconds 0 to 999999999"));
  }
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const absl::Time clamped =
      std::clamp(time, absl::FromUnixSeconds(kFirstSecond), absl::FromUnixSeconds(kLastSecond));
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(clamped));
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(clamped - absl::FromUnixSeconds(timestamp.seconds()))));
  return timestamp;
}

}  // namespace lightship::statement
