// lightship similar: incidents that may be the same as one, with the reasons.
#include <memory>
#include <string>

#include "absl/strings/str_format.h"
#include "client/commands/name.h"
#include "client/commands/verbs.h"
#include "client/formats/csv.h"
#include "client/formats/incident_table.h"
#include "client/formats/json.h"
#include "client/formats/report_echo.h"
#include "client/formats/safe_text.h"
#include "client/formats/words.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

void PrintTable(const v1::FindSimilarResponse& response, const std::string& incident,
                Terminal& terminal) {
  std::ostream& out = terminal.out;
  for (const v1::SimilarIncident& similar : response.incidents()) {
    out << absl::StrFormat("%s, %.0f %%: %s\n",
                           similar.verdict() == v1::CORRELATION_VERDICT_SAME_INCIDENT ? "LIKELY"
                                                                                     : "POSSIBLE",
                           similar.probability() * 100,
                           formats::SafeLine(formats::IncidentLine(similar.incident())));
    for (const std::string& reason : similar.reasons()) {
      out << formats::Wrap(formats::SafeLine(reason), terminal.columns, 4);
    }
  }
  if (response.incidents().empty()) out << "nothing similar to " << incident << " is known here\n";
  if (response.behind() > 0) {
    terminal.err << "note: " << response.behind()
                 << " changes are not compared yet; ask again in a moment\n";
  }
}

absl::Status Find(const std::string& text, Context& context) {
  v1::FindSimilarRequest request;
  ASSIGN_OR_RETURN(*request.mutable_incident(), IncidentNameFrom(text));
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::FindSimilarResponse response, node->FindSimilar(request));
  std::ostream& out = context.terminal.out;
  switch (context.form()) {
    case OutputForm::kJson:
      out << formats::JsonLine(response);
      break;
    case OutputForm::kCsv:
      out << formats::CsvLine({"address", "verdict", "probability"});
      for (const v1::SimilarIncident& similar : response.incidents()) {
        out << formats::CsvLine({similar.address(), formats::Words(similar.verdict()),
                                 absl::StrFormat("%.3f", similar.probability())});
      }
      break;
    case OutputForm::kTable:
      PrintTable(response, text, context.terminal);
  }
  return absl::OkStatus();
}

}  // namespace

void AddSimilar(Verb app, Context& context) {
  auto name = std::make_shared<std::string>();
  Verb similar =
      app.Add("similar", "Incidents that may be the same as one, with the reasons");
  similar.Option("incident", *name, "Address of a report (SG/12) or statement id").Required();
  similar.Footer(
      "A proposal of the program; `lightship link` says what you make of it.\n"
      "Example:\n  lightship similar SG/12");
  similar.Runs(context, [=, &context] { return Find(*name, context); });
}

}  // namespace lightship::commands
