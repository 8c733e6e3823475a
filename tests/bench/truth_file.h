// Known pairs of reports: columns source_a, row_a, source_b, row_b, why; or imb_row, asam_row and
// the like, one for each of two sources. Other columns are passed over.
#ifndef LIGHTSHIP_TESTS_BENCH_TRUTH_FILE_H_
#define LIGHTSHIP_TESTS_BENCH_TRUTH_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::bench {

struct TruePair {
  std::string source_a, source_b;  // importers' names, lower case
  size_t row_a = 0, row_b = 0;     // data records, from 1
  std::string why;
};

// INVALID_ARGUMENT with the columns that are missing, or the record that cannot be read.
absl::StatusOr<std::vector<TruePair>> ReadTruth(absl::string_view csv);

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_TRUTH_FILE_H_
