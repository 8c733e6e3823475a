#include "node/incident/countable.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "absl/numeric/bits.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "lightship/v1/facets.pb.h"
#include "node/maritime/economy.h"
#include "node/maritime/geometry.h"
#include "node/maritime/named_area.h"
#include "node/maritime/recaap.h"
#include "node/maritime/sun.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

uint32_t Bit(int value) { return value > 0 && value < 32 ? uint32_t{1} << value : 0; }

// Of code lists: one bit per value but those that say nothing.
template <typename Values>
uint32_t Bits(const Values& values, int not_stated = 0) {
  uint32_t bits = 0;
  for (int value : values) bits |= value == not_stated ? 0 : Bit(value);
  return bits;
}

bool Any(uint32_t bits, std::initializer_list<int> values) { return (bits & Bits(values)) != 0; }

Outcome OutcomeOf(v1::ActStage act) {
  switch (act) {
    case v1::ACT_STAGE_BOARDED:
    case v1::ACT_STAGE_ROBBERY:
    case v1::ACT_STAGE_HIJACKED:
    case v1::ACT_STAGE_KIDNAPPING:
    case v1::ACT_STAGE_HIJACK_AND_KIDNAP:
      return kActual;
    case v1::ACT_STAGE_ATTEMPTED_BOARDING:
    case v1::ACT_STAGE_FIRED_UPON:
      return kAttempted;
    default:
      return kNeither;
  }
}

int PerpetratorsOf(const v1::Facets& facets) {
  const uint32_t most = std::max(facets.perpetrators_min(), facets.perpetrators_max());
  if (most == 0) return 0;
  if (most <= 3) return kOneToThree;
  if (most <= 6) return kFourToSix;
  return most <= 9 ? kSevenToNine : kMoreThanNine;
}

int ArmsOf(uint32_t weapons, v1::StatedState statement) {
  if (Any(weapons, {v1::WEAPON_FIREARM, v1::WEAPON_RPG, v1::WEAPON_EXPLOSIVE,
                    v1::WEAPON_WBIED_MISSILE_DRONE})) {
    return kGuns;
  }
  if (weapons != 0) return kKnivesOrOther;
  return statement == v1::STATED_STATE_NONE ? kNotArmed : 0;
}

int ImbArmsOf(uint32_t weapons, v1::StatedState statement) {
  switch (ArmsOf(weapons, statement)) {
    case kGuns: return kImbGuns;
    case kKnivesOrOther: return Any(weapons, {v1::WEAPON_KNIFE_OR_BLADE}) ? kImbKnives : kImbOther;
    case kNotArmed: return kImbNone;
    default: return 0;
  }
}

int TreatmentOf(uint32_t harm) {
  if (Any(harm, {v1::CREW_CONSEQUENCE_KILLED, v1::CREW_CONSEQUENCE_MISSING})) return kKilledOrMissing;
  if (Any(harm, {v1::CREW_CONSEQUENCE_KIDNAPPED})) return kKidnapped;
  if (Any(harm, {v1::CREW_CONSEQUENCE_TAKEN_HOSTAGE, v1::CREW_CONSEQUENCE_TIED_UP,
                 v1::CREW_CONSEQUENCE_RANSOM_DEMANDED})) {
    return kHeld;
  }
  if (Any(harm, {v1::CREW_CONSEQUENCE_ASSAULTED, v1::CREW_CONSEQUENCE_INJURED})) return kAssaulted;
  if (Any(harm, {v1::CREW_CONSEQUENCE_THREATENED})) return kThreatened;
  return Any(harm, {v1::CREW_CONSEQUENCE_NONE}) ? kUnhurt : 0;
}

int CraftSpeedOf(const v1::Facets& facets) {
  if (!facets.has_craft_speed_kn()) return 0;
  if (facets.craft_speed_kn() < 10) return kUnderTenKnots;
  if (facets.craft_speed_kn() < 20) return kTenKnots;
  return facets.craft_speed_kn() < 30 ? kTwentyKnots : kThirtyKnots;
}

// Values of one scheme, each once.
std::set<std::string> ClassifiedAs(const v1::Facets& facets, v1::ClassificationScheme scheme) {
  std::set<std::string> values;
  for (const v1::Classified& classified : facets.classifications()) {
    if (classified.scheme() == scheme) values.insert(classified.value());
  }
  return values;
}

int LegalClassOf(const v1::IncidentSummary& summary) {
  const v1::Facets& facets = summary.facets();
  std::set<std::string> said = ClassifiedAs(facets, v1::CLASSIFICATION_SCHEME_UNCLOS_IMO);
  if (said.size() > 1) return v1::LEGAL_CLASS_DISPUTED;
  if (said.size() == 1) {
    auto value = maritime::ParseValue<v1::LegalClass>(*said.begin());
    return value.ok() ? *value : v1::LEGAL_CLASS_UNSPECIFIED;
  }
  if (facets.legal_class_claimed() != v1::LEGAL_CLASS_UNSPECIFIED) return facets.legal_class_claimed();
  if (summary.act_stage() == v1::ACT_STAGE_SUSPICIOUS_ACTIVITY) return v1::LEGAL_CLASS_SUSPICIOUS_ONLY;
  const bool attempted = OutcomeOf(summary.act_stage()) == kAttempted;
  switch (facets.sea_zone()) {
    case v1::SEA_ZONE_INTERNATIONAL_WATERS:
      return attempted ? v1::LEGAL_CLASS_ATTEMPTED_PIRACY : v1::LEGAL_CLASS_PIRACY;
    case v1::SEA_ZONE_TERRITORIAL_WATERS:
    case v1::SEA_ZONE_PORT_AREA:
    case v1::SEA_ZONE_ARCHIPELAGIC_WATERS:
    case v1::SEA_ZONE_INTERNAL_WATERS:
      return attempted ? v1::LEGAL_CLASS_ATTEMPTED_ARMED_ROBBERY
                       : v1::LEGAL_CLASS_ARMED_ROBBERY_AGAINST_SHIPS;
    case v1::SEA_ZONE_DISPUTED:
      return v1::LEGAL_CLASS_DISPUTED;
    default:
      return v1::LEGAL_CLASS_UNSPECIFIED;
  }
}

// "attempted" and "1" to "4"; 0 for what the scheme does not know.
int CategoryNumber(absl::string_view value) {
  int number = 0;
  if (absl::EqualsIgnoreCase(value, "attempted")) return kCategoryAttempted;
  return absl::SimpleAtoi(value, &number) && number >= 1 && number <= 4 ? number : 0;
}

// What the rule table looks at, as facts again.
v1::Facts FactsForProposal(const v1::IncidentSummary& summary) {
  const v1::Facets& facets = summary.facets();
  v1::Facts facts;
  facts.set_act_stage(summary.act_stage());
  for (int weapon : summary.weapons()) facts.add_weapons()->set_weapon(static_cast<v1::Weapon>(weapon));
  facts.set_weapons_statement(facets.weapons_statement());
  for (int harm : facets.crew_consequences()) {
    facts.add_crew_consequences()->set_consequence(static_cast<v1::CrewConsequence>(harm));
  }
  for (int loss : facets.losses()) facts.add_losses()->set_kind(static_cast<v1::LossKind>(loss));
  facts.set_loss_statement(facets.loss_statement());
  if (facets.has_perpetrators_min()) {
    facts.mutable_perpetrators()->set_count_min(facets.perpetrators_min());
  }
  if (facets.has_perpetrators_max()) {
    facts.mutable_perpetrators()->set_count_max(facets.perpetrators_max());
  }
  return facts;
}

int RecaapCategoryOf(const v1::IncidentSummary& summary) {
  std::set<std::string> said = ClassifiedAs(summary.facets(), v1::CLASSIFICATION_SCHEME_RECAAP_CAT);
  if (said.size() > 1) return kEconomiesDiffer;
  if (said.size() == 1) return CategoryNumber(*said.begin());
  maritime::RecaapProposal proposal = maritime::ProposeRecaap(FactsForProposal(summary));
  int number = CategoryNumber(proposal.category);
  if (number == 0 || number == kCategoryAttempted) return number;
  // The least category for want of any word about weapons and crew would be a guess.
  if (number == 4 && proposal.provisional) return 0;
  return kProposed + number;
}

int LightOf(const v1::IncidentSummary& summary) {
  const v1::Light stated = summary.facets().light();
  if (stated != v1::LIGHT_UNSPECIFIED && stated != v1::LIGHT_UNKNOWN) return stated;
  return maritime::LightDuring(summary.occurred(), summary.position());
}

int ArrestsOf(const v1::Facets& facets) {
  if (!facets.has_arrested()) return 0;
  return facets.arrested() > 0 ? kArrested : kNoneArrested;
}

void SetLists(const v1::IncidentSummary& summary, Countable& countable) {
  const v1::Facets& facets = summary.facets();
  auto& values = countable.values;
  values[v1::DIMENSION_WEAPON] = Bits(summary.weapons());
  values[v1::DIMENSION_CREW_CONSEQUENCE] =
      Bits(facets.crew_consequences(), v1::CREW_CONSEQUENCE_NOT_STATED);
  values[v1::DIMENSION_LOSS] = Bits(facets.losses(), v1::LOSS_KIND_NOT_STATED);
  if (values[v1::DIMENSION_LOSS] == 0 && facets.loss_statement() == v1::STATED_STATE_NONE) {
    values[v1::DIMENSION_LOSS] = Bit(v1::LOSS_KIND_NOTHING_STOLEN);
  }
  values[v1::DIMENSION_CRAFT] = Bits(facets.craft());
  values[v1::DIMENSION_CRAFT_INDICATOR] = Bits(facets.craft_indicators());
  values[v1::DIMENSION_SOURCE] = Bits(facets.sources());
}

void SetCodes(const v1::IncidentSummary& summary, Countable& countable) {
  const v1::Facets& facets = summary.facets();
  auto& values = countable.values;
  auto code = [&](v1::Dimension dimension, int value, int not_stated = 0) {
    values[dimension] = value == not_stated ? 0 : Bit(value);
  };
  code(v1::DIMENSION_LIGHT, LightOf(summary), v1::LIGHT_UNKNOWN);
  code(v1::DIMENSION_REPORTING_AREA, summary.reporting_area());
  code(v1::DIMENSION_NAVAREA, static_cast<int>(summary.navarea()));
  code(v1::DIMENSION_SEA_ZONE, facets.sea_zone(), v1::SEA_ZONE_NOT_STATED);
  code(v1::DIMENSION_ACT, summary.act_stage(), v1::ACT_STAGE_NOT_STATED);
  code(v1::DIMENSION_SHIP_STATUS, summary.ship_status(), v1::SHIP_STATUS_NOT_STATED);
  code(v1::DIMENSION_SHIP_TYPE, summary.ship_type(), v1::SHIP_TYPE_NOT_STATED);
  code(v1::DIMENSION_VERIFICATION, summary.verification());
  code(v1::DIMENSION_REPORTED, facets.reported_to_authority(), v1::TRI_STATE_UNKNOWN);
  if (values[v1::DIMENSION_ACT] != 0) code(v1::DIMENSION_OUTCOME, OutcomeOf(summary.act_stage()));
  code(v1::DIMENSION_LEGAL_CLASS, LegalClassOf(summary));
  code(v1::DIMENSION_RECAAP_CATEGORY, RecaapCategoryOf(summary));
  code(v1::DIMENSION_PERPETRATORS, PerpetratorsOf(facets));
  const uint32_t weapons = values[v1::DIMENSION_WEAPON];
  code(v1::DIMENSION_ARMS, ArmsOf(weapons, facets.weapons_statement()));
  code(v1::DIMENSION_IMB_ARMS, ImbArmsOf(weapons, facets.weapons_statement()));
  code(v1::DIMENSION_TREATMENT, TreatmentOf(values[v1::DIMENSION_CREW_CONSEQUENCE]));
  code(v1::DIMENSION_CRAFT_SPEED, CraftSpeedOf(facets));
  code(v1::DIMENSION_ARRESTS, ArrestsOf(facets));
}

// UN/LOCODE, else the place as written; some sources give the State as the place, which is no port.
std::string PortOf(const v1::IncidentSummary& summary) {
  const std::string& code = summary.facets().unlocode();
  if (!code.empty()) return absl::StrReplaceAll(code, {{" ", ""}});
  return maritime::Alpha2OfName(summary.place_text()).has_value() ? "" : summary.place_text();
}

}  // namespace

uint8_t MapCategoryOf(const Countable& countable) {
  const uint32_t bits = countable.values[v1::DIMENSION_RECAAP_CATEGORY];
  if (bits == 0) return 0;
  const int value = absl::countr_zero(bits);
  if (value > kProposed) return static_cast<uint8_t>(value - kProposed);
  return static_cast<uint8_t>(std::min<int>(value, kEconomiesDiffer));
}

Countable MakeCountable(const v1::IncidentSummary& summary) {
  const v1::Facets& facets = summary.facets();
  Countable countable;
  SetLists(summary, countable);
  SetCodes(summary, countable);
  if (auto point = maritime::PointOf(summary.position()); point.has_value()) {
    for (const maritime::NamedArea* area : maritime::AreasAt(*point)) {
      countable.areas.push_back(static_cast<uint8_t>(area - maritime::NamedAreas().data()));
    }
  }
  countable.port = PortOf(summary);
  const int offset = facets.utc_offset_minutes();
  if (facets.has_utc_offset_minutes() && std::abs(offset) <= 14 * 60) {
    countable.utc_offset_minutes = static_cast<int16_t>(offset);
  }
  countable.uncounted_by_source = facets.counts_in_statistics() == v1::TRI_STATE_NO;
  countable.doubtful = summary.doubtful();
  countable.linked = summary.reports() > 1 || summary.joined_size() > 0;
  countable.restricted = summary.restricted_size() > 0;
  return countable;
}

}  // namespace lightship::incident
