// Which keys count in a log, folded from its KEY statements in order of index. Deterministic: every node that holds the
// log's entries judges alike.
#ifndef LIGHTSHIP_NODE_TRUST_KEY_STATE_H_
#define LIGHTSHIP_NODE_TRUST_KEY_STATE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/crypto/certificate.h"
#include "node/crypto/note.h"
#include "node/statement/identity.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/statement/roots.h"

namespace lightship::trust {

using crypto::Digest;

struct GrantedKey {
  crypto::Certificate certificate;
  statement::Identity identity;
  uint64_t granted_index = 0;
  std::optional<uint64_t> revoked_index;
  std::optional<absl::Time> compromised_since;
};

// A value; copying is cheap (shared, copied on write). Thread-compatible.
class KeyState {
 public:
  // State after entry 0.
  static absl::StatusOr<KeyState> Open(const v1::HeldEntry& entry_zero,
                                       const statement::PinnedRoots& roots);

  // Applies a KEY statement (index > 0) whose signatures the caller has checked. A grant whose chain does not verify
  // at the entry's admission time, a second opening, or a revocation of an unknown key is an error: no honest node
  // admits one.
  absl::Status Apply(const statement::OpenedEntry& entry, const v1::KeyStatement& content,
                     const statement::PinnedRoots& roots);

  // The key, if it may sign a statement of `kind` admitted at `index` and `admitted_at`: granted before, not revoked
  // before, certificate in its period, role for the kind. UNKNOWN_KEY, REVOKED_KEY, UNTRUSTED_CERTIFICATE or MISSING_ROLE
  // otherwise.
  absl::StatusOr<const GrantedKey*> Judge(const Digest& key_id, v1::StatementKind kind,
                                          uint64_t index, absl::Time admitted_at) const;
  // Whatever its state; nullptr when never granted.
  const GrantedKey* Find(const Digest& key_id) const;

  const statement::Origin& origin() const { return opening_->origin; }
  const crypto::NoteKey& log_key() const { return opening_->log_key; }
  const crypto::NoteKey& cosigner_key() const { return opening_->cosigner_key; }

 private:
  using Keys = std::map<Digest, GrantedKey>;

  absl::Status Grant(const statement::OpenedEntry& entry, const v1::KeyGrant& grant,
                     const statement::PinnedRoots& roots);
  absl::Status Revoke(const statement::OpenedEntry& entry, const v1::KeyRevocation& revocation);
  absl::Status ChangeLogKey(const v1::LogKeyChange& change);

  std::shared_ptr<const statement::LogOpening> opening_;
  std::shared_ptr<const Keys> keys_;
};

}  // namespace lightship::trust

#endif  // LIGHTSHIP_NODE_TRUST_KEY_STATE_H_
