#include "client/formats/objections.h"

#include "absl/strings/str_cat.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {

std::vector<Objection> ObjectionsIn(const v1::GetIncidentResponse& incident) {
  std::vector<Objection> objections;
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (statement.superseded() || statement.retracted()) continue;
    const std::string& subject = statement.manifest().subject();
    if (statement.assertion().has_dispute()) {
      const v1::Dispute& claim = statement.assertion().dispute();
      objections.push_back({claim.report().empty() ? subject : claim.report(), claim.field(),
                            absl::StrCat("disputed by ", statement.address(), ": ", claim.reason())});
    } else if (statement.assertion().has_correction()) {
      const v1::Correction& claim = statement.assertion().correction();
      std::string text = absl::StrCat(statement.address(), " says ", claim.new_value());
      if (!claim.old_value().empty()) absl::StrAppend(&text, " instead of ", claim.old_value());
      if (!claim.reason().empty()) absl::StrAppend(&text, ": ", claim.reason());
      objections.push_back({claim.report().empty() ? subject : claim.report(), claim.field(), text});
    }
  }
  return objections;
}

bool IsWithin(absl::string_view field, absl::string_view path) {
  if (path.empty() || field.substr(0, path.size()) != path) return false;
  return field.size() == path.size() || field[path.size()] == '.' || field[path.size()] == '[';
}

std::string ObjectionsText(const v1::GetIncidentResponse& incident,
                           const std::vector<Objection>& objections, size_t columns) {
  std::string text;
  for (const Objection& objection : objections) {
    std::string report = "another report";
    for (const v1::IncidentStatement& statement : incident.statements()) {
      if (statement.statement_id() == objection.report) report = statement.address();
    }
    const std::string field = objection.field.empty() ? "the report" : objection.field;
    absl::StrAppend(&text, Wrap(SafeLine(absl::StrCat(report, " ", field, ": ", objection.text)), columns, 2));
  }
  return text.empty() ? "" : absl::StrCat("\nDisputes and corrections\n", text);
}

}  // namespace lightship::formats
