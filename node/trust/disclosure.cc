#include "node/trust/disclosure.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lightship::trust {
namespace {

using Verdict = AudienceBook::Verdict;

// Named parts, or all when none is named. The statement itself ("") is narrowed only with all its parts, but whoever gets
// any part gets it too.
template <typename Action>
bool Concerns(const Action& action, absl::string_view part_name, bool any_part) {
  if (action.part_names().empty()) return true;
  if (part_name.empty()) return any_part;
  return std::find(action.part_names().begin(), action.part_names().end(), part_name) !=
         action.part_names().end();
}

Verdict Released(Verdict before, Verdict now) {
  if (before == Verdict::kMayHold || now == Verdict::kMayHold) return Verdict::kMayHold;
  if (now == Verdict::kUndefined) return now;
  // Once others have it, "nobody but the author" would be wrong.
  return before == Verdict::kOwnOnly ? now : before;
}

Verdict Narrowed(Verdict before, Verdict now) {
  if (before == Verdict::kMayHold) return now;
  if (before == Verdict::kUndefined && now != Verdict::kMayHold) return now;
  return before;
}

}  // namespace

bool HoldsLogTogether(v1::StatementKind kind) {
  return kind == v1::STATEMENT_KIND_KEY || kind == v1::STATEMENT_KIND_AUDIENCE ||
         kind == v1::STATEMENT_KIND_WITHDRAWAL || kind == v1::STATEMENT_KIND_ATTESTATION;
}

bool Disclosure::Counts(const storage::v1::Act& act) const {
  return act.target() == crypto::AsView(id_) && !HoldsLogTogether(manifest_.kind());
}

Verdict Disclosure::Follow(absl::string_view economy, absl::string_view part_name,
                           Verdict verdict) const {
  const std::string& author = manifest_.economy();
  for (const storage::v1::Act& act : acts_.acts()) {
    if (!Counts(act)) continue;
    if (act.has_release() && Concerns(act.release(), part_name, true)) {
      verdict = Released(verdict, audiences_.Judge(economy, author, act.release().audience()));
    }
    if (act.has_narrow() && Concerns(act.narrow(), part_name, false)) {
      verdict = Narrowed(verdict, audiences_.Judge(economy, author, act.narrow().audience()));
    }
  }
  return verdict;
}

Verdict Disclosure::Judge(absl::string_view economy) const {
  return Follow(economy, "",
                audiences_.Judge(economy, manifest_.economy(), manifest_.audience()));
}

Verdict Disclosure::JudgePart(absl::string_view economy, const v1::PartRef& part) const {
  if (Erased(part.name())) return Verdict::kOutside;
  return Follow(economy, part.name(), audiences_.JudgePart(economy, manifest_, part));
}

bool Disclosure::MayHaveHeld(absl::string_view economy, const v1::PartRef& part) const {
  if (economy == manifest_.economy()) return true;
  if (audiences_.JudgePart(economy, manifest_, part) == Verdict::kMayHold) return true;
  for (const storage::v1::Act& act : acts_.acts()) {
    if (!Counts(act) || !act.has_release() || !Concerns(act.release(), part.name(), true)) continue;
    const Verdict verdict =
        audiences_.Judge(economy, manifest_.economy(), act.release().audience());
    if (verdict == Verdict::kMayHold) return true;
  }
  return false;
}

const storage::v1::Act* Disclosure::ErasedBy(absl::string_view part_name) const {
  for (const storage::v1::Act& act : acts_.acts()) {
    if (Counts(act) && act.has_erase() && Concerns(act.erase(), part_name, false)) return &act;
  }
  return nullptr;
}

bool Disclosure::Erased(absl::string_view part_name) const {
  return acts_.has_expired_at() || ErasedBy(part_name) != nullptr;
}

std::string Disclosure::AudienceOf(const v1::PartRef& part) const {
  std::string text = part.audience().empty() ? manifest_.audience() : part.audience();
  for (const storage::v1::Act& act : acts_.acts()) {
    if (!Counts(act)) continue;
    if (act.has_release() && Concerns(act.release(), part.name(), true)) {
      absl::StrAppend(&text, ", released to ", act.release().audience());
    }
    if (act.has_narrow() && Concerns(act.narrow(), part.name(), false)) {
      absl::StrAppend(&text, ", narrowed to ", act.narrow().audience());
    }
  }
  return text;
}

std::optional<uint64_t> Disclosure::EntitledBy(absl::string_view economy) const {
  const std::string& author = manifest_.economy();
  std::optional<uint64_t> index;
  if (economy == author) return index;
  for (const storage::v1::Act& act : acts_.acts()) {
    if (!Counts(act) || !act.has_release()) continue;
    const Verdict verdict = audiences_.Judge(economy, author, act.release().audience());
    if (verdict == Verdict::kMayHold) index = act.index();
  }
  return index;
}

std::vector<std::string> Disclosure::Members(const std::vector<std::string>& economies) const {
  const std::string& author = manifest_.economy();
  std::vector<std::string> members;
  for (const std::string& economy : economies) {
    if (Judge(economy) == Verdict::kMayHold) members.push_back(economy);
  }
  std::sort(members.begin(), members.end(), [&](const std::string& a, const std::string& b) {
    return std::pair(a != author, absl::string_view(a)) <
           std::pair(b != author, absl::string_view(b));
  });
  return members;
}

}  // namespace lightship::trust
