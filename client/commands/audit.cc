// lightship audit: who read restricted parts at the economy's node, with the proof that nothing was changed or left out.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/exit_code.h"
#include "client/commands/name.h"
#include "client/commands/verbs.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "lightship/v1/attestation.pb.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/offline.h"

namespace lightship::commands {
namespace {

struct Chain {
  std::vector<v1::AuditRecord> records;
  std::vector<std::string> digests;  // of each record
  std::string attested_by;
};

absl::Status Broken(absl::string_view why) {
  return WithExit(ExitCode::kUnverified,
                  absl::DataLossError(absl::StrCat("the audit log does not hold: ", std::string(why))));
}

// All records, each checked to cover the one before.
absl::StatusOr<Chain> Fetch(sdk::Node& node) {
  Chain chain;
  std::string previous(crypto::kDigestBytes, '\0');
  while (true) {
    v1::ReadAuditRequest request;
    request.set_from(chain.records.size());
    ASSIGN_OR_RETURN(v1::ReadAuditResponse page, node.ReadAudit(request));
    chain.attested_by = page.attested_by();
    for (const std::string& bytes : page.records()) {
      v1::AuditRecord& record = chain.records.emplace_back();
      if (!record.ParseFromString(bytes) || record.previous() != previous) {
        return Broken(absl::StrCat("record ", chain.records.size() - 1, " does not follow the one before"));
      }
      previous = crypto::AsString(crypto::Sha256(bytes));
      chain.digests.push_back(previous);
    }
    if (chain.records.size() >= page.size()) return chain;
    if (page.records().empty()) {
      return Broken(absl::StrCat("record ", chain.records.size(), " of ", page.size(), " is missing"));
    }
  }
}

// What the newest attestation says, from the log itself, checked by the pinned root.
absl::StatusOr<v1::AuditHead> AttestedHead(const std::string& address, sdk::Node& node,
                                           const Context& context) {
  ASSIGN_OR_RETURN(v1::GetReceiptRequest request, ReceiptRequestFor(address));
  ASSIGN_OR_RETURN(v1::GetReceiptResponse response, node.GetReceipt(request));
  ASSIGN_OR_RETURN(statement::PinnedRoots roots, context.Roots());
  absl::StatusOr<statement::OfflineVerdict> verdict =
      statement::VerifyOffline(response.file().SerializeAsString(), response.receipt().tlog_proof(), roots);
  if (!verdict.ok()) return Broken(verdict.status().message());
  for (const v1::Part& part : verdict->parts) {
    v1::Attestation content;
    if (part.name() == "attestation" && content.ParseFromString(part.content())) return content.audit();
  }
  return Broken(absl::StrCat(address, " attests nothing of the audit log"));
}

// How many records the log's attestation covers.
absl::StatusOr<uint64_t> CheckAttested(const Chain& chain, sdk::Node& node, const Context& context) {
  if (chain.attested_by.empty()) return 0;
  ASSIGN_OR_RETURN(v1::AuditHead head, AttestedHead(chain.attested_by, node, context));
  if (head.size() == 0 || head.size() > chain.records.size() ||
      head.digest() != chain.digests[head.size() - 1]) {
    return Broken(absl::StrCat(chain.attested_by, " attests ", head.size(), " other records"));
  }
  return head.size();
}

std::string ReadsText(const v1::AuditRecord& record) {
  std::vector<std::string> reads;
  for (const v1::AuditedRead& read : record.reads()) {
    reads.push_back(read.part_names().empty()
                        ? read.address()
                        : absl::StrCat(read.address(), " ", absl::StrJoin(read.part_names(), "+")));
  }
  return absl::StrJoin(reads, ", ");
}

absl::Status ShowAudit(uint64_t last, Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(Chain chain, Fetch(*node));
  ASSIGN_OR_RETURN(uint64_t attested, CheckAttested(chain, *node, context));
  std::ostream& out = context.terminal.out;
  const size_t size = chain.records.size();
  for (size_t i = size - std::min<size_t>(last, size); i < size; ++i) {
    const v1::AuditRecord& record = chain.records[i];
    if (context.form() == OutputForm::kJson) {
      out << formats::JsonLine(record);
      continue;
    }
    out << formats::TimeText(record.at()) << "  " << formats::SafeLine(record.reader()) << "  "
        << formats::SafeLine(record.method()) << "  " << formats::SafeLine(ReadsText(record)) << "\n";
  }
  if (context.form() == OutputForm::kJson) return absl::OkStatus();
  out << size << " reads of restricted parts, unbroken";
  if (attested > 0) {
    out << "; the first " << attested << " are attested by " << formats::SafeLine(chain.attested_by);
  }
  out << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddAudit(Verb app, Context& context) {
  auto last = std::make_shared<uint64_t>(50);
  Verb audit = app.Add("audit", "Tell who read restricted parts at your node");
  audit.Option("--last", *last, "Show so many, the newest (50); all are checked");
  audit.Footer("Needs the role administrator.\nExamples:\n  lightship audit\n  lightship audit --last 1000 --json");
  audit.Runs(context, [=, &context] { return ShowAudit(*last, context); });
}

}  // namespace lightship::commands
