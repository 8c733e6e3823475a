// New keys of this node, without a pause: what the log must say of them, and which signs what.
#include <algorithm>
#include <utility>

#include "lightship/v1/key.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/state.h"

namespace lightship::ledger {
namespace {

absl::Status AppendKeys(const v1::KeyStatement& content, Log& log, State& state,
                        Scratch& scratch) {
  RETURN_IF_ERROR(CheckAdmitting(state));
  RETURN_IF_ERROR(CheckNotFrozen(log));
  const absl::Time now = std::max(state.world.clock->Now(), log.last_admitted_at);
  ASSIGN_OR_RETURN(v1::SignedStatement sealed, SealKeys(content, state, now));
  return AppendOwn(sealed, now, log, state, scratch);
}

// The old node key vouches for the new one; a renewed certificate is granted by the key itself, also late. What an
// administrator has granted needs no more.
absl::Status TakeNodeKey(const NodeKeys& fresh, Log& log, State& state, Scratch& scratch) {
  const crypto::Certificate& certificate = fresh.node_chain.front();
  const trust::GrantedKey* known = log.keys->Find(certificate.public_key().key_id());
  if (known == nullptr || known->certificate.der() != certificate.der()) {
    RETURN_IF_ERROR(AppendKeys(GrantOf(fresh.node_chain), log, state, scratch));
  }
  state.keys.node_chain = fresh.node_chain;
  state.keys.node_key = fresh.node_key;
  return absl::OkStatus();
}

// The checkpoint that just includes the change is the last of the old key, also when more follows in the same commit.
absl::Status TakeLogKey(const crypto::PrivateKey& fresh, Log& log, State& state,
                        Scratch& scratch) {
  if (fresh.public_key().spki() == state.keys.log_key.public_key().spki()) return absl::OkStatus();
  v1::KeyStatement content;
  v1::LogKeyChange& change = *content.mutable_log_key_change();
  change.set_log_public_key(std::string(fresh.public_key().raw_ed25519()));
  change.set_cosigner_public_key(std::string(log.keys->cosigner_key().key.raw_ed25519()));
  RETURN_IF_ERROR(AppendKeys(content, log, state, scratch));
  RETURN_IF_ERROR(SignOwnHead(state, scratch));
  state.keys.log_key = fresh;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Outcome> ChangeKeys(const NodeKeys& keys, State& state, Scratch& scratch) {
  Log& log = state.logs.at(state.own_name);
  if (log.keys == nullptr) return CheckAdmitting(state);  // all of it is still to come back
  if (keys.cosigner_key.public_key().spki() != state.keys.cosigner_key.public_key().spki()) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                       "keys.cosigner_key: stays as long as the log's epoch; put the former one back");
  }
  RETURN_IF_ERROR(TakeNodeKey(keys, log, state, scratch));
  RETURN_IF_ERROR(TakeLogKey(keys.log_key, log, state, scratch));
  return Outcome{log.name, log.size(), false};
}

}  // namespace lightship::ledger
