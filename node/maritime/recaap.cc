#include "node/maritime/recaap.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/maritime/vocabulary.h"

namespace lightship::maritime {
namespace {

// More than nine perpetrators.
constexpr uint32_t kMany = 10;

// What the rules look at.
struct Factors {
  bool boarded = false, attempted = false, seized = false;
  bool firearms = false, other_weapons = false, weapons_known = false;
  bool gravest = false, violence = false, threat = false, crew_known = false;
  bool valuable = false, loss_known = false, count_known = false;
  uint32_t perpetrators = 0;
};

bool AnyOf(const std::set<int>& values, std::initializer_list<int> wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](int value) { return values.contains(value); });
}

void SetAct(const v1::Facts& facts, Factors& factors) {
  const v1::ActStage act = facts.act_stage();
  factors.attempted = act == v1::ACT_STAGE_ATTEMPTED_BOARDING || act == v1::ACT_STAGE_FIRED_UPON;
  factors.boarded = act >= v1::ACT_STAGE_BOARDED && act <= v1::ACT_STAGE_HIJACK_AND_KIDNAP;
  factors.seized = act >= v1::ACT_STAGE_HIJACKED && act <= v1::ACT_STAGE_HIJACK_AND_KIDNAP;
}

void SetWeapons(const v1::Facts& facts, Factors& factors) {
  std::set<int> weapons;
  for (const v1::WeaponSeen& seen : facts.weapons()) weapons.insert(seen.weapon());
  factors.firearms = AnyOf(weapons, {v1::WEAPON_FIREARM, v1::WEAPON_RPG, v1::WEAPON_EXPLOSIVE,
                                     v1::WEAPON_WBIED_MISSILE_DRONE});
  factors.other_weapons = !weapons.empty();
  factors.weapons_known =
      !weapons.empty() || facts.weapons_statement() == v1::STATED_STATE_NONE;
}

void SetCrew(const v1::Facts& facts, Factors& factors) {
  std::set<int> harm;
  for (const v1::CrewHarm& seen : facts.crew_consequences()) harm.insert(seen.consequence());
  factors.gravest = AnyOf(harm, {v1::CREW_CONSEQUENCE_KILLED, v1::CREW_CONSEQUENCE_KIDNAPPED,
                                 v1::CREW_CONSEQUENCE_MISSING});
  factors.violence = AnyOf(harm, {v1::CREW_CONSEQUENCE_ASSAULTED, v1::CREW_CONSEQUENCE_INJURED,
                                  v1::CREW_CONSEQUENCE_TAKEN_HOSTAGE, v1::CREW_CONSEQUENCE_TIED_UP,
                                  v1::CREW_CONSEQUENCE_RANSOM_DEMANDED});
  factors.threat = AnyOf(harm, {v1::CREW_CONSEQUENCE_THREATENED});
  factors.crew_known = factors.gravest || factors.violence || factors.threat ||
                       AnyOf(harm, {v1::CREW_CONSEQUENCE_NONE});
}

void SetLoss(const v1::Facts& facts, Factors& factors) {
  std::set<int> losses;
  for (const v1::Loss& loss : facts.losses()) losses.insert(loss.kind());
  factors.valuable =
      AnyOf(losses, {v1::LOSS_KIND_CARGO_DRY, v1::LOSS_KIND_OIL_OR_FUEL_SIPHONED,
                     v1::LOSS_KIND_CONTAINER_CONTENTS, v1::LOSS_KIND_SHIP_ITSELF});
  factors.loss_known = !losses.empty() || facts.loss_statement() == v1::STATED_STATE_NONE;
}

Factors FactorsOf(const v1::Facts& facts) {
  Factors factors;
  SetAct(facts, factors);
  SetWeapons(facts, factors);
  SetCrew(facts, factors);
  SetLoss(facts, factors);
  factors.perpetrators =
      std::max(facts.perpetrators().count_min(), facts.perpetrators().count_max());
  factors.count_known =
      facts.perpetrators().has_count_min() || facts.perpetrators().has_count_max();
  return factors;
}

// What may be found out yet of the inputs that nobody has stated.
Factors AtWorst(Factors factors) {
  if (!factors.weapons_known) factors.firearms = factors.other_weapons = true;
  if (!factors.crew_known) factors.gravest = factors.violence = factors.threat = true;
  if (!factors.loss_known) factors.valuable = true;
  if (!factors.count_known) factors.perpetrators = kMany;
  return factors;
}

std::string CategoryOf(const Factors& factors) {
  if (factors.attempted) return "attempted";
  if (!factors.boarded) return "";
  const bool by_force = factors.firearms || factors.violence || factors.perpetrators >= kMany;
  if (factors.seized || factors.gravest || (factors.valuable && by_force)) return "1";
  if (factors.firearms || factors.violence) return "2";
  if (factors.other_weapons || factors.threat) return "3";
  return "4";
}

template <typename List>
std::string Joined(std::vector<List> values, absl::string_view otherwise) {
  std::set<std::string> words;
  for (List value : values) words.insert(DisplayName(value));
  return words.empty() ? std::string(otherwise) : absl::StrJoin(words, ", ");
}

std::vector<std::string> InputsOf(const v1::Facts& facts) {
  std::vector<v1::Weapon> weapons;
  for (const v1::WeaponSeen& seen : facts.weapons()) weapons.push_back(seen.weapon());
  std::vector<v1::CrewConsequence> crew;
  for (const v1::CrewHarm& harm : facts.crew_consequences()) crew.push_back(harm.consequence());
  std::vector<v1::LossKind> losses;
  for (const v1::Loss& loss : facts.losses()) losses.push_back(loss.kind());
  const v1::Perpetrators& people = facts.perpetrators();
  const std::string count =
      !people.has_count_min() && !people.has_count_max() ? "not stated"
      : people.count_min() == people.count_max()
          ? absl::StrCat(people.count_max())
          : absl::StrCat(people.count_min(), " to ", people.count_max());
  return {
      absl::StrCat("act: ", DisplayName(facts.act_stage())),
      absl::StrCat("weapons: ",
                   Joined(weapons, facts.weapons_statement() == v1::STATED_STATE_NONE
                                       ? "none"
                                       : "not stated")),
      absl::StrCat("crew: ", Joined(crew, "not stated")),
      absl::StrCat("perpetrators: ", count),
      absl::StrCat("loss: ", Joined(losses, facts.loss_statement() == v1::STATED_STATE_NONE
                                                ? "nothing stolen"
                                                : "not stated")),
  };
}

}  // namespace

RecaapProposal ProposeRecaap(const v1::Facts& facts) {
  const Factors factors = FactorsOf(facts);
  RecaapProposal proposal;
  proposal.category = CategoryOf(factors);
  // With everything that is not stated at its gravest.
  proposal.provisional = proposal.category != CategoryOf(AtWorst(factors));
  proposal.inputs = InputsOf(facts);
  return proposal;
}

}  // namespace lightship::maritime
