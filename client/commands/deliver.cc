#include "client/commands/deliver.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/formats/attachment_line.h"
#include "client/formats/csv.h"
#include "client/formats/holders.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/sdk/file.h"
#include "node/base/encoding.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

absl::Status KeepForLater(const v1::SubmitRequest& request, const absl::Status& why,
                          Context& context) {
  ASSIGN_OR_RETURN(sdk::Spool spool, context.Spool());
  ASSIGN_OR_RETURN(std::string file, spool.Keep(request));
  context.terminal.err << "The node cannot be reached, or cannot take it now. The signed statement is safe in "
                       << spool.directory() << "/" << file
                       << "\nand not delivered yet: `lightship spool send` delivers it.\n";
  return why;
}

absl::Status KeepForSecond(const v1::SubmitRequest& request, Context& context) {
  const std::string& file = context.sign_only_file;
  absl::Status kept =
      sdk::CreateFile(file, request.SerializeAsString(), sdk::Access::kOwnerOnly);
  if (!kept.ok()) return WithExit(ExitCode::kUsage, kept);
  context.terminal.err << "Signed and not submitted. A second officer signs and submits it with\n"
                       << "  lightship cosign " << file << "\n";
  return absl::OkStatus();
}

}  // namespace

absl::Status Deliver(const v1::SubmitRequest& request, sdk::Node& node, Context& context) {
  if (!context.sign_only_file.empty()) return KeepForSecond(request, context);
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

absl::Status SendAttachments(sdk::Spool& spool, sdk::Node& node, Context& context) {
  absl::Status unreachable;
  auto sent = spool.SendAttachments(node, [&](const sdk::Spool::HandedIn& file) {
    std::ostream& err = context.terminal.err;
    err << "attachment " << base::Hex(file.sha256).substr(0, 16) << ": ";
    if (file.waits) {
      // One whose statement is elsewhere, for a second officer to sign, is no failure.
      if (!absl::IsNotFound(file.why)) unreachable = absl::UnavailableError(file.why.message());
      err << "waits in " << spool.directory() << " (" << formats::SafeLine(file.why.message())
          << "); `lightship spool send` goes on with it\n";
    } else if (file.why.ok()) {
      err << formats::SizeText(file.held) << " handed in\n";
    } else {
      err << "REFUSED: " << formats::SafeLine(file.why.message()) << "\n";
    }
  });
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sent.status()));
  RETURN_IF_ERROR(unreachable);
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sent->disk));
  if (sent->refused == 0) return absl::OkStatus();
  return WithExit(ExitCode::kPartly,
                  absl::InvalidArgumentError(absl::StrCat(
                      sent->refused, " attachments refused and moved to ", spool.directory(),
                      "/refused")));
}

}  // namespace lightship::commands
