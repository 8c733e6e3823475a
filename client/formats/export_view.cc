#include "client/formats/export_view.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/incident_table.h"
#include "client/formats/report_echo.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/formats/withheld.h"
#include "client/formats/words.h"
#include "node/base/encoding.h"
#include "node/maritime/area.h"
#include "node/statement/open.h"

namespace lightship::formats {
namespace {

template <typename List>
std::string JoinedWords(const google::protobuf::RepeatedField<int>& values) {
  std::vector<std::string> words;
  for (int value : values) words.push_back(Words(static_cast<List>(value)));
  return absl::StrJoin(words, ", ");
}

// One text for each element of a repeated field, those that say something joined.
template <typename Repeated, typename Text>
std::string Each(const Repeated& elements, absl::string_view between, Text text) {
  std::vector<std::string> texts;
  for (const auto& element : elements) {
    std::string one = text(element);
    if (!one.empty()) texts.push_back(std::move(one));
  }
  return absl::StrJoin(texts, between);
}

std::string VictimName(const v1::Vessel& vessel) {
  return vessel.name_state() == v1::NAME_STATE_GIVEN ? vessel.name_as_written()
                                                     : Words(vessel.name_state());
}

std::string HarmText(const v1::CrewHarm& harm) {
  std::string text = Words(harm.consequence());
  return harm.count_known() ? absl::StrCat(text, " (", harm.count(), ")") : text;
}

std::string LossText(const v1::Loss& loss) {
  return loss.quantity_text().empty() ? Words(loss.kind())
                                      : absl::StrCat(Words(loss.kind()), ": ", loss.quantity_text());
}

std::string ResponseText(const v1::GetIncidentResponse& incident, const v1::Facts& facts) {
  std::string told = Each(facts.coastal_responses(), "; ", [](const v1::CoastalResponse& response) {
    return response.text().empty() ? Words(response.action()) : response.text();
  });
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (!statement.has_response() || statement.retracted() || statement.superseded()) continue;
    // What was done in a drill is not told of an actual incident.
    if (statement.manifest().exercise_status() != incident.summary().exercise_status()) continue;
    if (!told.empty()) told += "; ";
    absl::StrAppend(&told, statement.manifest().economy(), " responded (", statement.address(), ")");
  }
  return told;
}

// A part's text, or why it is not here.
std::string Or(const v1::IncidentStatement& report, absl::string_view part, bool held,
               const std::string& text) {
  return held ? text : WithheldText(report, part);
}

class FieldMaker {
 public:
  explicit FieldMaker(const ExportView& view) : view_(view), report_(*view.report) {}

  std::vector<ExportField> Make() {
    AddWhole();
    AddWhenAndWhere();
    AddShips();
    AddWhat();
    AddWords();
    return std::move(fields_);
  }

 private:
  void Add(const char* name, absl::string_view text) { fields_.push_back({name, SafeText(text)}); }

  void AddWhole() {
    const v1::IncidentSummary& summary = view_.incident.summary();
    Add("incident", view_.id);
    Add("incident_id", base::Hex(summary.incident_id()));
    Add("title", view_.title);
    Add("exercise_status", Words(summary.exercise_status()));
    Add("economies", absl::StrJoin(summary.economies(), " "));
    Add("reports", absl::StrCat(summary.reports()));
    Add("retracted", summary.retracted() ? "yes" : "no");
    Add("in_doubt", summary.doubtful() ? "yes" : "no");
    Add("verification", Words(summary.verification()));
    Add("tlp", Words(view_.tlp));
    Add("audience", absl::StrJoin(view_.audiences, ", "));
    Add("withheld", absl::StrJoin(view_.withheld, "; "));
    Add("updated_at", Rfc3339(view_.updated));
  }

  void AddWhenAndWhere() {
    const v1::Facts& facts = report_.facts();
    Add("occurred_from", view_.from ? Rfc3339(*view_.from) : "");
    Add("occurred_until", view_.until ? Rfc3339(*view_.until) : "");
    Add("occurred_as_written", facts.occurred().as_written());
    Add("latitude", view_.point ? absl::StrFormat("%.7f", maritime::ToDegrees(view_.point->lat_e7)) : "");
    Add("longitude", view_.point ? absl::StrFormat("%.7f", maritime::ToDegrees(view_.point->lon_e7)) : "");
    Add("position_as_written", facts.position().as_written());
    Add("uncertainty_m", facts.position().has_uncertainty_m()
                             ? absl::StrCat(facts.position().uncertainty_m())
                             : "");
    Add("position_doubts", JoinedWords<v1::PositionQualityFlag>(facts.position().quality_flags()));
    Add("place", facts.place_text());
    Add("navarea", facts.navarea() > 0 ? maritime::NavareaName(static_cast<int>(facts.navarea())) : "");
    Add("sea_zone", Words(facts.sea_zone()));
  }

  void AddShips() {
    const bool held = report_.has_vessel();
    const auto& victims = report_.vessel().victims();
    Add("ship_name", Or(report_, "vessel", held, Each(victims, " & ", VictimName)));
    Add("imo_number", Or(report_, "vessel", held, Each(victims, " & ", [](const v1::Vessel& vessel) {
                           return vessel.imo_number() == 0 ? "" : absl::StrCat(vessel.imo_number());
                         })));
    Add("ship_type", Each(report_.facts().ships(), " & ", [](const v1::ShipFacts& ship) {
          return Words(ship.type());
        }));
    Add("flag", Each(report_.facts().ships(), " & ", [](const v1::ShipFacts& ship) {
          return ship.flag().empty() ? ship.flag_as_written() : ship.flag();
        }));
    Add("ship_status", Words(report_.facts().ship_status()));
  }

  void AddWhat() {
    const v1::Facts& facts = report_.facts();
    Add("act", Words(facts.act_stage()));
    Add("act_as_written", facts.act_as_written());
    Add("perpetrators", facts.has_perpetrators() ? PeopleText(facts.perpetrators()) : "");
    Add("weapons", Each(facts.weapons(), ", ",
                        [](const v1::WeaponSeen& seen) { return Words(seen.weapon()); }));
    Add("suspect_craft", Each(facts.suspect_craft(), "; ", [](const v1::SuspectCraft& craft) {
          return craft.as_written().empty() ? Words(craft.kind()) : craft.as_written();
        }));
    Add("crew_consequences", Each(facts.crew_consequences(), ", ", HarmText));
    Add("losses", Each(facts.losses(), "; ", LossText));
    Add("crew_actions", JoinedWords<v1::CrewAction>(facts.crew_actions()));
    Add("reported_to", facts.authority_contacts().empty()
                           ? facts.authority_contacts_as_written()
                           : Each(facts.authority_contacts(), "; ",
                                  [](const v1::AuthorityContact& contact) { return contact.organisation(); }));
    Add("coastal_response", ResponseText(view_.incident, facts));
  }

  void AddWords() {
    const bool held = report_.has_narrative();
    Add("narrative", Or(report_, "narrative", held,
                        Each(report_.narrative().texts(), "\n\n",
                             [](const v1::NarrativeText& text) { return text.text(); })));
    Add("consequences_text", Or(report_, "narrative", held, report_.narrative().crew_consequences_text()));
    Add("crew_action_text", Or(report_, "narrative", held, report_.narrative().crew_action_text()));
    Add("references", Each(report_.facts().external_refs(), "; ", [](const v1::ExternalRef& reference) {
          return absl::StrCat(Words(reference.scheme()), " ", reference.series(),
                              reference.series().empty() ? "" : " ", reference.id());
        }));
    Add("quality_notes", absl::StrJoin(report_.facts().quality_notes(), "; "));
  }

  const ExportView& view_;
  const v1::IncidentStatement& report_;
  std::vector<ExportField> fields_;
};

const v1::IncidentStatement* ReportOf(const v1::GetIncidentResponse& incident) {
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (statement.statement_id() == incident.summary().headline()) return &statement;
  }
  return &v1::IncidentStatement::default_instance();
}

// For whom the statement and those of its parts are that are held here.
void AddAudiences(const v1::IncidentStatement& statement, std::set<std::string>& audiences) {
  const v1::Manifest& manifest = statement.manifest();
  if (!manifest.audience().empty()) audiences.insert(manifest.audience());
  for (const v1::PartRef& part : manifest.parts()) {
    if (!part.audience().empty() && WithheldText(statement, part.name()).empty()) {
      audiences.insert(part.audience());
    }
  }
}

void SetMarks(ExportView& view) {
  for (const v1::IncidentStatement& statement : view.incident.statements()) {
    const v1::Manifest& manifest = statement.manifest();
    view.tlp = std::max(view.tlp, manifest.tlp());
    AddAudiences(statement, view.audiences);
    view.personal_data |= manifest.personal_data();
    if (manifest.purposes_size() > 0) view.purpose = manifest.purposes(0);
    auto until = statement::ToTime(manifest.retain_until());
    if (manifest.has_retain_until() && until.ok()) {
      view.retain_until = std::min(view.retain_until.value_or(*until), *until);
    }
    for (const v1::WithheldPart& part : statement.withheld()) {
      view.withheld.push_back(absl::StrCat(statement.address(), " ", part.name(), " ",
                                           WithheldText(statement, part.name())));
    }
  }
}

// "EXERCISE", "RETRACTED, IN DOUBT".
std::string BannerOf(const ExportView& view) {
  std::vector<std::string> marks;
  if (!view.mark.empty()) marks.push_back(view.mark);
  if (view.incident.summary().retracted()) marks.push_back("RETRACTED");
  if (!view.report->doubted_by().empty()) marks.push_back("IN DOUBT");
  return absl::StrJoin(marks, ", ");
}

std::string TitleOf(const ExportView& view) {
  const v1::IncidentSummary& summary = view.incident.summary();
  std::vector<std::string> words;
  for (std::string word : {Words(summary.act_stage()), Words(summary.ship_type()), VesselText(summary),
                           summary.place_text(), OccurredText(summary.occurred())}) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return SafeLine(absl::StrCat(view.banner.empty() ? "" : absl::StrCat("[", view.banner, "] "), view.id,
                               ": ", absl::StrJoin(words, ", ")));
}

}  // namespace

std::string ExportView::Field(absl::string_view name) const {
  for (const ExportField& field : fields) {
    if (field.name == name) return field.text;
  }
  return "";
}

ExportView MakeExportView(v1::GetIncidentResponse incident) {
  ExportView view;
  view.incident = std::move(incident);
  const v1::IncidentSummary& summary = view.incident.summary();
  view.report = ReportOf(view.incident);
  view.id = summary.address().empty() ? base::Hex(summary.incident_id()) : summary.address();
  if (summary.exercise_status() != v1::EXERCISE_STATUS_ACTUAL) {
    view.mark = absl::AsciiStrToUpper(Words(summary.exercise_status()));
    if (view.mark.empty()) view.mark = "STATUS NOT STATED";
  }
  view.point = maritime::PointOf(view.report->facts().position());
  const v1::OccurrenceTime& occurred = view.report->facts().occurred();
  auto from = statement::ToTime(occurred.start()), until = statement::ToTime(occurred.end());
  if (occurred.has_start() && from.ok()) view.from = *from;
  if (occurred.has_end() && until.ok()) view.until = *until;
  view.updated = statement::ToTime(summary.updated_at()).value_or(absl::UnixEpoch());
  SetMarks(view);
  view.banner = BannerOf(view);
  view.title = TitleOf(view);
  view.fields = FieldMaker(view).Make();
  return view;
}

std::vector<std::string> ExportFieldNames() {
  std::vector<std::string> names;
  for (const ExportField& field : MakeExportView({}).fields) names.push_back(field.name);
  return names;
}

std::string Rfc3339(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

std::optional<absl::CivilDay> DayOf(const v1::OccurrenceTime& occurred) {
  auto start = statement::ToTime(occurred.start()), end = statement::ToTime(occurred.end());
  if (!occurred.has_start() || !start.ok() || !end.ok()) return std::nullopt;
  // The middle of a day, and of the 36 hours of a day whose zone is not known, lies in that day.
  absl::Time middle = *start + (*end - *start) / 2 + absl::Minutes(occurred.utc_offset_minutes());
  return absl::ToCivilDay(middle, absl::UTCTimeZone());
}

}  // namespace lightship::formats
