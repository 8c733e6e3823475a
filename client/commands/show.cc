// lightship show: one incident with everything that was said about it.
#include <memory>
#include <string>

#include "client/commands/exit_code.h"
#include "client/commands/name.h"
#include "client/commands/verbs.h"
#include "client/formats/attachment_line.h"
#include "client/formats/incident_page.h"
#include "client/formats/incident_table.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

// Below the page: each attachment that may be seen here, and whether its bytes are.
void PrintAttachments(const v1::GetIncidentResponse& incident, sdk::Node& node, std::ostream& out) {
  bool first = true;
  for (const v1::IncidentStatement& statement : incident.statements()) {
    for (const v1::Attachment& attachment : statement.attachments()) {
      v1::GetAttachmentRequest request;
      request.set_sha256(attachment.sha256());
      out << (first ? "\nAttachments\n" : "") << "  " << formats::SafeLine(statement.address()) << "  "
          << formats::AttachmentLine(attachment, node.GetAttachment(request)) << "\n";
      first = false;
    }
  }
}

absl::Status Show(const std::string& text, Context& context) {
  RETURN_IF_ERROR(IncidentNameFrom(text).status());  // before anybody is asked
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::GetIncidentResponse incident, FindIncident(text, *node));
  std::ostream& out = context.terminal.out;
  switch (context.form()) {
    case OutputForm::kJson:
      out << formats::JsonLine(incident);
      break;
    case OutputForm::kCsv:
      out << formats::IncidentCsvHeader() << formats::IncidentCsv(incident.summary());
      break;
    case OutputForm::kTable:
      out << formats::IncidentPage(incident, context.terminal.columns);
      PrintAttachments(incident, *node, out);
  }
  return absl::OkStatus();
}

}  // namespace

void AddShow(Verb app, Context& context) {
  auto name = std::make_shared<std::string>();
  Verb show = app.Add("show", "One incident: reports side by side, who holds them");
  show.Option("incident", *name, "Address of any of its statements (SG/12), or statement id").Required();
  show.Footer("Examples:\n  lightship show SG/12\n  lightship show SG/12 --json");
  show.Runs(context, [=, &context] { return Show(*name, context); });
}

}  // namespace lightship::commands
