#include "node/trust/audiences.h"

#include <algorithm>

#include "node/base/limits.h"
#include "node/statement/address.h"

namespace lightship::trust {
namespace {

using statement::AudienceName;

bool IsWellFormed(const v1::AudienceDefinition& definition) {
  const std::string& name = definition.name();
  if (!statement::IsLabel(name) || name == "own" || name == "all") return false;
  if (definition.version() == 0) return false;
  if (definition.economies_size() > static_cast<int>(base::limits::kAudienceMembers)) return false;
  return std::all_of(definition.economies().begin(), definition.economies().end(),
                     [](const std::string& code) { return statement::IsEconomyCode(code); });
}

}  // namespace

void AudienceBook::Define(absl::string_view author, const v1::AudienceDefinition& definition) {
  if (!statement::IsEconomyCode(author) || !IsWellFormed(definition)) return;
  std::set<std::string, std::less<>> members(definition.economies().begin(),
                                             definition.economies().end());
  members.insert(std::string(author));
  definitions_.emplace(Key(author, definition.name(), definition.version()), std::move(members));
}

AudienceBook::Verdict AudienceBook::Judge(absl::string_view economy, absl::string_view author,
                                          absl::string_view audience) const {
  if (!statement::IsEconomyCode(economy)) return Verdict::kOutside;
  if (economy == author) return Verdict::kMayHold;
  const absl::StatusOr<AudienceName> name = AudienceName::Parse(audience);
  if (!name.ok()) return Verdict::kOwnOnly;
  switch (name->kind) {
    case AudienceName::Kind::kOwn:
      return Verdict::kOwnOnly;
    case AudienceName::Kind::kAll:
      return Verdict::kMayHold;
    case AudienceName::Kind::kNamed:
      break;
  }
  auto found = definitions_.find(Key(name->economy, name->name, name->version));
  if (found == definitions_.end()) return Verdict::kUndefined;
  return found->second.contains(economy) ? Verdict::kMayHold : Verdict::kOutside;
}

AudienceBook::Verdict AudienceBook::JudgePart(absl::string_view economy,
                                              const v1::Manifest& manifest,
                                              const v1::PartRef& part) const {
  const Verdict statement = Judge(economy, manifest.economy(), manifest.audience());
  if (statement != Verdict::kMayHold || part.audience().empty()) return statement;
  return Judge(economy, manifest.economy(), part.audience());
}

}  // namespace lightship::trust
