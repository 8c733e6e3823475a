#include "node/incident/correlation/account.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/maritime/vocabulary.h"

namespace lightship::incident::correlation {
namespace {

constexpr int64_t kDaySeconds = 24 * 3600;
// Local time at a longitude is known to two hours on either side.
constexpr int64_t kToTheHourSeconds = 6 * 3600;
// Beyond the years 1 to 9999; sums of two cannot overflow.
constexpr int64_t kMostSeconds = int64_t{10'000} * 366 * kDaySeconds;
constexpr double kDefaultUncertaintyM = 926;

std::optional<When> WhenOf(const v1::OccurrenceTime& time) {
  if (!time.has_start() || !time.has_end()) return std::nullopt;
  const auto is_in_years = [](int64_t s) { return s >= -kMostSeconds && s <= kMostSeconds; };
  if (!is_in_years(time.start().seconds()) || !is_in_years(time.end().seconds())) {
    return std::nullopt;
  }
  When when{time.start().seconds(), time.end().seconds()};
  const int64_t length = when.end_s - when.begin_s;
  if (length <= 0) return std::nullopt;
  when.to_the_hour = length <= kToTheHourSeconds;
  // 36 hours in which a date lies somewhere, or 26 that hold a time of day in any zone.
  if (length > kDaySeconds && length <= 2 * kDaySeconds) {
    const int64_t middle = when.begin_s + length / 2;
    when.begin_s = middle - kDaySeconds / 2;
    when.end_s = middle + kDaySeconds / 2;
  }
  return when;
}

// Numbers that one event has. A circular covers many, and a CAP message is not the event.
bool NumbersOneEvent(v1::RefScheme scheme) {
  return scheme != v1::REF_SCHEME_UNSPECIFIED && scheme != v1::REF_SCHEME_IMO_MSC_CIRC &&
         scheme != v1::REF_SCHEME_NAVAREA_WARNING && scheme != v1::REF_SCHEME_CAP &&
         scheme != v1::REF_SCHEME_OTHER;
}

std::string SourceOf(const v1::Facts& facts) {
  for (const v1::ExternalRef& reference : facts.external_refs()) {
    if (!NumbersOneEvent(reference.scheme())) continue;
    if (reference.scheme() == v1::REF_SCHEME_NATIONAL_CASE_NO) continue;
    return maritime::DisplayName(reference.scheme());
  }
  if (facts.source_chain().empty()) return "";
  const v1::Source& source = facts.source_chain(0);
  return source.organisation().empty() ? maritime::DisplayName(source.kind())
                                       : source.organisation();
}

// Letters and figures of a call sign; "NONE" and "UNKNOWN" are none, because a figure is wanted.
std::string CallSignOf(absl::string_view written) {
  std::string sign;
  for (const char c : written) {
    if (absl::ascii_isalnum(c)) sign += absl::ascii_toupper(c);
  }
  const bool letter = std::any_of(sign.begin(), sign.end(), absl::ascii_isalpha);
  const bool figure = std::any_of(sign.begin(), sign.end(), absl::ascii_isdigit);
  return letter && figure && sign.size() >= 4 && sign.size() <= 7 ? sign : "";
}

void AddReferences(const v1::Facts& facts, absl::string_view keeper, Account& account) {
  for (const v1::ExternalRef& reference : facts.external_refs()) {
    account.in_imo_list |= reference.scheme() == v1::REF_SCHEME_IMO_MSC_CIRC;
    if (!NumbersOneEvent(reference.scheme())) continue;
    std::string series = reference.series();
    if (reference.scheme() == v1::REF_SCHEME_NATIONAL_CASE_NO) {
      if (keeper.empty()) continue;
      series = absl::StrCat(keeper, " ", series);
    }
    account.references.push_back({reference.scheme(), std::move(series), reference.id()});
  }
  if (facts.source_chain().empty()) return;
  const v1::Source& source = facts.source_chain(0);
  if (source.kind() != v1::SOURCE_KIND_IMB_PRC || source.reference().empty()) return;
  account.collection = maritime::DisplayName(source.kind());
  account.record = source.reference();
}

void AddShips(const v1::Facts& facts, const v1::VesselDetails* vessel, Account& account) {
  const int described = facts.ships_size(), named = vessel == nullptr ? 0 : vessel->victims_size();
  const int ships = std::min(std::max(described, named), static_cast<int>(kShipsCompared));
  for (int i = 0; i < ships; ++i) {
    Ship& ship = account.ships.emplace_back();
    if (i < described) ship.type = facts.ships(i).type();
    if (i >= named) continue;
    const v1::Vessel& victim = vessel->victims(i);
    if (victim.name_state() == v1::NAME_STATE_GIVEN) {
      ship.names = NamesOf(victim.name_as_written().empty() ? victim.name_normalised()
                                                            : victim.name_as_written());
    }
    ship.imo_number = victim.imo_number();
    ship.imo_valid = victim.imo_check() == v1::IMO_CHECK_VALID;
    ship.mmsi = victim.mmsi();
    ship.call_sign = CallSignOf(victim.call_sign());
  }
}

// One language is enough, and English is what most reports share.
absl::string_view TextOf(const v1::Narrative& narrative) {
  for (const v1::NarrativeText& text : narrative.texts()) {
    if (absl::StartsWith(text.language(), "en")) return text.text();
  }
  return narrative.texts().empty() ? absl::string_view() : narrative.texts(0).text();
}

}  // namespace

Account MakeAccount(const v1::Facts& facts, const v1::VesselDetails* vessel,
                    const v1::Narrative* narrative, absl::string_view keeper) {
  Account account;
  account.source = SourceOf(facts);
  AddReferences(facts, keeper, account);
  account.when = WhenOf(facts.occurred());
  account.point = maritime::PointOf(facts.position());
  account.uncertainty_m = facts.position().has_uncertainty_m() ? facts.position().uncertainty_m()
                                                               : kDefaultUncertaintyM;
  account.centre_of_place = facts.position().notation() == v1::POSITION_NOTATION_PLACE_CENTROID;
  AddShips(facts, vessel, account);
  if (narrative != nullptr) account.prose = ReadProse(TextOf(*narrative));
  account.status = facts.ship_status();
  account.act = facts.act_stage();
  const v1::Perpetrators& perpetrators = facts.perpetrators();
  if (perpetrators.has_count_min()) account.perpetrators_min = perpetrators.count_min();
  if (perpetrators.has_count_max()) account.perpetrators_max = perpetrators.count_max();
  return account;
}

}  // namespace lightship::incident::correlation
