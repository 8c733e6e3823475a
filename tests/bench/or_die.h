// What a benchmark does about an error: it says so and ends.
#ifndef LIGHTSHIP_TESTS_BENCH_OR_DIE_H_
#define LIGHTSHIP_TESTS_BENCH_OR_DIE_H_

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lightship::bench {

[[noreturn]] inline void Die(const absl::Status& status) {
  std::cerr << "lightship load: " << status.ToString() << "\n";
  std::exit(1);
}

template <typename T>
T OrDie(absl::StatusOr<T> result) {
  if (!result.ok()) Die(result.status());
  return *std::move(result);
}

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_OR_DIE_H_
