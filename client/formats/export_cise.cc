// CISE-style XML: a Push message (service model 1.5.3) with the payload's security metadata and one CrisisIncident an
// incident. A payload's metadata hold for all of it, so they are the strictest of its incidents.
#include <string>

#include "absl/strings/str_cat.h"
#include "client/formats/exporter.h"
#include "client/formats/xml.h"

namespace lightship::formats {
namespace {

constexpr char kMessage[] = "http://www.cise.eu/servicemodel/v1/message/";
constexpr char kIncident[] = "http://www.cise.eu/datamodel/v1/entity/incident/";

const char* SensitivityOf(v1::Tlp tlp) {
  switch (tlp) {
    case v1::TLP_CLEAR:
      return "White";
    case v1::TLP_GREEN:
      return "Green";
    case v1::TLP_AMBER:
    case v1::TLP_AMBER_STRICT:
      return "Amber";
    case v1::TLP_RED:
      return "Red";
    default:
      return "NonSpecified";
  }
}

const char* PurposeOf(v1::Purpose purpose) {
  switch (purpose) {
    case v1::PURPOSE_LAW_ENFORCEMENT_OPERATION:
      return "LawEnforcementOperation";
    case v1::PURPOSE_SEARCH_AND_RESCUE:
      return "SAR";
    case v1::PURPOSE_SECURITY:
      return "Security";
    case v1::PURPOSE_COUNTER_TERRORISM:
      return "CounterTerrorism";
    default:
      return "NonSpecified";
  }
}

void AddIdentifier(pugi::xml_node parent, const ExportView& incident, const std::string& economy) {
  pugi::xml_node identifier = parent.append_child("Identifier");
  AddElement(identifier, "UUID", incident.Field("incident_id"));
  AddElement(identifier, "GeneratedBy", absl::StrCat("lightship:", economy));
}

void AddLocation(pugi::xml_node parent, const ExportView& incident) {
  pugi::xml_node relation = parent.append_child("LocationRel");
  if (incident.from && incident.until) {
    pugi::xml_node period = relation.append_child("DateTime");
    AddElement(period, "StartDateTime", Rfc3339(*incident.from));
    AddElement(period, "EndDateTime", Rfc3339(*incident.until));
  }
  pugi::xml_node location = relation.append_child("Location");
  if (!incident.Field("place").empty()) {
    AddElement(location, "GeographicName", incident.Field("place"));
  }
  if (!incident.point) return;
  pugi::xml_node geometry = location.append_child("Geometry");
  AddElement(geometry, "Latitude", incident.Field("latitude"));
  AddElement(geometry, "Longitude", incident.Field("longitude"));
}

void AddVessel(pugi::xml_node parent, const ExportView& incident) {
  pugi::xml_node relation = parent.append_child("InvolvedObjectRel");
  pugi::xml_node vessel = relation.append_child("Vessel");
  for (auto [element, field] : {std::pair("Name", "ship_name"), std::pair("IMONumber", "imo_number"),
                                std::pair("ShipType", "ship_type"), std::pair("Nationality", "flag")}) {
    if (!incident.Field(field).empty()) AddElement(vessel, element, incident.Field(field));
  }
  AddElement(relation, "ObjectRole", "Victim");
}

class CiseExporter final : public Exporter {
 public:
  explicit CiseExporter(const ExportContext& context) : context_(context) {
    pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node push = document_.append_child("m:Push");
    push.append_attribute("xmlns:m") = kMessage;
    push.append_attribute("xmlns:i") = kIncident;
    push.append_attribute("xmlns:xsi") = "http://www.w3.org/2001/XMLSchema-instance";
    AddElement(push, "CreationDateTime", Rfc3339(context.now));
    AddElement(push, "MessageID", absl::StrCat("lightship-", context.economy, "-", absl::ToUnixSeconds(context.now)));
    AddElement(push, "Priority", "Low");
    payload_ = push.append_child("Payload");
    payload_.append_attribute("xsi:type") = "m:XmlEntityPayload";
  }

  std::string Write(const ExportView& incident) override {
    tlp_ = std::max(tlp_, incident.tlp);
    personal_data_ |= incident.personal_data;
    purpose_ = count_ == 0 || purpose_ == incident.purpose ? incident.purpose : v1::PURPOSE_UNSPECIFIED;
    if (incident.retain_until) {
      retain_until_ = std::min(retain_until_.value_or(*incident.retain_until), *incident.retain_until);
    }
    ++count_;
    AddIncident(incident);
    return "";
  }

  std::string End() override {
    // The schema wants the metadata before the entities.
    pugi::xml_node first = payload_.first_child();
    auto add = [&](const char* name, absl::string_view text) {
      pugi::xml_node node = AddElement(payload_, name, text);
      if (first) payload_.insert_move_before(node, first);
    };
    add("InformationSecurityLevel", "NonClassified");
    add("InformationSensitivity", SensitivityOf(tlp_));
    add("IsPersonalData", personal_data_ ? "true" : "false");
    add("Purpose", PurposeOf(purpose_));
    if (retain_until_) add("RetentionPeriod", Rfc3339(*retain_until_));
    add("EnsureEncryption", tlp_ > v1::TLP_CLEAR ? "true" : "false");
    return XmlText(document_);
  }

 private:
  void AddIncident(const ExportView& incident) {
    pugi::xml_node node = payload_.append_child("i:CrisisIncident");
    AddIdentifier(node, incident, context_.economy);
    AddElement(node, "Description", incident.title);
    AddLocation(node, incident);
    AddVessel(node, incident);
    AddElement(node, "CrisisIncidentType", "PiracyOrArmedRobbery");
    AddElement(node, "ResponseUrgency", "Past");
    if (!incident.mark.empty()) AddElement(node, "ExerciseStatus", incident.mark);
    if (!incident.Field("narrative").empty()) {
      AddElement(node, "Remarks", incident.Field("narrative"));
    }
    for (const std::string& withheld : incident.withheld) AddElement(node, "Withheld", withheld);
  }

  const ExportContext context_;
  pugi::xml_document document_;
  pugi::xml_node payload_;
  size_t count_ = 0;
  v1::Tlp tlp_ = v1::TLP_UNSPECIFIED;
  bool personal_data_ = false;
  v1::Purpose purpose_ = v1::PURPOSE_UNSPECIFIED;
  std::optional<absl::Time> retain_until_;
};

}  // namespace

std::unique_ptr<Exporter> MakeCiseExporter(const ExportContext& context) {
  return std::make_unique<CiseExporter>(context);
}

}  // namespace lightship::formats
