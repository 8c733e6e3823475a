#include "node/trust/key_state.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::trust {
namespace {

namespace reason = base::reason;

absl::Status Inconsistent(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, reason::kInconsistentLog, what);
}

absl::Status Denied(absl::string_view reason, absl::string_view what) {
  return base::Error(absl::StatusCode::kPermissionDenied, reason, what);
}

absl::StatusOr<GrantedKey> ReadGrant(const v1::KeyGrant& grant, const statement::OpenedEntry& entry,
                                     absl::string_view economy,
                                     const statement::PinnedRoots& roots) {
  std::vector<std::string> ders(grant.certificate_chain().begin(),
                                grant.certificate_chain().end());
  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain, statement::ParseChain(ders));
  ASSIGN_OR_RETURN(statement::Identity identity,
                   statement::VerifyIdentity(chain, roots, entry.admitted_at));
  if (identity.economy != economy) {
    return Inconsistent(absl::StrCat("a grant of ", identity.Uri(), " in ", std::string(economy),
                                     "'s log"));
  }
  return GrantedKey{chain.front(), std::move(identity), entry.entry.index(), {}, {}};
}

}  // namespace

absl::StatusOr<KeyState> KeyState::Open(const v1::HeldEntry& entry_zero,
                                        const statement::PinnedRoots& roots) {
  ASSIGN_OR_RETURN(statement::LogOpening opening,
                   statement::VerifyLogOpening(entry_zero, roots));
  Keys keys;
  keys.emplace(opening.node_certificate.public_key().key_id(),
               GrantedKey{opening.node_certificate, opening.node, 0, {}, {}});
  KeyState state;
  state.opening_ = std::make_shared<const statement::LogOpening>(std::move(opening));
  state.keys_ = std::make_shared<const Keys>(std::move(keys));
  return state;
}

absl::Status KeyState::Apply(const statement::OpenedEntry& entry,
                             const v1::KeyStatement& content,
                             const statement::PinnedRoots& roots) {
  switch (content.action_case()) {
    case v1::KeyStatement::kLogOpened:
      return Inconsistent("a log is opened once, by entry 0");
    case v1::KeyStatement::kGrant:
      return Grant(entry, content.grant(), roots);
    case v1::KeyStatement::kRevocation:
      return Revoke(entry, content.revocation());
    case v1::KeyStatement::kLogKeyChange:
      return ChangeLogKey(content.log_key_change());
    case v1::KeyStatement::ACTION_NOT_SET:
      // An action that a newer release knows: nothing this one can judge by.
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status KeyState::Grant(const statement::OpenedEntry& entry, const v1::KeyGrant& grant,
                             const statement::PinnedRoots& roots) {
  ASSIGN_OR_RETURN(GrantedKey key, ReadGrant(grant, entry, origin().economy, roots));
  auto keys = std::make_shared<Keys>(*keys_);
  const Digest id = key.certificate.public_key().key_id();
  auto [place, added] = keys->emplace(id, key);
  if (!added) {
    if (place->second.revoked_index.has_value()) {
      return Inconsistent(absl::StrCat("a grant of a revoked key, ", base::Hex(crypto::AsView(id))));
    }
    // A renewed certificate: the key keeps the place of its first grant.
    place->second.certificate = key.certificate;
    place->second.identity = key.identity;
  }
  keys_ = std::move(keys);
  return absl::OkStatus();
}

absl::Status KeyState::Revoke(const statement::OpenedEntry& entry,
                              const v1::KeyRevocation& revocation) {
  ASSIGN_OR_RETURN(Digest id, crypto::DigestFromBytes(revocation.key_id()));
  auto keys = std::make_shared<Keys>(*keys_);
  auto found = keys->find(id);
  if (found == keys->end()) {
    return Inconsistent(absl::StrCat("a revocation of a key never granted, ",
                                     base::Hex(crypto::AsView(id))));
  }
  if (!found->second.revoked_index.has_value()) found->second.revoked_index = entry.entry.index();
  if (revocation.has_compromised_since()) {
    ASSIGN_OR_RETURN(found->second.compromised_since,
                     statement::ToTime(revocation.compromised_since()));
  }
  keys_ = std::move(keys);
  return absl::OkStatus();
}

absl::Status KeyState::ChangeLogKey(const v1::LogKeyChange& change) {
  auto opening = std::make_shared<statement::LogOpening>(*opening_);
  ASSIGN_OR_RETURN(opening->log_key.key,
                   crypto::PublicKey::FromRawEd25519(change.log_public_key()));
  ASSIGN_OR_RETURN(opening->cosigner_key.key,
                   crypto::PublicKey::FromRawEd25519(change.cosigner_public_key()));
  opening_ = std::move(opening);
  return absl::OkStatus();
}

const GrantedKey* KeyState::Find(const Digest& key_id) const {
  auto found = keys_->find(key_id);
  return found == keys_->end() ? nullptr : &found->second;
}

absl::StatusOr<const GrantedKey*> KeyState::Judge(const Digest& key_id, v1::StatementKind kind,
                                                  uint64_t index, absl::Time admitted_at) const {
  const GrantedKey* key = Find(key_id);
  if (key == nullptr || key->granted_index >= index) {
    return Denied(reason::kUnknownKey,
                  absl::StrCat("key ", base::Hex(crypto::AsView(key_id)), " is not granted in ",
                               origin().ToString(), " before this statement"));
  }
  const std::string who = key->identity.Uri();
  if (key->revoked_index.has_value() && *key->revoked_index < index) {
    return Denied(reason::kRevokedKey,
                  absl::StrCat(who, "'s key was revoked at index ", *key->revoked_index));
  }
  if (admitted_at < key->certificate.not_before() || admitted_at > key->certificate.not_after()) {
    return Denied(reason::kUntrustedCertificate,
                  absl::StrCat(who, "'s certificate is not valid at ",
                               absl::FormatTime(admitted_at, absl::UTCTimeZone())));
  }
  if (!statement::MaySign(key->identity, kind)) {
    return Denied(reason::kMissingRole,
                  absl::StrCat(who, " may not sign ", v1::StatementKind_Name(kind),
                               ": it needs role ", statement::RolesThatMaySign(kind)));
  }
  return key;
}

}  // namespace lightship::trust
