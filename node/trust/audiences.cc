#include "node/trust/audiences.h"

#include <algorithm>

#include "node/base/limits.h"
#include "node/statement/address.h"

namespace lightship::trust {

using statement::AudienceName;

void AudienceBook::Define(absl::string_view author, const v1::AudienceDefinition& definition) {
  if (!statement::IsLabel(definition.name()) || definition.version() == 0) return;
  if (static_cast<size_t>(definition.economies_size()) > base::limits::kAudienceMembers) return;
  std::set<std::string, std::less<>> members;
  for (const std::string& economy : definition.economies()) {
    if (statement::IsEconomyCode(economy)) members.insert(economy);
  }
  definitions_.try_emplace({std::string(author), definition.name(), definition.version()},
                           std::move(members));
}

AudienceBook::Verdict AudienceBook::Judge(absl::string_view economy, absl::string_view author,
                                          absl::string_view audience) const {
  if (economy == author) return Verdict::kMayHold;
  absl::StatusOr<AudienceName> name = AudienceName::Parse(audience);
  if (!name.ok()) return Verdict::kOwnOnly;
  switch (name->kind) {
    case AudienceName::Kind::kOwn:
      return Verdict::kOwnOnly;
    case AudienceName::Kind::kAll:
      return Verdict::kMayHold;
    case AudienceName::Kind::kNamed:
      break;
  }
  auto found = definitions_.find({name->economy, name->name, name->version});
  if (found == definitions_.end()) return Verdict::kUndefined;
  return found->second.contains(economy) || economy == name->economy ? Verdict::kMayHold
                                                                     : Verdict::kOutside;
}

AudienceBook::Verdict AudienceBook::JudgePart(absl::string_view economy,
                                              const v1::Manifest& manifest,
                                              const v1::PartRef& part) const {
  Verdict whole = Judge(economy, manifest.economy(), manifest.audience());
  if (whole != Verdict::kMayHold || part.audience().empty()) return whole;
  return Judge(economy, manifest.economy(), part.audience());
}

std::vector<std::string> AudienceBook::Members(absl::string_view author,
                                               absl::string_view audience,
                                               const std::vector<std::string>& members) const {
  std::vector<std::string> inside;
  for (const std::string& economy : members) {
    if (economy != author && Judge(economy, author, audience) == Verdict::kMayHold) {
      inside.push_back(economy);
    }
  }
  std::sort(inside.begin(), inside.end());
  inside.insert(inside.begin(), std::string(author));
  return inside;
}

}  // namespace lightship::trust
