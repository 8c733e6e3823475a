#include "node/statement/seal.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"

namespace lightship::statement {
namespace {

namespace limits = base::limits;

absl::Status TooLargeToSeal(absl::string_view what, size_t size, size_t most) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                     absl::StrCat(what, ": ", size, "; at most ", most));
}

absl::Status CheckLimits(const std::vector<PartDraft>& parts) {
  size_t bytes = 0;
  for (const PartDraft& part : parts) bytes += part.content.size();
  if (bytes > limits::kPartsOfStatementBytes) {
    return TooLargeToSeal("bytes in all parts", bytes, limits::kPartsOfStatementBytes);
  }
  return absl::OkStatus();
}

}  // namespace

std::string Pae(absl::string_view payload_type, absl::string_view body) {
  return absl::StrCat("DSSEv1 ", payload_type.size(), " ", payload_type, " ", body.size(), " ",
                      body);
}

absl::StatusOr<v1::SignedStatement> SealUnsigned(v1::Manifest manifest, std::vector<PartDraft> parts,
                                                 base::Entropy& entropy) {
  RETURN_IF_ERROR(CheckLimits(parts));
  v1::SignedStatement statement;
  manifest.set_format_version(kFormatVersion);
  manifest.set_nonce(entropy.Bytes(limits::kNonceBytes));
  manifest.clear_parts();
  for (PartDraft& draft : parts) {
    v1::Part& part = *statement.add_parts();
    part.set_name(std::move(draft.name));
    part.set_salt(entropy.Bytes(limits::kSaltBytes));
    part.set_content(std::move(draft.content));
    v1::PartRef& reference = *manifest.add_parts();
    reference.set_name(part.name());
    reference.set_digest(crypto::AsString(crypto::Sha256({part.salt(), part.content()})));
    reference.set_size(static_cast<uint32_t>(part.content().size()));
    reference.set_audience(std::move(draft.audience));
  }
  statement.set_manifest(SerializeDeterministic(manifest));
  // What no reader would take is not worth a signature.
  RETURN_IF_ERROR(ParseManifest(statement.manifest()).status());
  return statement;
}

absl::StatusOr<v1::SignedStatement> Seal(v1::Manifest manifest, std::vector<PartDraft> parts,
                                         absl::Span<const crypto::PrivateKey> signers,
                                         base::Entropy& entropy) {
  if (signers.empty() || signers.size() > limits::kSignatures) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kInvalidStatement,
                       absl::StrCat(signers.size(), " signing keys; 1 to ", limits::kSignatures));
  }
  ASSIGN_OR_RETURN(v1::SignedStatement statement,
                   SealUnsigned(std::move(manifest), std::move(parts), entropy));
  for (const crypto::PrivateKey& signer : signers) {
    ASSIGN_OR_RETURN(*statement.add_signatures(), SignManifest(statement.manifest(), signer));
  }
  return statement;
}

absl::StatusOr<v1::Signature> SignManifest(absl::string_view manifest_bytes,
                                           const crypto::PrivateKey& signer) {
  v1::Signature signature;
  signature.set_key_id(crypto::AsString(signer.public_key().key_id()));
  ASSIGN_OR_RETURN(*signature.mutable_signature(),
                   signer.Sign(Pae(kPayloadType, manifest_bytes)));
  return signature;
}

}  // namespace lightship::statement
