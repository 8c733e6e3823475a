// lightship_correlate: imports incident sets, correlates every report with every other, and
// prints how well the verdicts agree with pairs that are known to be one incident or two; one
// figure a line (name value unit).
//
//   lightship_correlate --source imb=FILE --source asam=FILE --same FILE --different FILE
//   [--misses N]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "client/formats/importer.h"
#include "tests/bench/truth_file.h"
#include "tests/support/held.h"

namespace lightship::bench {
namespace {

using incident::correlation::Account;
using incident::correlation::Held;
using incident::correlation::Judgement;

[[noreturn]] void Die(const std::string& reason) {
  std::cerr << "lightship_correlate: " << reason << "\n";
  std::exit(1);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Die(absl::StrCat(path, ": cannot be read"));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Report number, by source and record.
using Numbers = std::map<std::pair<std::string, size_t>, size_t>;

struct Reports {
  std::vector<Account> accounts;
  std::vector<std::string> titles;  // "imb 12", then the row as it stands
  Numbers numbers;
};

void Import(const std::string& name, const std::string& path, Reports& reports) {
  const std::string bytes = ReadFile(path);
  auto importer = formats::OpenImporter(name, bytes);
  if (!importer.ok()) Die(absl::StrCat(path, ": ", importer.status().message()));
  size_t rows = 0, rejected = 0;
  formats::ImportedRow row;
  while ((*importer)->Next(row)) {
    ++rows;
    if (!row.report.ok()) {
      ++rejected;
      continue;
    }
    reports.numbers[{name, row.record}] = reports.accounts.size();
    reports.titles.push_back(absl::StrCat(name, " ", row.record, ": ", row.content.substr(0, 700)));
    const formats::ImportedReport& report = *row.report;
    reports.accounts.push_back(incident::correlation::MakeAccount(
        report.facts, report.vessel.has_value() ? &*report.vessel : nullptr,
        report.narrative.has_value() ? &*report.narrative : nullptr));
  }
  std::cout << "reports_" << name << " " << rows - rejected << " reports\n";
  if (rejected > 0) std::cout << "rejected_" << name << " " << rejected << " rows\n";
}

struct Verdicts {
  std::map<std::pair<size_t, size_t>, Judgement>
      pairs;                      // lower number first; those that were candidates
  std::vector<size_t> component;  // by report: what SAME joins, followed through
};

size_t RootOf(std::vector<size_t>& component, size_t report) {
  while (component[report] != report) report = component[report] = component[component[report]];
  return report;
}

Verdicts Correlate(const Reports& reports) {
  Verdicts verdicts;
  verdicts.component.resize(reports.accounts.size());
  std::iota(verdicts.component.begin(), verdicts.component.end(), size_t{0});
  Held candidates;
  for (size_t number = 0; number < reports.accounts.size(); ++number) {
    candidates.Add(absl::StrFormat("%08d", number), reports.accounts[number]);
  }
  for (size_t number = 0; number < reports.accounts.size(); ++number) {
    for (Held::NamedLink& link : candidates.Links(absl::StrFormat("%08d", number))) {
      size_t other = 0;
      if (!absl::SimpleAtoi(link.other, &other) || other <= number) continue;
      if (link.judgement.verdict == v1::CORRELATION_VERDICT_SAME_INCIDENT) {
        verdicts.component[RootOf(verdicts.component, number)] = RootOf(verdicts.component, other);
      }
      verdicts.pairs.emplace(std::pair(number, other), std::move(link.judgement));
    }
  }
  return verdicts;
}

// A pair of the truth with what became of it.
struct Judged {
  TruePair pair;
  size_t a = 0, b = 0;
  const Judgement* judgement = nullptr;  // nullptr: not compared
  bool joined = false;

  bool Is(v1::CorrelationVerdict verdict) const {
    return judgement != nullptr && judgement->verdict == verdict;
  }
};

std::vector<Judged> Judge(const std::vector<std::string>& paths, const Reports& reports,
                          Verdicts& verdicts) {
  std::vector<Judged> judged;
  for (const std::string& path : paths) {
    auto pairs = ReadTruth(ReadFile(path));
    if (!pairs.ok()) Die(absl::StrCat(path, ": ", pairs.status().message()));
    for (const TruePair& pair : *pairs) {
      const auto a = reports.numbers.find({pair.source_a, pair.row_a});
      const auto b = reports.numbers.find({pair.source_b, pair.row_b});
      if (a == reports.numbers.end() || b == reports.numbers.end()) {
        Die(absl::StrCat(path, ": ", pair.source_a, " ", pair.row_a, " and ", pair.source_b, " ",
                         pair.row_b, " are not both among the reports"));
      }
      Judged& one = judged.emplace_back();
      one.pair = pair;
      one.a = a->second;
      one.b = b->second;
      const auto found = verdicts.pairs.find(std::minmax(one.a, one.b));
      if (found != verdicts.pairs.end()) one.judgement = &found->second;
      one.joined = RootOf(verdicts.component, one.a) == RootOf(verdicts.component, one.b);
    }
  }
  return judged;
}

void Figure(const std::string& name, double value, const std::string& unit) {
  std::cout << absl::StrFormat("%s %.6g %s\n", name, value, unit);
}

size_t Count(const std::vector<Judged>& judged, v1::CorrelationVerdict verdict) {
  return std::count_if(judged.begin(), judged.end(),
                       [verdict](const Judged& one) { return one.Is(verdict); });
}

void Explain(std::vector<Judged> judged, const std::string& heading, size_t most,
             const Reports& reports) {
  std::stable_sort(judged.begin(), judged.end(), [](const Judged& x, const Judged& y) {
    return (x.judgement == nullptr ? -100 : x.judgement->score) <
           (y.judgement == nullptr ? -100 : y.judgement->score);
  });
  if (judged.size() > most) judged.resize(most);
  for (const Judged& one : judged) {
    std::cout << "\n" << heading << (one.pair.why.empty() ? "" : " ") << one.pair.why;
    if (one.judgement == nullptr) {
      std::cout << ": not compared\n";
    } else {
      std::cout << absl::StrFormat(
                       ": %s, score %.1f: ", v1::CorrelationVerdict_Name(one.judgement->verdict),
                       one.judgement->score)
                << one.judgement->InWords() << "\n";
    }
    std::cout << "  " << reports.titles[one.a] << "\n  " << reports.titles[one.b] << "\n";
  }
}

template <typename Condition>
std::vector<Judged> Those(const std::vector<Judged>& judged, Condition condition) {
  std::vector<Judged> those;
  std::copy_if(judged.begin(), judged.end(), std::back_inserter(those), condition);
  return those;
}

void PrintSame(const std::vector<Judged>& same) {
  if (same.empty()) return;
  const double pairs = static_cast<double>(same.size());
  const double sure = static_cast<double>(Count(same, v1::CORRELATION_VERDICT_SAME_INCIDENT));
  const double maybe = static_cast<double>(Count(same, v1::CORRELATION_VERDICT_POSSIBLE_SAME));
  Figure("true_pairs", pairs, "pairs");
  Figure("recall", (sure + maybe) / pairs, "share");
  Figure("recall_same", sure / pairs, "share");
}

void PrintDifferent(const std::vector<Judged>& different) {
  std::map<std::string, std::vector<Judged>> by_reason;
  for (const Judged& one : different) by_reason[one.pair.why].push_back(one);
  for (const auto& [why, judged] : by_reason) {
    const size_t merged = Count(judged, v1::CORRELATION_VERDICT_SAME_INCIDENT);
    const size_t joined =
        std::count_if(judged.begin(), judged.end(), [](const Judged& one) { return one.joined; });
    Figure(absl::StrCat("pairs_", why), static_cast<double>(judged.size()), "pairs");
    if (why == "different_ships") {
      Figure("merged_different_ships", static_cast<double>(merged), "pairs");
    } else {
      Figure(
          why == "same_ship_repeat_attack" ? "merged_repeat_attacks" : absl::StrCat("merged_", why),
          static_cast<double>(merged) / static_cast<double>(judged.size()), "share");
    }
    // Also through other reports that both are the same as.
    Figure(absl::StrCat("joined_", why), static_cast<double>(joined), "pairs");
  }
}

void PrintVerdicts(const Verdicts& verdicts) {
  std::map<v1::CorrelationVerdict, size_t> counts;
  for (const auto& [pair, judgement] : verdicts.pairs) ++counts[judgement.verdict];
  Figure("compared", static_cast<double>(verdicts.pairs.size()), "pairs");
  Figure("same", static_cast<double>(counts[v1::CORRELATION_VERDICT_SAME_INCIDENT]), "pairs");
  Figure("possible", static_cast<double>(counts[v1::CORRELATION_VERDICT_POSSIBLE_SAME]), "pairs");
  Figure("different", static_cast<double>(counts[v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT]),
         "pairs");
}

struct Options {
  std::vector<std::string> sources, same, different;
  size_t misses = 0;
};

void Run(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  Reports reports;
  for (const std::string& source : options.sources) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(source, absl::MaxSplits('=', 1));
    if (parts.second.empty()) Die(absl::StrCat("--source ", source, ": should be like imb=FILE"));
    Import(absl::AsciiStrToLower(parts.first), parts.second, reports);
  }
  Verdicts verdicts = Correlate(reports);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  const std::vector<Judged> same = Judge(options.same, reports, verdicts);
  const std::vector<Judged> different = Judge(options.different, reports, verdicts);
  PrintSame(same);
  PrintDifferent(different);
  PrintVerdicts(verdicts);
  Figure("seconds", taken.count(), "s");
  if (options.misses == 0) return;
  Explain(Those(same,
                [](const Judged& one) {
                  return !one.Is(v1::CORRELATION_VERDICT_SAME_INCIDENT) &&
                         !one.Is(v1::CORRELATION_VERDICT_POSSIBLE_SAME);
                }),
          "missed", options.misses, reports);
  Explain(Those(different,
                [](const Judged& one) {
                  return one.Is(v1::CORRELATION_VERDICT_SAME_INCIDENT) || one.joined;
                }),
          "merged", options.misses, reports);
  Explain(
      Those(same, [](const Judged& one) { return one.Is(v1::CORRELATION_VERDICT_POSSIBLE_SAME); }),
      "only possible", options.misses, reports);
}

}  // namespace
}  // namespace lightship::bench

int main(int argc, char** argv) {
  CLI::App app{"Measures the correlation of incident sets against known pairs"};
  lightship::bench::Options options;
  app.add_option("--source", options.sources, "importer=FILE, such as imb=pirates.csv; several")
      ->required();
  app.add_option("--same", options.same, "known pairs of one incident, CSV");
  app.add_option("--different", options.different, "known pairs of two incidents, CSV");
  app.add_option("--misses", options.misses, "explain so many of the worst misses");
  CLI11_PARSE(app, argc, argv);
  lightship::bench::Run(options);
  return 0;
}
