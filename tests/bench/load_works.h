// The kinds of load, each a verb of lightship_load. Each prints its figures, and Die()s when something fails.
#ifndef LIGHTSHIP_TESTS_BENCH_LOAD_WORKS_H_
#define LIGHTSHIP_TESTS_BENCH_LOAD_WORKS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/load_target.h"
#include "tests/bench/sample_reports.h"

namespace lightship::bench {

struct SubmitOptions {
  uint64_t reports = 1000, first = 0;
  size_t in_flight = 64;
  size_t connections = 1;  // that share what is in flight, a thread each
  uint64_t at_once = 0;    // so many are signed before the first of them is submitted; 0: all
  size_t narrative_bytes = kNarrativeBytes;
  std::string acks;
  bool keep_trying = false, stream = false;
};

// load_submit.cc: the rate counts the time of submitting alone, not of signing.
void Submit(const Target& target, const SubmitOptions& options);

// load_questions.cc: `kinds` as named there; none: all.
void Query(const Target& target, int rounds, const std::vector<std::string>& kinds);

// load_map.cc: a map of all incidents that have a position, and a listing of all incidents by pages.
void Map(const Target& target, int rounds);

// load_visible.cc: each report from its submission until a watch at another node shows it.
void Visible(const Target& target, const Target& watch, uint64_t reports);

// load_await.cc: until the node holds so many entries of the log.
void Await(const Target& target, const std::string& origin, uint64_t size);

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_LOAD_WORKS_H_
