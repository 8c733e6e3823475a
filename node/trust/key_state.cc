#include "node/trust/key_state.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::trust {
namespace {

namespace reason = base::reason;

absl::Status Inconsistent(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, reason::kInconsistentLog, what);
}

absl::Status Denied(absl::string_view why, absl::string_view what) {
  return base::Error(absl::StatusCode::kPermissionDenied, why, what);
}

std::string Utc(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", time, absl::UTCTimeZone());
}

// For changing: nobody else sees it.
template <typename T>
T& Edit(std::shared_ptr<T>& shared) {
  if (shared.use_count() > 1) shared = std::make_shared<T>(*shared);
  return *shared;
}

std::string Short(const Digest& key_id) { return base::Hex(crypto::AsView(key_id).substr(0, 8)); }

}  // namespace

absl::StatusOr<KeyState> KeyState::Open(const v1::HeldEntry& entry_zero,
                                        const statement::PinnedRoots& roots) {
  ASSIGN_OR_RETURN(statement::LogOpening opening, statement::VerifyLogOpening(entry_zero, roots));
  Keys keys;
  keys[opening.node_certificate.public_key().key_id()].push_back(
      {opening.node_certificate, opening.node, 0, std::nullopt, std::nullopt, std::nullopt});
  return KeyState(std::make_shared<const statement::LogOpening>(std::move(opening)),
                  std::make_shared<Keys>(std::move(keys)));
}

absl::Status KeyState::Apply(const statement::OpenedEntry& entry, const v1::KeyStatement& content,
                             const statement::PinnedRoots& roots) {
  absl::Status applied;
  switch (content.action_case()) {
    case v1::KeyStatement::kLogOpened:
      applied = Inconsistent("opens a log that is open; a new log needs a new epoch");
      break;
    case v1::KeyStatement::kGrant:
      applied = Grant(entry, content.grant(), roots);
      break;
    case v1::KeyStatement::kRevocation:
      applied = Revoke(entry, content.revocation());
      break;
    case v1::KeyStatement::kLogKeyChange:
      applied = ChangeLogKey(entry.entry.index(), content.log_key_change());
      break;
    case v1::KeyStatement::ACTION_NOT_SET:
      // An action of a newer release. One that this release would misjudge comes with a newer
      // format_version.
      break;
  }
  if (applied.ok()) ++statements_;
  if (applied.ok()) return applied;
  return base::Annotate(
      applied, absl::StrCat(origin().ToString(), ", KEY statement at index ", entry.entry.index()));
}

absl::Status KeyState::CheckRoom(const v1::KeyStatement& content) const {
  const size_t most = content.has_grant() ? base::limits::kKeysBeforeGrant : base::limits::kKeysOfLog;
  if (statements_ < most) return absl::OkStatus();
  return base::Error(absl::StatusCode::kInvalidArgument, reason::kTooLarge,
                     absl::StrCat(origin().ToString(), " has ", statements_, " KEY statements; this one may stand behind fewer than ", most,
                                  ": a new epoch begins anew"));
}

absl::Status KeyState::Grant(const statement::OpenedEntry& entry, const v1::KeyGrant& grant,
                             const statement::PinnedRoots& roots) {
  const std::vector<std::string> ders(grant.certificate_chain().begin(),
                                      grant.certificate_chain().end());
  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain, statement::ParseChain(ders));
  ASSIGN_OR_RETURN(statement::Identity identity,
                   statement::VerifyIdentity(chain, roots, entry.admitted_at));
  if (identity.economy != origin().economy) {
    return Denied(reason::kWrongEconomy,
                  absl::StrCat("grants a key to ", identity.Uri(),
                               "; this log grants only those of ", origin().economy));
  }
  const Digest& key_id = chain[0].public_key().key_id();
  const uint64_t index = entry.entry.index();
  GrantedKey granted{chain[0], std::move(identity), index, std::nullopt, std::nullopt, std::nullopt};
  if (const GrantedKey* known = Find(key_id); known != nullptr) {
    granted.revoked_index = known->revoked_index;
    granted.compromised_since = known->compromised_since;
    granted.compromised_index = known->compromised_index;
  }
  const bool revoked_later = granted.revoked_index && *granted.revoked_index > index;
  if (IsRevoked(key_id) && !revoked_later) {
    return Denied(reason::kRevokedKey, absl::StrCat("grants revoked key ", Short(key_id),
                                                    " again; its holder needs a new key"));
  }
  std::vector<GrantedKey>& grants = Edit(keys_)[key_id];
  const auto after = std::find_if(grants.begin(), grants.end(), [&](const GrantedKey& other) {
    return other.granted_index > index;
  });
  grants.insert(after, std::move(granted));
  return absl::OkStatus();
}

std::set<Digest> KeyState::Revoked() const {
  std::set<Digest> revoked;
  for (const auto& [key_id, grants] : *keys_) {
    if (grants.back().revoked_index) revoked.insert(key_id);
  }
  if (!opening_->predecessor) return revoked;
  for (const std::string& bytes : opening_->predecessor->revoked_key_ids()) {
    if (auto key_id = crypto::DigestFromBytes(bytes); key_id.ok()) revoked.insert(*key_id);
  }
  return revoked;
}

bool KeyState::IsRevoked(const Digest& key_id) const {
  if (const GrantedKey* key = Find(key_id); key != nullptr && key->revoked_index) return true;
  if (!opening_->predecessor) return false;
  const auto& before = opening_->predecessor->revoked_key_ids();
  return std::find(before.begin(), before.end(), crypto::AsView(key_id)) != before.end();
}

absl::Status KeyState::Revoke(const statement::OpenedEntry& entry,
                              const v1::KeyRevocation& revocation) {
  ASSIGN_OR_RETURN(Digest key_id, crypto::DigestFromBytes(revocation.key_id()));
  const uint64_t index = entry.entry.index();
  if (FindBefore(key_id, index) == nullptr) {
    return Denied(reason::kUnknownKey,
                  absl::StrCat("revokes key ", Short(key_id), ", which was never granted before"));
  }
  if (const uint64_t newest = Find(key_id)->granted_index; newest > index) {
    return Denied(reason::kRevokedKey,
                  absl::StrCat("revokes key ", Short(key_id), ", which entry ", newest, " grants again"));
  }
  std::optional<absl::Time> since;
  if (revocation.has_compromised_since()) {
    ASSIGN_OR_RETURN(since, statement::ToTime(revocation.compromised_since()));
  }
  for (GrantedKey& key : Edit(keys_)[key_id]) {
    key.revoked_index = std::min(index, key.revoked_index.value_or(index));
    if (!since) continue;
    const std::pair earliest(key.compromised_since.value_or(*since), key.compromised_index.value_or(index));
    std::tie(key.compromised_since, key.compromised_index) = std::min(earliest, std::pair(*since, index));
  }
  return absl::OkStatus();
}

absl::Status KeyState::ChangeLogKey(uint64_t index, const v1::LogKeyChange& change) {
  ASSIGN_OR_RETURN(crypto::PublicKey key,
                   crypto::PublicKey::FromRawEd25519(change.log_public_key()));
  // Receipts explain a cosignature by entry 0 of its log alone.
  if (change.cosigner_public_key() != cosigner_key().key.raw_ed25519()) {
    return Inconsistent("changes the cosigner key, which stays as long as the log's epoch");
  }
  const bool used = key.key_id() == cosigner_key().key.key_id() ||
                    std::any_of(log_keys_->begin(), log_keys_->end(), [&](const LogKey& known) {
                      return known.key.key.key_id() == key.key_id();
                    });
  if (used) return Inconsistent("changes to a log key that was there before, or to the cosigner key");
  LogKeys& log_keys = Edit(log_keys_);
  const auto after = std::find_if(log_keys.begin(), log_keys.end(),
                                  [&](const LogKey& known) { return known.since > index; });
  log_keys.insert(after, {index, {opening_->log_key.name, opening_->log_key.type, std::move(key), opening_->log_key.verified}});
  return absl::OkStatus();
}

const LogKey& KeyState::LogKeyAt(uint64_t size) const {
  const LogKey* at = &log_keys_->front();
  for (const LogKey& changed : *log_keys_) {
    if (changed.since > 0 && size > changed.since + 1) at = &changed;
  }
  return *at;
}

std::optional<uint64_t> KeyState::NextLogKeyChange(uint64_t index) const {
  for (const LogKey& changed : *log_keys_) {
    if (changed.since > 0 && changed.since >= index) return changed.since;
  }
  return std::nullopt;
}

absl::StatusOr<const GrantedKey*> KeyState::Judge(const Digest& key_id,
                                                  statement::Operation operation, uint64_t index,
                                                  absl::Time admitted_at,
                                                  const crypto::Certificate* renewed) const {
  const GrantedKey* key = FindBefore(key_id, index);
  if (key == nullptr) {
    return Denied(reason::kUnknownKey, absl::StrCat("key ", Short(key_id), " was not granted in ",
                                                    origin().ToString(), " before index ", index));
  }
  const std::string who = absl::StrCat(key->identity.Uri(), " (key ", Short(key_id), ")");
  if (key->revoked_index && index > *key->revoked_index) {
    return Denied(reason::kRevokedKey,
                  absl::StrCat(who, " was revoked at index ", *key->revoked_index));
  }
  const crypto::Certificate& valid = renewed == nullptr ? key->certificate : *renewed;
  if (admitted_at < valid.not_before() || admitted_at > valid.not_after()) {
    return Denied(reason::kUntrustedCertificate,
                  absl::StrCat(who, ": the certificate, valid from ", Utc(valid.not_before()), " to ",
                               Utc(valid.not_after()), ", was not valid at the statement's admission, ",
                               Utc(admitted_at)));
  }
  RETURN_IF_ERROR(statement::MayDo(key->identity, operation));
  return key;
}

const GrantedKey* KeyState::FindBefore(const Digest& key_id, uint64_t index) const {
  auto found = keys_->find(key_id);
  if (found == keys_->end()) return nullptr;
  const GrantedKey* newest = nullptr;
  for (const GrantedKey& grant : found->second) {
    if (grant.granted_index < index || (index == 0 && grant.granted_index == 0)) newest = &grant;
  }
  return newest;
}

std::optional<uint64_t> KeyState::DoubtedBy(absl::Span<const Digest> signers,
                                            absl::Time admitted_at) const {
  for (const Digest& signer : signers) {
    const GrantedKey* key = Find(signer);
    if (key != nullptr && key->CompromisedAt(admitted_at)) return key->compromised_index;
  }
  return std::nullopt;
}

const GrantedKey* KeyState::Find(const Digest& key_id) const {
  auto found = keys_->find(key_id);
  return found == keys_->end() ? nullptr : &found->second.back();
}

std::optional<uint64_t> KeyState::FirstGrant(const Digest& key_id) const {
  auto found = keys_->find(key_id);
  if (found == keys_->end()) return std::nullopt;
  return found->second.front().granted_index;
}

}  // namespace lightship::trust
