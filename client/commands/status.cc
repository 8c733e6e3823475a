// lightship status: the logs that the node holds, its peers, their lag, and who has countersigned what.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/verbs.h"
#include "client/formats/csv.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"
#include "client/formats/times.h"
#include "node/base/encoding.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

using formats::Table;

// "ID PH; SG 3 behind": who has countersigned all of the log, and who lags by how much.
std::string CosignersText(const v1::LogStatus& log) {
  std::vector<std::string> level, behind;
  for (const v1::CosignerStatus& cosigner : log.cosigners()) {
    if (cosigner.size() >= log.size()) {
      level.push_back(cosigner.economy());
    } else {
      behind.push_back(
          absl::StrCat(cosigner.economy(), " ", log.size() - cosigner.size(), " behind"));
    }
  }
  std::string text = absl::StrJoin(level, " ");
  if (!behind.empty()) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", absl::StrJoin(behind, ", "));
  }
  return text;
}

uint64_t LagOf(const v1::LogStatus& log) {
  return log.announced_size() > log.size() ? log.announced_size() - log.size() : 0;
}

std::string SourceText(const v1::LogStatus& log, bool own) {
  if (log.frozen()) return "FORKED, frozen";
  if (own) return "(own)";
  return log.source().empty() ? "-" : log.source();
}

// "1200, 300 by log": some are verified by their log alone so far.
std::string EntriesText(const v1::LogStatus& log) {
  return log.unverified() == 0 ? absl::StrCat(log.size()) : absl::StrCat(log.size(), ", ", log.unverified(), " by log");
}

void PrintLogs(const v1::GetStatusResponse& status, const Context& context) {
  Table logs({{"LOG"},
              {"ENTRIES", 0, true},
              {"LAG", 0, true},
              {"NOT HELD", 0, true},
              {"FOLLOWED FROM"},
              {"COUNTERSIGNED BY", 16}});
  for (const v1::LogStatus& log : status.logs()) {
    bool own = log.origin() == status.origin();
    logs.Add({log.origin(), EntriesText(log), absl::StrCat(LagOf(log)),
             absl::StrCat(log.stubs()), SourceText(log, own),
             CosignersText(log)});
  }
  context.terminal.out << "\n" << logs.Render(context.terminal.columns);
}

// Who has sent more than the node's quotas let one peer send is read from more slowly.
std::string StateText(const v1::PeerStatus& peer) {
  const absl::string_view state = peer.connected() ? "connected" : "not connected";
  if (peer.held_back_ms() == 0) return std::string(state);
  return absl::StrCat(state, ", held back ", absl::FormatDuration(absl::Ceil(absl::Milliseconds(peer.held_back_ms()), absl::Seconds(1))));
}

void PrintPeers(const v1::GetStatusResponse& status, const Context& context) {
  if (status.peers().empty()) return;
  Table peers({{"PEER"}, {"STATE"}, {"SINCE"}, {"ADDRESS", 12}, {"FAULTS", 0, true}, {"LAST ERROR", 12}});
  for (const v1::PeerStatus& peer : status.peers()) {
    peers.Add({peer.economy(), StateText(peer), formats::TimeText(peer.since()), peer.address().empty() ? "(dials us)" : peer.address(),
              absl::StrCat(peer.faults()), peer.last_error()});
  }
  context.terminal.out << "\n" << peers.Render(context.terminal.columns);
}

void PrintCsv(const v1::GetStatusResponse& status, std::ostream& out) {
  out << formats::CsvLine({"log", "entries", "lag", "not_held", "source", "countersigned_by", "verified_by_log"});
  for (const v1::LogStatus& log : status.logs()) {
    out << formats::CsvLine({log.origin(), absl::StrCat(log.size()), absl::StrCat(LagOf(log)),
                             absl::StrCat(log.stubs()), log.source(), CosignersText(log), absl::StrCat(log.unverified())});
  }
}

absl::Status Status(Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::GetStatusResponse status, node->GetStatus());
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(status);
  } else if (context.form() == OutputForm::kCsv) {
    PrintCsv(status, out);
  } else {
    out << "Node of " << formats::SafeLine(status.economy()) << ", lightship "
        << formats::SafeLine(status.software_version()) << ", up since "
        << formats::TimeText(status.started_at()) << ", " << status.incidents() << " incidents\n";
    if (!status.not_accepting().empty()) {
      out << "TAKES NO SUBMISSIONS: " << formats::SafeLine(status.not_accepting()) << "\n";
    }
    for (const v1::Warning& warning : status.warnings()) {
      out << "WARNING " << formats::SafeLine(warning.code()) << " "
          << formats::SafeLine(warning.subject()) << ", since "
          << formats::TimeText(warning.since()) << ": " << formats::SafeLine(warning.text()) << "\n";
    }
    PrintLogs(status, context);
    PrintPeers(status, context);
  }
  return absl::OkStatus();
}

struct StatusFlags {
  bool state_hash = false;
  std::vector<std::string> of;
};

absl::Status StateHash(const StatusFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  v1::GetStateHashRequest request;
  for (const std::string& economy : flags.of) request.add_economies(economy);
  ASSIGN_OR_RETURN(v1::GetStateHashResponse state, node->GetStateHash(request));
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(state);
    return absl::OkStatus();
  }
  Table logs({{"LOG"}, {"SIZE", 0, true}, {"ENTRIES HELD", 0, true}, {"PARTS HELD", 0, true}, {"ROOT", 12}});
  for (const v1::LogState& log : state.logs()) {
    logs.Add({log.origin(), absl::StrCat(log.size()), absl::StrCat(log.entries()),
             absl::StrCat(log.parts()), base::Hex(log.root())});
  }
  out << base::Hex(state.hash()) << "\n" << logs.Render(context.terminal.columns)
      << state.incidents() << " incidents\n";
  return absl::OkStatus();
}

}  // namespace

void AddStatus(Verb app, Context& context) {
  auto flags = std::make_shared<StatusFlags>();
  Verb status = app.Add("status", "The node's logs, peers, lag and countersignatures");
  Flag hash = status.Switch("--state-hash", flags->state_hash,
                            "One hash over all that the node holds, to compare nodes with");
  status.Option("--of", flags->of, "Only these economies' logs and their incidents: SG,ID")
      .Separated(',')
      .Needs(hash);
  status.Footer(
      "Examples:\n"
      "  lightship status\n"
      "  lightship status --json\n"
      "  lightship status --state-hash --of SG,ID   equal on nodes that hold the same of these logs");
  status.Runs(context, [=, &context] {
      return flags->state_hash ? StateHash(*flags, context) : Status(context);
    });
}

}  // namespace lightship::commands
