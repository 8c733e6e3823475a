// What must hold in a report's parts.
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "node/base/limits.h"
#include "node/statement/address.h"
#include "node/statement/content_rules.h"
#include "node/statement/file_type.h"
#include "node/statement/open.h"

namespace lightship::statement {
namespace {

namespace limits = base::limits;

std::string Item(absl::string_view list, int index) { return absl::StrCat(list, "[", index, "]"); }

template <typename Number>
void CheckRange(bool set, Number value, Number least, Number most, absl::string_view path,
                Findings& findings) {
  findings.Require(!set || (value >= least && value <= most), path, value, "; ", least, " to ",
                   most);
}

void CheckOccurred(const v1::OccurrenceTime& occurred, absl::Time now, Findings& findings) {
  if (!occurred.has_start() || !occurred.has_end()) {
    return findings.Add("facts.occurred.start",
                        "start and end must be set; a date alone is an interval of 24 or 36 hours");
  }
  const absl::StatusOr<absl::Time> start = ToTime(occurred.start());
  const absl::StatusOr<absl::Time> end = ToTime(occurred.end());
  if (!start.ok() || !end.ok()) return;  // told by CheckEveryField
  findings.Require(*start <= *end, "facts.occurred.end", "before start");
  findings.Require(*start <= now + limits::kClockSkewIntoFuture, "facts.occurred.start",
                   "in the future");
  CheckRange(occurred.has_utc_offset_minutes(), occurred.utc_offset_minutes(), -720, 840,
             "facts.occurred.utc_offset_minutes", findings);
}

void CheckPlace(const v1::Facts& facts, Findings& findings) {
  if (facts.has_position()) CheckPosition(facts.position(), "facts.position", findings);
  for (int i = 0; i < facts.coastal_states_size(); ++i) {
    findings.Require(IsEconomyCode(facts.coastal_states(i)), Item("facts.coastal_states", i), "'",
                     absl::CHexEscape(facts.coastal_states(i)),
                     "'; two upper-case letters (ISO 3166-1), ZZ if not known");
  }
  const std::string& locode = facts.unlocode();
  bool good = locode.empty() || (locode.size() == 5 && IsEconomyCode(locode.substr(0, 2)));
  for (size_t i = 2; good && i < locode.size(); ++i) {
    good = absl::ascii_isupper(locode[i]) || (locode[i] >= '2' && locode[i] <= '9');
  }
  findings.Require(good, "facts.unlocode", "'", absl::CHexEscape(locode),
                   "'; two upper-case letters and three of A-Z and 2-9, as SGSIN");
  CheckRange(true, facts.navarea(), 0u, 21u, "facts.navarea", findings);
}

void CheckPerpetrators(const v1::Perpetrators& perpetrators, Findings& findings) {
  findings.Require(!perpetrators.has_count_min() || !perpetrators.has_count_max() ||
                       perpetrators.count_min() <= perpetrators.count_max(),
                   "facts.perpetrators.count_min", perpetrators.count_min(),
                   " is more than count_max, ", perpetrators.count_max());
}

void CheckCraft(const v1::SuspectCraft& craft, const std::string& path, Findings& findings) {
  CheckCountry(craft.flag(), absl::StrCat(path, ".flag"), findings);
  CheckRange(craft.has_length_m(), craft.length_m(), 0.0, 500.0, absl::StrCat(path, ".length_m"),
             findings);
  CheckRange(craft.has_speed_kn(), craft.speed_kn(), 0.0, 100.0, absl::StrCat(path, ".speed_kn"),
             findings);
  CheckRange(craft.has_last_course_deg(), craft.last_course_deg(), 0u, 359u,
             absl::StrCat(path, ".last_course_deg"), findings);
}

void CheckSurroundings(const v1::Conditions& sea, const v1::Circumstances& ship,
                       Findings& findings) {
  CheckRange(sea.has_sea_state(), sea.sea_state(), 0u, 9u, "facts.conditions.sea_state", findings);
  CheckRange(sea.has_visibility_nm(), sea.visibility_nm(), 0.0, 100.0,
             "facts.conditions.visibility_nm", findings);
  CheckRange(sea.has_wind_force(), sea.wind_force(), 0u, 12u, "facts.conditions.wind_force",
             findings);
  CheckRange(sea.has_wind_direction_deg(), sea.wind_direction_deg(), 0u, 359u,
             "facts.conditions.wind_direction_deg", findings);
  CheckRange(sea.has_moon_percent(), sea.moon_percent(), 0u, 100u, "facts.conditions.moon_percent",
             findings);
  CheckRange(ship.has_speed_kn(), ship.speed_kn(), 0.0, 100.0, "facts.circumstances.speed_kn",
             findings);
  CheckRange(ship.has_course_deg(), ship.course_deg(), 0u, 359u, "facts.circumstances.course_deg",
             findings);
  CheckRange(ship.has_security_level(), ship.security_level(), 1u, 3u,
             "facts.circumstances.security_level", findings);
}

// IMO A.1078(28): the first six digits times 7 to 2, summed; the last digit of the sum is the
// seventh.
bool ImoCheckDigitHolds(uint32_t number) {
  uint32_t sum = 0;
  uint32_t rest = number / 10;
  for (uint32_t factor = 2; factor <= 7; ++factor, rest /= 10) sum += rest % 10 * factor;
  return sum % 10 == number % 10;
}

void CheckImo(const v1::Vessel& vessel, const std::string& path, Findings& findings) {
  const uint32_t number = vessel.imo_number();
  const v1::ImoCheck check = vessel.imo_check();
  if (number == 0) {
    return findings.Require(check != v1::IMO_CHECK_VALID && check != v1::IMO_CHECK_BAD_CHECK_DIGIT,
                            absl::StrCat(path, ".imo_check"), "judges a number that is not there");
  }
  if (number < 1'000'000 || number > 9'999'999) {
    return findings.Add(absl::StrCat(path, ".imo_number"), number,
                        "; seven digits, or 0 with imo_check MALFORMED and the text as written");
  }
  const v1::ImoCheck right =
      ImoCheckDigitHolds(number) ? v1::IMO_CHECK_VALID : v1::IMO_CHECK_BAD_CHECK_DIGIT;
  findings.Require(check == right, absl::StrCat(path, ".imo_check"), "for ", number, " it is ",
                   v1::ImoCheck_Name(right));
}

}  // namespace

void CheckPosition(const v1::Position& position, absl::string_view path, Findings& findings) {
  if (position.has_lat_e7() != position.has_lon_e7()) {
    return findings.Add(path, "has one coordinate; give latitude and longitude, or neither");
  }
  const double latitude = position.lat_e7() / 1e7, longitude = position.lon_e7() / 1e7;
  findings.Require(latitude >= -90 && latitude <= 90, absl::StrCat(path, ".lat_e7"), latitude,
                   " degrees; latitudes are -90 to 90");
  findings.Require(longitude >= -180 && longitude <= 180, absl::StrCat(path, ".lon_e7"), longitude,
                   " degrees; longitudes are -180 to 180");
}

void CheckCountry(absl::string_view code, absl::string_view path, Findings& findings) {
  findings.Require(code.empty() || IsEconomyCode(code), path, "'", absl::CHexEscape(code),
                   "'; two upper-case letters (ISO 3166-1), or empty");
}

void CheckFacts(const v1::Facts& facts, absl::Time now, Findings& findings) {
  CheckOccurred(facts.occurred(), now, findings);
  CheckPlace(facts, findings);
  CheckPerpetrators(facts.perpetrators(), findings);
  CheckSurroundings(facts.conditions(), facts.circumstances(), findings);
  for (int i = 0; i < facts.ships_size(); ++i) {
    CheckCountry(facts.ships(i).flag(), absl::StrCat(Item("facts.ships", i), ".flag"), findings);
  }
  for (int i = 0; i < facts.suspect_craft_size(); ++i) {
    CheckCraft(facts.suspect_craft(i), Item("facts.suspect_craft", i), findings);
  }
  for (int i = 0; i < facts.weapons_size(); ++i) {
    findings.Require(facts.weapons(i).firearm_kind() == v1::FIREARM_KIND_UNSPECIFIED ||
                         facts.weapons(i).weapon() == v1::WEAPON_FIREARM,
                     absl::StrCat(Item("facts.weapons", i), ".firearm_kind"),
                     "only a firearm has one");
  }
  for (int i = 0; i < facts.coastal_responses_size(); ++i) {
    CheckCountry(facts.coastal_responses(i).state(),
                 absl::StrCat(Item("facts.coastal_responses", i), ".state"), findings);
  }
  findings.Require(facts.quality_notes_size() <= static_cast<int>(limits::kQualityNotes),
                   "facts.quality_notes", facts.quality_notes_size(), " notes; at most ",
                   limits::kQualityNotes);
  for (int i = 0; i < facts.quality_notes_size(); ++i) {
    findings.Require(facts.quality_notes(i).size() <= limits::kQualityNoteBytes,
                     Item("facts.quality_notes", i), "at most ", limits::kQualityNoteBytes,
                     " bytes");
  }
}

void CheckVessels(const v1::VesselDetails& vessels, Findings& findings) {
  for (int i = 0; i < vessels.victims_size(); ++i) {
    const v1::Vessel& vessel = vessels.victims(i);
    const std::string path = Item("vessel.victims", i);
    CheckImo(vessel, path, findings);
    findings.Require(
        vessel.mmsi() == 0 || (vessel.mmsi() >= 100'000'000 && vessel.mmsi() <= 999'999'999),
        absl::StrCat(path, ".mmsi"), vessel.mmsi(), "; nine digits, or 0 if not stated");
    CheckRange(vessel.has_length_m(), vessel.length_m(), 0.0, 1000.0,
               absl::StrCat(path, ".length_m"), findings);
    CheckRange(vessel.has_freeboard_m(), vessel.freeboard_m(), 0.0, 100.0,
               absl::StrCat(path, ".freeboard_m"), findings);
  }
}

void CheckNarrative(const v1::Narrative& narrative, Findings& findings) {
  for (int i = 0; i < narrative.texts_size(); ++i) {
    findings.Require(!narrative.texts(i).language().empty(),
                     absl::StrCat(Item("narrative.texts", i), ".language"),
                     "empty; a BCP 47 tag, und if not known");
  }
}

void CheckPeople(const v1::People& people, const v1::Manifest& manifest, Findings& findings) {
  findings.Require(manifest.personal_data(), "manifest.personal_data",
                   "false, with a part 'people'; it must be true");
  for (int i = 0; i < people.persons_size(); ++i) {
    CheckCountry(people.persons(i).nationality(),
                 absl::StrCat(Item("people.persons", i), ".nationality"), findings);
  }
  for (int i = 0; i < people.crew_nationalities_size(); ++i) {
    CheckCountry(people.crew_nationalities(i).nationality(),
                 absl::StrCat(Item("people.crew_nationalities", i), ".nationality"), findings);
  }
}

void CheckAttachment(const v1::Attachment& attachment, absl::string_view part, Findings& findings) {
  findings.Require(attachment.sha256().size() == crypto::kDigestBytes,
                   absl::StrCat(part, ".sha256"), attachment.sha256().size(), " bytes; 32");
  findings.Require(attachment.size() > 0 && attachment.size() <= limits::kAttachmentBytes,
                   absl::StrCat(part, ".size"), attachment.size(), " bytes; 1 to ",
                   limits::kAttachmentBytes);
  findings.Require(IsAcceptedFileType(attachment.mime_type()), absl::StrCat(part, ".mime_type"), "'",
                   absl::CHexEscape(attachment.mime_type()), "'; one of ", AcceptedFileTypes());
  const std::string& name = attachment.file_name();
  findings.Require(
      name.find_first_of("/\\\n\t") == std::string::npos && name != "." && name != "..",
      absl::StrCat(part, ".file_name"), "a name without directories");
}

}  // namespace lightship::statement
