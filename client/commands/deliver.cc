#include "client/commands/deliver.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/formats/csv.h"
#include "client/formats/holders.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "node/base/encoding.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

absl::Status KeepForLater(const v1::SubmitRequest& request, const absl::Status& why,
                          Context& context) {
  ASSIGN_OR_RETURN(sdk::Spool spool, context.Spool());
  ASSIGN_OR_RETURN(std::string file, spool.Keep(request));
  context.terminal.err << "The node cannot be reached. The signed statement is safe in "
                       << spool.directory() << "/" << file
                       << "\nand not delivered yet: `lightship spool send` delivers it.\n";
  return why;
}

}  // namespace

absl::Status Deliver(const v1::SubmitRequest& request, sdk::Node& node, Context& context) {
  absl::StatusOr<v1::SubmitResponse> response = node.Submit(request);
  if (!response.ok()) {
    return sdk::IsUnreachable(response.status()) ? KeepForLater(request, response.status(), context)
                                                 : response.status();
  }
  const v1::Receipt& receipt = response->receipt();
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(*response);
  } else if (context.form() == OutputForm::kCsv) {
    out << formats::CsvLine({"address", "statement_id", "holders"})
        << formats::CsvLine({receipt.address(), base::Hex(response->statement_id()),
                             formats::Codes(receipt.holders())});
  } else {
    out << formats::SafeLine(receipt.address())
        << (response->already_admitted() ? "  (was admitted before)  " : "  ")
        << formats::HoldersText(receipt.holders(), receipt.audience()) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace lightship::commands
