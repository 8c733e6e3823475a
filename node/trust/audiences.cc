#include "node/trust/audiences.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "node/base/limits.h"

namespace lightship::trust {
namespace {

using statement::AudienceName;

std::array<char, 2> CodeOf(absl::string_view economy) { return {economy[0], economy[1]}; }

}  // namespace

bool AudienceBook::IsWellFormed(const v1::AudienceDefinition& definition) {
  const std::string& name = definition.name();
  if (!statement::IsLabel(name) || name == "own" || name == "all") return false;
  if (definition.version() == 0) return false;
  if (definition.economies_size() > static_cast<int>(base::limits::kAudienceMembers)) return false;
  return std::all_of(definition.economies().begin(), definition.economies().end(),
                     [](const std::string& code) { return statement::IsEconomyCode(code); });
}

AudienceBook::Members AudienceBook::MembersOf(absl::string_view author,
                                              const v1::AudienceDefinition& definition) {
  Members members = {CodeOf(author)};
  for (const std::string& economy : definition.economies()) members.push_back(CodeOf(economy));
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return members;
}

AudienceBook::SharedMembers AudienceBook::InCommon(const SharedMembers& a, const SharedMembers& b) {
  if (a == nullptr || *a == *b) return b;
  Members both;
  std::set_intersection(a->begin(), a->end(), b->begin(), b->end(), std::back_inserter(both));
  return std::make_shared<const Members>(std::move(both));
}

bool AudienceBook::Define(absl::string_view author, const v1::AudienceDefinition& definition,
                          Place place) {
  if (!statement::IsEconomyCode(author) || !IsWellFormed(definition)) return false;
  auto [found, fresh] = definitions_.try_emplace(
      Key(author, definition.name(), definition.version()), Definition{place, std::nullopt});
  Definition& known = found->second;
  const auto stated = std::make_shared<const Members>(MembersOf(author, definition));
  const SharedMembers members = InCommon(known.members, stated);
  const bool changes = fresh || place < known.first || place == known.lost || known.members == nullptr || *members != *known.members;
  if (place == known.lost) known.lost.reset();
  known.first = std::min(known.first, place);
  known.standing.emplace_back(place, stated);
  known.members = members;
  return changes;
}

std::optional<std::pair<std::string, uint32_t>> AudienceBook::Undefine(absl::string_view author, Place place) {
  const auto stands_there = [&](const auto& one) { return one.first == place; };
  for (auto row = definitions_.lower_bound(Key(author, "", 0)); row != definitions_.end() && std::get<0>(row->first) == author; ++row) {
    Definition& known = row->second;
    if (std::erase_if(known.standing, stands_there) == 0) continue;
    const std::pair<std::string, uint32_t> name(std::get<1>(row->first), std::get<2>(row->first));
    known.members = nullptr;
    if (known.standing.empty() && !known.lost.has_value()) {
      definitions_.erase(row);
      return name;
    }
    known.first = known.lost.value_or(known.standing.empty() ? place : known.standing.front().first);
    for (const auto& [at, members] : known.standing) {
      known.first = std::min(known.first, at);
      known.members = InCommon(known.members, members);
    }
    return name;
  }
  return std::nullopt;
}

std::optional<AudienceBook::Place> AudienceBook::FirstPlace(absl::string_view author, absl::string_view name,
                                                            uint32_t version) const {
  auto found = definitions_.find(Key(author, name, version));
  return found == definitions_.end() ? std::nullopt : std::optional(found->second.first);
}

void AudienceBook::Claim(absl::string_view author, absl::string_view name, uint32_t version,
                         Place place) {
  definitions_.try_emplace(Key(author, name, version), Definition{place, place});
}

bool AudienceBook::IsDefinedOtherwise(absl::string_view author,
                                      const v1::AudienceDefinition& definition) const {
  auto found = definitions_.find(Key(author, definition.name(), definition.version()));
  return found != definitions_.end() &&
         (found->second.lost || *found->second.members != MembersOf(author, definition));
}

std::vector<AudienceBook::Known> AudienceBook::List(size_t most) const {
  std::map<std::string, std::vector<Known>> of_owner;
  for (const auto& [key, definition] : definitions_) {
    if (definition.lost) continue;
    const auto& [owner, name, version] = key;
    of_owner[owner].push_back({{AudienceName::Kind::kNamed, owner, name, version}, {}, definition.first});
    for (const auto& code : *definition.members) of_owner[owner].back().economies.emplace_back(code.begin(), code.end());
  }
  std::vector<Known> listed;
  for (auto& [owner, known] : of_owner) {
    if (const size_t share = std::max<size_t>(1, most / of_owner.size()); known.size() > share) {
      std::vector<Place> places;
      for (const Known& one : known) places.push_back(one.place);
      std::sort(places.begin(), places.end());
      std::erase_if(known, [&](const Known& one) { return one.place < places[places.size() - share]; });
    }
    std::move(known.begin(), known.end(), std::back_inserter(listed));
  }
  return listed;
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
  if (found == definitions_.end() || found->second.lost) return Verdict::kUndefined;
  const Members& members = *found->second.members;
  return std::binary_search(members.begin(), members.end(), CodeOf(economy)) ? Verdict::kMayHold : Verdict::kOutside;
}

AudienceBook::Verdict AudienceBook::JudgePart(absl::string_view economy,
                                              const v1::Manifest& manifest,
                                              const v1::PartRef& part) const {
  const Verdict statement = Judge(economy, manifest.economy(), manifest.audience());
  if (statement != Verdict::kMayHold || part.audience().empty()) return statement;
  return Judge(economy, manifest.economy(), part.audience());
}

}  // namespace lightship::trust
