// Who may hold one statement and its parts now: the audiences that its author signed, then what later statements of the
// author's economy released, narrowed or erased. Fails closed wherever AudienceBook does. Pure.
#ifndef LIGHTSHIP_NODE_TRUST_DISCLOSURE_H_
#define LIGHTSHIP_NODE_TRUST_DISCLOSURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/crypto/digest.h"
#include "node/trust/audiences.h"

namespace lightship::trust {

// Statements that everything after them is judged by: they keep their parts and their audience, and can only be retracted.
bool HoldsLogTogether(v1::StatementKind kind);

// A view: what it is made from outlives it.
class Disclosure {
 public:
  using Verdict = AudienceBook::Verdict;

  // `acts` are those kept for the statement's place, in order of index. Only those that name `id` count, and none about a
  // statement that holds the log together: admission refuses them, but a peer's log may have them.
  Disclosure(const AudienceBook& audiences, const v1::Manifest& manifest, const crypto::Digest& id,
             const storage::v1::Acts& acts)
      : audiences_(audiences), manifest_(manifest), id_(id), acts_(acts) {}

  // May `economy` hold the statement at all, parts aside?
  Verdict Judge(absl::string_view economy) const;
  // May it hold the part? An erased part is for nobody, its author's economy included.
  Verdict JudgePart(absl::string_view economy, const v1::PartRef& part) const;

  // May the economy ever have got the part, whatever was narrowed or erased since?
  bool MayHaveHeld(absl::string_view economy, const v1::PartRef& part) const;
  // Whether the act is about this statement and erases.
  bool Erases(const storage::v1::Act& act) const { return Counts(act) && act.has_erase(); }

  // Whether the part is to be gone everywhere, by a statement or because its date has come.
  bool Erased(absl::string_view part_name) const;
  // The first act that erases it; nullptr when none does.
  const storage::v1::Act* ErasedBy(absl::string_view part_name) const;
  // Who may hold the part, in words: "SG/straits-patrol@3", "own, released to all".
  std::string AudienceOf(const v1::PartRef& part) const;

  // Index of the release that made the statement or parts of it the economy's business; unset when it was so from the start,
  // or is not. A cosignature of an earlier size does not say that they are held.
  std::optional<uint64_t> EntitledBy(absl::string_view economy) const;
  // Of `economies`, those that may hold the statement, sorted, the author's first.
  std::vector<std::string> Members(const std::vector<std::string>& economies) const;

 private:
  bool Counts(const storage::v1::Act& act) const;
  // What acts make of a first verdict; of the statement when `part_name` is empty.
  Verdict Follow(absl::string_view economy, absl::string_view part_name, Verdict verdict) const;

  const AudienceBook& audiences_;
  const v1::Manifest& manifest_;
  const crypto::Digest& id_;
  const storage::v1::Acts& acts_;
};

}  // namespace lightship::trust

#endif  // LIGHTSHIP_NODE_TRUST_DISCLOSURE_H_
