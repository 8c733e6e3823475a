// Common Alerting Protocol 1.2 (OASIS, ITU-T X.1303bis): an alert an incident.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/exporter.h"
#include "client/formats/xml.h"
#include "node/base/encoding.h"
#include "node/maritime/economy.h"
#include "node/statement/open.h"

namespace lightship::formats {
namespace {

// A position is at least this vague for whoever is warned.
constexpr double kLeastRadiusKm = 1.852;
constexpr size_t kCapIdChars = 16;

// CAP wants the offset in figures.
std::string CapTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S-00:00", time, absl::UTCTimeZone());
}

const char* StatusOf(v1::ExerciseStatus status) {
  switch (status) {
    case v1::EXERCISE_STATUS_ACTUAL:
      return "Actual";
    case v1::EXERCISE_STATUS_EXERCISE:
      return "Exercise";
    case v1::EXERCISE_STATUS_SYSTEM:
      return "System";
    case v1::EXERCISE_STATUS_DRAFT:
      return "Draft";
    default:
      return "Test";
  }
}

// By the act, as far as it is known: CAP's four steps for ReCAAP's four categories.
const char* SeverityOf(v1::ActStage act) {
  switch (act) {
    case v1::ACT_STAGE_HIJACKED:
    case v1::ACT_STAGE_KIDNAPPING:
    case v1::ACT_STAGE_HIJACK_AND_KIDNAP:
      return "Extreme";
    case v1::ACT_STAGE_FIRED_UPON:
    case v1::ACT_STAGE_OTHER_ATTACK:
      return "Severe";
    case v1::ACT_STAGE_BOARDED:
    case v1::ACT_STAGE_ROBBERY:
      return "Moderate";
    case v1::ACT_STAGE_SUSPICIOUS_ACTIVITY:
    case v1::ACT_STAGE_SUSPICIOUS_APPROACH:
    case v1::ACT_STAGE_ATTEMPTED_BOARDING:
      return "Minor";
    default:
      return "Unknown";
  }
}

const char* CertaintyOf(v1::Verification verification) {
  switch (verification) {
    case v1::VERIFICATION_MASTER_CONFIRMED:
    case v1::VERIFICATION_AUTHORITY_VERIFIED:
      return "Observed";
    case v1::VERIFICATION_FALSE_ALARM:
    case v1::VERIFICATION_CONTRADICTED:
      return "Unlikely";
    case v1::VERIFICATION_UNVERIFIED:
      return "Possible";
    default:
      return "Unknown";
  }
}

// Statements stand in order of admission: the newest makes the message what it is.
const v1::IncidentStatement* NewestOf(const ExportView& incident) {
  const auto& statements = incident.incident.statements();
  return statements.empty() ? incident.report : &*statements.rbegin();
}

// No two messages are alike: "SG/12-6f1c09aa3b5d2e71".
std::string IdentifierOf(const ExportView& incident, const v1::IncidentStatement* statement) {
  return absl::StrCat(incident.id, "-", base::Hex(statement->statement_id()).substr(0, kCapIdChars));
}

class CapExporter final : public Exporter {
 public:
  explicit CapExporter(const ExportContext& context)
      : sender_(absl::StrCat("lightship:", absl::AsciiStrToLower(context.economy))),
        sender_name_(maritime::EconomyName(context.economy)) {}

  bool one_each() const override { return true; }

  std::string Write(const ExportView& incident) override {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node alert = document.append_child("alert");
    alert.append_attribute("xmlns") = "urn:oasis:names:tc:emergency:cap:1.2";
    AddHead(alert, incident);
    AddInfo(alert, incident);
    return XmlText(document);
  }

 private:
  void AddHead(pugi::xml_node alert, const ExportView& incident) {
    const bool retracted = incident.incident.summary().retracted();
    const bool restricted = incident.tlp != v1::TLP_CLEAR || !incident.withheld.empty() ||
                            incident.audiences != std::set<std::string>{"all"};
    const std::vector<std::string> messages = MessagesOf(incident);
    AddElement(alert, "identifier", IdentifierOf(incident, NewestOf(incident)));
    AddElement(alert, "sender", sender_);
    AddElement(alert, "sent", CapTime(incident.updated));
    AddElement(alert, "status", StatusOf(incident.incident.summary().exercise_status()));
    AddElement(alert, "msgType", retracted ? "Cancel" : messages.empty() ? "Alert" : "Update");
    AddElement(alert, "scope", restricted ? "Restricted" : "Public");
    if (restricted) {
      AddElement(alert, "restriction",
                 absl::StrCat("TLP:", absl::AsciiStrToUpper(incident.Field("tlp")), "; given to: ",
                              incident.Field("audience")));
    }
    std::vector<std::string> notes = incident.withheld;
    const std::string& banner = incident.banner;
    if (!banner.empty()) notes.insert(notes.begin(), absl::StrCat(banner, " ", banner, " ", banner));
    if (!notes.empty()) AddElement(alert, "note", absl::StrJoin(notes, "; "));
    if (!messages.empty()) AddElement(alert, "references", absl::StrJoin(messages, " "));
  }

  // The messages that this one replaces: the incident as it was told after each earlier statement.
  std::vector<std::string> MessagesOf(const ExportView& incident) const {
    std::vector<std::string> messages;
    for (const v1::IncidentStatement& statement : incident.incident.statements()) {
      auto sent = statement::ToTime(statement.admitted_at());
      if (&statement == NewestOf(incident) || !sent.ok()) continue;
      messages.push_back(
          absl::StrCat(sender_, ",", IdentifierOf(incident, &statement), ",", CapTime(*sent)));
    }
    return messages;
  }

  void AddInfo(pugi::xml_node alert, const ExportView& incident) {
    const v1::IncidentSummary& summary = incident.incident.summary();
    pugi::xml_node info = alert.append_child("info");
    AddElement(info, "language", "en");
    AddElement(info, "category", "Security");
    AddElement(info, "event", "Piracy/armed robbery against ship");
    AddElement(info, "urgency", "Past");
    AddElement(info, "severity", SeverityOf(summary.act_stage()));
    AddElement(info, "certainty", CertaintyOf(summary.verification()));
    if (incident.from) AddElement(info, "onset", CapTime(*incident.from));
    AddElement(info, "senderName", sender_name_);
    AddElement(info, "headline", incident.title);
    const std::string narrative = incident.Field("narrative");
    if (!narrative.empty()) AddElement(info, "description", narrative);
    for (const ExportField& field : incident.fields) {
      if (field.text.empty() || field.name == "narrative" || field.name == "title") continue;
      pugi::xml_node parameter = info.append_child("parameter");
      AddElement(parameter, "valueName", field.name);
      AddElement(parameter, "value", field.text);
    }
    const std::string place = incident.Field("place");
    pugi::xml_node area = info.append_child("area");
    AddElement(area, "areaDesc", place.empty() ? "position not named" : place);
    if (!incident.point) return;
    double km = incident.report->facts().position().uncertainty_m() / 1000.0;
    AddElement(area, "circle",
               absl::StrFormat("%s,%s %.3f", incident.Field("latitude"), incident.Field("longitude"),
                               std::max(km, kLeastRadiusKm)));
  }

  const std::string sender_, sender_name_;
};

}  // namespace

std::unique_ptr<Exporter> MakeCapExporter(const ExportContext& context) {
  return std::make_unique<CapExporter>(context);
}

}  // namespace lightship::formats
