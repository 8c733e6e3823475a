#include "client/commands/import_summary.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "google/protobuf/struct.pb.h"

namespace lightship::commands {
namespace {

using Kind = RowOutcome::Kind;

// Unmapped words that are shown; JSON has all.
constexpr size_t kMostWords = 20;

std::vector<std::pair<std::string, size_t>> MostFirst(const std::map<std::string, size_t>& counts) {
  std::vector<std::pair<std::string, size_t>> list(counts.begin(), counts.end());
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return list;
}

void PrintJson(const ImportSummary& summary, std::ostream& out) {
  google::protobuf::Struct json;
  auto set = [](google::protobuf::Struct& object, const std::string& name, size_t value) {
    (*object.mutable_fields())[name].set_number_value(static_cast<double>(value));
  };
  set(json, "imported", summary.imported);
  set(json, "with_flags", summary.with_flags);
  set(json, "rejected", summary.rejected);
  set(json, "left_to_others", summary.left);
  set(json, "admitted_before", summary.before);
  set(json, "rows", summary.rows);
  auto* read = (*json.mutable_fields())["read"].mutable_struct_value();
  for (const auto& [what, count] : summary.read) set(*read, what, count);
  auto* doubts = (*json.mutable_fields())["doubts"].mutable_struct_value();
  for (const auto& [kind, count] : summary.doubts) set(*doubts, kind, count);
  auto* unmapped = (*json.mutable_fields())["unmapped"].mutable_struct_value();
  for (const auto& [word, count] : summary.unmapped) set(*unmapped, word, count);
  out << formats::JsonLine(json);
}

void PrintQuality(const ImportSummary& summary, std::ostream& out) {
  if (!summary.read.empty()) out << "read in the accounts (rows):\n";
  for (const auto& [what, count] : MostFirst(summary.read)) {
    out << absl::StreamFormat("%8d  %s\n", count, what);
  }
  if (!summary.doubts.empty()) out << "doubts (rows):\n";
  for (const auto& [kind, count] : MostFirst(summary.doubts)) {
    out << absl::StreamFormat("%8d  %s\n", count, kind);
  }
  if (!summary.unmapped.empty()) out << "words in no list (times):\n";
  size_t shown = 0;
  for (const auto& [word, count] : MostFirst(summary.unmapped)) {
    if (++shown > kMostWords) break;
    out << absl::StreamFormat("%8d  %s\n", count, formats::SafeLine(word));
  }
  if (shown > kMostWords) {
    out << absl::StreamFormat("          and %d more; --json and --report have all\n",
                              summary.unmapped.size() - kMostWords);
  }
}

}  // namespace

ImportSummary SummaryOf(const std::vector<RowOutcome>& outcomes) {
  ImportSummary summary;
  summary.rows = outcomes.size();
  for (const RowOutcome& outcome : outcomes) {
    summary.imported += outcome.kind == Kind::kImported;
    summary.with_flags += outcome.kind == Kind::kImportedWithFlags;
    summary.rejected += outcome.kind == Kind::kRejected;
    summary.left += outcome.kind == Kind::kLeftToOthers;
    summary.before += outcome.before;
    std::map<std::string, size_t> kinds;
    for (const formats::Doubt& doubt : outcome.doubts) kinds[doubt.kind] = 1;
    for (const auto& [kind, one] : kinds) summary.doubts[kind] += one;
    for (const std::string& what : outcome.read) ++summary.read[what];
    for (const std::string& word : outcome.unmapped) ++summary.unmapped[word];
  }
  return summary;
}

void PrintSummary(const ImportSummary& summary, const std::vector<RowOutcome>& outcomes,
                  Context& context) {
  std::ostream& out = context.terminal.out;
  if (context.json) return PrintJson(summary, out);
  for (const RowOutcome& outcome : outcomes) {
    if (outcome.kind != Kind::kRejected) continue;
    context.terminal.err << "line " << outcome.line << " (record " << outcome.record
                         << ") rejected: " << formats::SafeLine(outcome.explanation) << "\n";
  }
  out << "imported " << summary.imported << ", with flags " << summary.with_flags << ", rejected "
      << summary.rejected;
  if (summary.left > 0) out << ", left to others " << summary.left;
  out << " (of " << summary.rows << " rows)";
  if (summary.before > 0) out << "; " << summary.before << " were admitted before";
  out << "\n";
  PrintQuality(summary, out);
}

}  // namespace lightship::commands
