#include "node/statement/log_opening.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "node/statement/seal.h"

namespace lightship::statement {
namespace {

constexpr absl::string_view kPart = "key";

absl::Status NotAnOpening(absl::string_view reason, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, reason,
                     absl::StrCat("entry 0 does not open a log: ", what));
}

absl::Status NotAnOpening(absl::string_view what) {
  return NotAnOpening(base::reason::kMalformed, what);
}

// The entry, if it has the one form that an opening may have.
absl::StatusOr<OpenedEntry> OpenCanonical(const v1::HeldEntry& entry_zero) {
  ASSIGN_OR_RETURN(OpenedEntry opened, OpenEntry(entry_zero.entry()));
  v1::Entry canonical;
  RETURN_IF_ERROR(ParseCanonical(entry_zero.entry(), canonical));
  const v1::Manifest& manifest = opened.manifest;
  if (opened.entry.index() != 0) {
    return NotAnOpening(absl::StrCat("its index is ", opened.entry.index()));
  }
  if (manifest.kind() != v1::STATEMENT_KIND_KEY || manifest.audience() != "all") {
    return NotAnOpening("it is no KEY statement for all");
  }
  if (opened.entry.signatures_size() != 1) {
    return NotAnOpening("it has more signatures than the node's one");
  }
  absl::StatusOr<absl::Time> created_at = ToTime(manifest.created_at());
  if (!created_at.ok() || *created_at != opened.admitted_at) {
    return NotAnOpening("admitted_at is not the manifest's created_at");
  }
  if (manifest.parts_size() != 1 || entry_zero.parts_size() != 1 ||
      entry_zero.parts(0).name() != kPart) {
    return NotAnOpening("it needs its part 'key' and no other");
  }
  RETURN_IF_ERROR(CheckPart(manifest, entry_zero.parts(0)));
  return opened;
}

absl::Status CheckPredecessor(const v1::Predecessor& predecessor, const Origin& origin) {
  ASSIGN_OR_RETURN(Origin before, Origin::Parse(predecessor.origin()));
  if (before.economy != origin.economy || before.epoch >= origin.epoch) {
    return NotAnOpening(absl::StrCat(origin.ToString(), " cannot go on from ", before.ToString()));
  }
  RETURN_IF_ERROR(crypto::DigestFromBytes(predecessor.root()).status());
  for (const std::string& key_id : predecessor.revoked_key_ids()) {
    RETURN_IF_ERROR(crypto::DigestFromBytes(key_id).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<LogOpening> ReadContent(const v1::LogOpened& content) {
  ASSIGN_OR_RETURN(Origin origin, Origin::Parse(content.origin()));
  ASSIGN_OR_RETURN(crypto::PublicKey log_key,
                   crypto::PublicKey::FromRawEd25519(content.log_public_key()));
  ASSIGN_OR_RETURN(crypto::PublicKey cosigner_key,
                   crypto::PublicKey::FromRawEd25519(content.cosigner_public_key()));
  if (log_key.key_id() == cosigner_key.key_id()) {
    return NotAnOpening("the cosigner key is the log key; they must be two");
  }
  const std::vector<std::string> ders(content.certificate_chain().begin(),
                                      content.certificate_chain().end());
  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain, ParseChain(ders));
  ASSIGN_OR_RETURN(Identity node, IdentityOf(chain[0]));
  std::optional<v1::Predecessor> predecessor;
  if (content.has_predecessor()) {
    predecessor = content.predecessor();
    RETURN_IF_ERROR(CheckPredecessor(*predecessor, origin));
  }
  const std::string name = origin.ToString();
  return LogOpening{std::move(origin),
                    {name, crypto::NoteKeyType::kEd25519, std::move(log_key), std::make_shared<crypto::VerifiedLines>()},
                    {name, crypto::NoteKeyType::kCosignatureV1, std::move(cosigner_key), std::make_shared<crypto::VerifiedLines>()},
                    std::move(node),
                    chain[0],
                    chain,
                    absl::InfinitePast(),
                    std::move(predecessor)};
}

// That the claims in entry 0 are about one and the same node.
absl::Status CheckNode(const OpenedEntry& opened, const LogOpening& opening) {
  const Identity& node = opening.node;
  if (!node.is_node || !node.Has(Role::kNode)) {
    return NotAnOpening(base::reason::kMissingRole,
                        absl::StrCat(node.Uri(), " is not a node with role node"));
  }
  if (node.economy != opening.origin.economy || node.economy != opened.manifest.economy()) {
    return NotAnOpening(base::reason::kWrongEconomy,
                        absl::StrCat(node.Uri(), " opens ", opening.origin.ToString(), " for ",
                                     opened.manifest.economy(), "; all three must agree"));
  }
  const v1::Signature& signature = opened.entry.signatures(0);
  const crypto::PublicKey& key = opening.node_certificate.public_key();
  if (signature.key_id() != crypto::AsView(key.key_id()) ||
      !VerifySignature(opened.entry.manifest(), signature, key)) {
    return NotAnOpening(base::reason::kBadSignature,
                        absl::StrCat("its signature is not by the key of ", node.Uri()));
  }
  return absl::OkStatus();
}

}  // namespace

v1::KeyStatement MakeLogOpening(const Origin& origin, const crypto::PublicKey& log_key,
                                const crypto::PublicKey& cosigner_key,
                                const std::vector<crypto::Certificate>& node_chain,
                                const std::optional<v1::Predecessor>& predecessor) {
  v1::KeyStatement statement;
  v1::LogOpened& opened = *statement.mutable_log_opened();
  opened.set_origin(origin.ToString());
  opened.set_log_public_key(std::string(log_key.raw_ed25519()));
  opened.set_cosigner_public_key(std::string(cosigner_key.raw_ed25519()));
  for (const crypto::Certificate& certificate : node_chain) {
    opened.add_certificate_chain(certificate.der());
  }
  if (predecessor) *opened.mutable_predecessor() = *predecessor;
  return statement;
}

v1::Manifest KeyManifest(absl::string_view economy, absl::Time created_at) {
  v1::Manifest manifest;
  manifest.set_economy(std::string(economy));
  manifest.set_kind(v1::STATEMENT_KIND_KEY);
  *manifest.mutable_created_at() = ToTimestamp(created_at);
  manifest.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  manifest.set_tlp(v1::TLP_CLEAR);
  manifest.set_audience("all");
  return manifest;
}

absl::StatusOr<v1::HeldEntry> SealLogOpening(const Origin& origin, const crypto::PublicKey& log_key,
                                             const crypto::PublicKey& cosigner_key,
                                             const std::vector<crypto::Certificate>& node_chain,
                                             const crypto::PrivateKey& node_key, absl::Time now,
                                             base::Entropy& entropy,
                                             const std::optional<v1::Predecessor>& predecessor) {
  const v1::KeyStatement content =
      MakeLogOpening(origin, log_key, cosigner_key, node_chain, predecessor);
  ASSIGN_OR_RETURN(v1::SignedStatement sealed,
                   Seal(KeyManifest(origin.economy, now),
                        {{std::string(kPart), SerializeDeterministic(content), ""}},
                        absl::MakeConstSpan(&node_key, 1), entropy));
  v1::Entry entry;
  *entry.mutable_admitted_at() = ToTimestamp(now);
  entry.set_manifest(sealed.manifest());
  *entry.mutable_signatures() = sealed.signatures();
  v1::HeldEntry held;
  held.set_entry(SerializeDeterministic(entry));
  *held.mutable_parts() = sealed.parts();
  return held;
}

absl::StatusOr<LogOpening> ReadLogOpening(const v1::HeldEntry& entry_zero) {
  ASSIGN_OR_RETURN(OpenedEntry opened, OpenCanonical(entry_zero));
  v1::KeyStatement content;
  if (!content.ParseFromString(entry_zero.parts(0).content()) || !content.has_log_opened()) {
    return NotAnOpening("its part 'key' holds no log_opened");
  }
  ASSIGN_OR_RETURN(LogOpening opening, ReadContent(content.log_opened()));
  RETURN_IF_ERROR(CheckNode(opened, opening));
  opening.opened_at = opened.admitted_at;
  return opening;
}

absl::StatusOr<LogOpening> VerifyLogOpening(const v1::HeldEntry& entry_zero,
                                            const PinnedRoots& roots) {
  ASSIGN_OR_RETURN(LogOpening opening, ReadLogOpening(entry_zero));
  absl::StatusOr<Identity> proven = VerifyIdentity(opening.node_chain, roots, opening.opened_at);
  if (!proven.ok()) return base::Annotate(proven.status(), "entry 0");
  return opening;
}

}  // namespace lightship::statement
