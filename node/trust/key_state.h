// Which keys count in a log, folded from its KEY statements, each at its index. Deterministic: every node that holds the
// log's entries judges alike.
#ifndef LIGHTSHIP_NODE_TRUST_KEY_STATE_H_
#define LIGHTSHIP_NODE_TRUST_KEY_STATE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/crypto/certificate.h"
#include "node/crypto/note.h"
#include "node/statement/identity.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/statement/operation.h"
#include "node/statement/roots.h"

namespace lightship::trust {

using crypto::Digest;

// A key as one certificate made it known. A key may be granted again with a newer certificate; once revoked, it may not.
struct GrantedKey {
  crypto::Certificate certificate;
  statement::Identity identity;
  uint64_t granted_index = 0;
  // First revocation, and the earliest time that any revocation names, with the index of that revocation.
  std::optional<uint64_t> revoked_index;
  std::optional<absl::Time> compromised_since;
  std::optional<uint64_t> compromised_index;

  // Whether a statement admitted at this time is in doubt, although it was rightly admitted.
  bool CompromisedAt(absl::Time admitted_at) const {
    return compromised_since.has_value() && admitted_at >= *compromised_since;
  }
};

// A key that signs the log's checkpoints, and since when: 0 for that of the opening, else the index of the LogKeyChange.
struct LogKey {
  uint64_t since = 0;
  crypto::NoteKey key;
};

// A value; copying is cheap (shared, copied on write). Thread-compatible.
class KeyState {
 public:
  // State after entry 0.
  static absl::StatusOr<KeyState> Open(const v1::HeldEntry& entry_zero,
                                       const statement::PinnedRoots& roots);

  // Applies a KEY statement (index > 0) whose signatures the caller has checked. A grant whose chain does not verify
  // at the entry's admission time or names another economy, one of a revoked key, a second opening, a revocation of an unknown
  // key, or a change to a log key that was there before or to another cosigner key is an error: no honest node admits one. The state is then as before.
  // KEYs may come in another order than they stand in: each takes effect at its index, or is refused (PERMISSION_DENIED) while one
  // before it that it needs has not come.
  absl::Status Apply(const statement::OpenedEntry& entry, const v1::KeyStatement& content,
                     const statement::PinnedRoots& roots);

  // Whether the log may have this one behind those applied: TOO_LARGE beyond limits::kKeysBeforeGrant or kKeysOfLog. Apply does not ask,
  // since what a log has been found to hold counts.
  absl::Status CheckRoom(const v1::KeyStatement& content) const;

  // The key, if it may sign a statement that does `operation`, admitted at `index` and `admitted_at`: granted before, not revoked
  // before, certificate in its period, role for the operation. A revocation counts for indexes above its own; whether it throws
  // doubt on earlier ones (CompromisedAt) is no matter here, or nodes would disagree on what the log may hold. UNKNOWN_KEY, REVOKED_KEY, UNTRUSTED_CERTIFICATE or MISSING_ROLE otherwise. The pointer is good as long as some
  // copy of this state is, and nothing is applied to it.
  // `renewed`: a certificate of this very key that the statement itself grants; its period counts then, not that of the one
  // before it, which may have ended.
  absl::StatusOr<const GrantedKey*> Judge(const Digest& key_id, statement::Operation operation,
                                          uint64_t index, absl::Time admitted_at,
                                          const crypto::Certificate* renewed = nullptr) const;
  // The newest grant that stands before `index`, whatever its state: the one that a statement there is judged by. nullptr
  // when there is none. (Entry 0 alone is signed by the key that it grants.)
  const GrantedKey* FindBefore(const Digest& key_id, uint64_t index) const;
  // Index of a revocation that throws doubt on a statement signed by these keys and admitted at this time; nothing when none
  // does. May change from nothing to one as the log grows, never back.
  std::optional<uint64_t> DoubtedBy(absl::Span<const Digest> signers, absl::Time admitted_at) const;
  // Its newest grant, whatever its state; nullptr when never granted.
  const GrantedKey* Find(const Digest& key_id) const;

  // Index of its first grant; nothing when never granted.
  std::optional<uint64_t> FirstGrant(const Digest& key_id) const;

  // Keys revoked in this log or in epochs before it: no grant of them counts.
  std::set<Digest> Revoked() const;
  bool IsRevoked(const Digest& key_id) const;

  // The key that signs the checkpoint of this size. A change at index k counts for sizes above k + 1: the checkpoint that just
  // includes it is the last of the old key, so that who follows the log meets each new key in entries that it can verify.
  const LogKey& LogKeyAt(uint64_t size) const;
  // Index of the first change at or after `index`.
  std::optional<uint64_t> NextLogKeyChange(uint64_t index) const;
  const statement::Origin& origin() const { return opening_->origin; }
  const crypto::NoteKey& cosigner_key() const { return opening_->cosigner_key; }

 private:
  // Grants of each key in order of index. Never empty.
  using Keys = std::map<Digest, std::vector<GrantedKey>>;
  using LogKeys = std::vector<LogKey>;  // by `since`; never empty
  KeyState(std::shared_ptr<const statement::LogOpening> opening, std::shared_ptr<Keys> keys)
      : opening_(std::move(opening)),
        keys_(std::move(keys)),
        log_keys_(std::make_shared<LogKeys>(LogKeys{{0, opening_->log_key}})) {}

  absl::Status Grant(const statement::OpenedEntry& entry, const v1::KeyGrant& grant,
                     const statement::PinnedRoots& roots);
  absl::Status Revoke(const statement::OpenedEntry& entry, const v1::KeyRevocation& revocation);
  absl::Status ChangeLogKey(uint64_t index, const v1::LogKeyChange& change);

  std::shared_ptr<const statement::LogOpening> opening_;
  // Changed in place while no copy of this state shares them, else copied first.
  std::shared_ptr<Keys> keys_;
  std::shared_ptr<LogKeys> log_keys_;
  size_t statements_ = 1;  // KEY statements so far
};

}  // namespace lightship::trust

#endif  // LIGHTSHIP_NODE_TRUST_KEY_STATE_H_
