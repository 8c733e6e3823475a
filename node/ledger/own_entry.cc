// What this node adds to its own log is judged beforehand as every peer will judge it.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/v1/key.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/state.h"

namespace lightship::ledger {
namespace {

absl::Status Unfit(absl::string_view what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kNodeKeyUnfit, what);
}

// To a copy, which takes their place: most entries change no keys.
absl::Status ApplyKeys(const Prepared& prepared, const State& state, std::shared_ptr<const trust::KeyState>& keys) {
  if (prepared.opened.manifest.kind() != v1::STATEMENT_KIND_KEY) return absl::OkStatus();
  for (const v1::Part& part : prepared.parts) {
    v1::KeyStatement content;
    if (part.name() != "key" || !content.ParseFromString(part.content())) continue;
    RETURN_IF_ERROR(keys->CheckRoom(content));
    auto applied = std::make_shared<trust::KeyState>(*keys);
    RETURN_IF_ERROR(applied->Apply(prepared.opened, content, *state.world.roots));
    keys = std::move(applied);
    return absl::OkStatus();
  }
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kInvalidStatement,
                     "a KEY statement needs part key");
}

bool IsRevoked(const trust::KeyState& keys, const crypto::Digest& key_id) {
  const trust::GrantedKey* key = keys.Find(key_id);
  return key != nullptr && key->revoked_index.has_value();
}

}  // namespace

absl::Status JudgeOwn(const Prepared& prepared, const State& state, std::shared_ptr<const trust::KeyState>& keys) {
  const crypto::Digest node = state.keys.node_key.public_key().key_id();
  const std::vector<crypto::Digest> signers = statement::SignersOf(prepared.opened.entry);
  absl::Status judged = JudgeSigners(prepared.opened, prepared.parts, *keys).status();
  if (!judged.ok() && std::find(signers.begin(), signers.end(), node) != signers.end()) {
    return Unfit(absl::StrCat("this node cannot sign in its own log: ", std::string(judged.message()),
                              ". Put a renewed certificate of its key in place, or a fresh node key that an "
                              "administrator has granted, and send SIGHUP"));
  }
  RETURN_IF_ERROR(judged);
  const bool was_revoked = IsRevoked(*keys, node);
  RETURN_IF_ERROR(ApplyKeys(prepared, state, keys));
  if (was_revoked || !IsRevoked(*keys, node)) return absl::OkStatus();
  return base::InvalidFields({{"key.revoke", "this revokes the key that the node signs with: put a fresh node key in place "
                                            "and send SIGHUP first, or nothing more could be added to the log"}});
}

absl::Status AppendOwn(const v1::SignedStatement& sealed, absl::Time now, Log& log, State& state,
                       Scratch& scratch) {
  ASSIGN_OR_RETURN(Prepared prepared, PrepareEntry(sealed, log.size(), now));
  std::shared_ptr<const trust::KeyState> keys = log.keys;
  RETURN_IF_ERROR(JudgeOwn(prepared, state, keys));
  RETURN_IF_ERROR(AppendEntry(std::move(prepared), true, log, state, scratch));
  log.keys = std::move(keys);
  return absl::OkStatus();
}

}  // namespace lightship::ledger
