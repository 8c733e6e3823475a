// lightship receipt: who holds a statement, and the files that prove it.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/commands/exit_code.h"
#include "client/commands/name.h"
#include "client/commands/verbs.h"
#include "client/formats/csv.h"
#include "client/formats/holders.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/sdk/file.h"
#include "client/sdk/saved.h"
#include "node/base/status.h"
#include "node/merkle/checkpoint.h"
#include "node/statement/address.h"

namespace lightship::commands {
namespace {

struct ReceiptFlags {
  std::vector<std::string> names;
  std::string save;
  bool raw = false;
};

absl::Status Save(const std::string& directory, bool raw, const v1::GetReceiptResponse& response,
                  Context& context) {
  // The node's word becomes a file's name.
  ASSIGN_OR_RETURN(statement::Address address, statement::Address::Parse(response.receipt().address()));
  std::string stem = absl::StrReplaceAll(address.ToString(), {{"/", "-"}});
  RETURN_IF_ERROR(
      WithExit(ExitCode::kUsage, sdk::MakeDirectory(directory, sdk::Access::kEverybody)));
  std::string path = absl::StrCat(directory, "/", stem);
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::SaveReceipt(path, response)));
  if (raw) RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::SaveRaw(directory, response)));
  if (context.form() == OutputForm::kTable) {
    context.terminal.out << "  saved " << path << ".lightship and " << path << ".tlog-proof\n";
  }
  return absl::OkStatus();
}

absl::Status Print(const v1::GetReceiptResponse& response, Context& context) {
  std::ostream& out = context.terminal.out;
  const v1::Receipt& receipt = response.receipt();
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(receipt);
    return absl::OkStatus();
  }
  if (context.form() == OutputForm::kCsv) {
    out << formats::CsvLine({receipt.address(), absl::StrCat(receipt.holders_size()),
                             absl::StrCat(receipt.audience_size()), formats::Codes(receipt.holders())});
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(merkle::TlogProof proof, merkle::TlogProof::FromText(receipt.tlog_proof()));
  ASSIGN_OR_RETURN(auto checkpoint, merkle::SignedCheckpoint::FromNote(proof.checkpoint));
  out << formats::SafeLine(receipt.address()) << ": "
      << formats::HoldersText(receipt.holders(), receipt.audience()) << "\n"
      << "  entry " << proof.index << " of " << checkpoint.checkpoint.size << " in "
      << formats::SafeLine(checkpoint.checkpoint.origin) << "\n";
  return absl::OkStatus();
}

absl::Status ShowReceipts(const ReceiptFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  if (context.form() == OutputForm::kCsv) {
    context.terminal.out << formats::CsvLine({"address", "held_by", "of", "holders"});
  }
  for (const std::string& name : flags.names) {
    ASSIGN_OR_RETURN(v1::GetReceiptRequest request, ReceiptRequestFor(name));
    ASSIGN_OR_RETURN(v1::GetReceiptResponse response, node->GetReceipt(request));
    RETURN_IF_ERROR(Print(response, context));
    if (!flags.save.empty()) RETURN_IF_ERROR(Save(flags.save, flags.raw, response, context));
  }
  return absl::OkStatus();
}

}  // namespace

void AddReceipt(Verb app, Context& context) {
  auto flags = std::make_shared<ReceiptFlags>();
  Verb receipt = app.Add("receipt", "Who holds a statement; save the proof");
  receipt.Option("statement", flags->names, "Address (SG/1234) or statement id").Required();
  Flag save = receipt.Option("--save", flags->save,
                             "Directory for the statement (.lightship) and its receipt (.tlog-proof)");
  receipt
      .Switch("--raw", flags->raw,
              "Also save manifest.bin, signature-1.bin and certificate-1.pem, for openssl")
      .Needs(save);
  receipt.Footer(
      "Examples:\n"
      "  lightship receipt SG/12                  held by 3 of 3: SG ID PH\n"
      "  lightship receipt SG/12 --save evidence  then: lightship verify --trust trust \\\n"
      "      evidence/SG-12.lightship evidence/SG-12.tlog-proof");
  receipt.Runs(context, [=, &context] { return ShowReceipts(*flags, context); });
}

}  // namespace lightship::commands
