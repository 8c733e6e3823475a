// Plausible reports in any number, the same for the same seed, spread over the seas around Southeast Asia and ten years.
#ifndef LIGHTSHIP_TESTS_BENCH_SAMPLE_REPORTS_H_
#define LIGHTSHIP_TESTS_BENCH_SAMPLE_REPORTS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "client/sdk/identity.h"
#include "lightship/v1/submission.pb.h"
#include "node/base/entropy.h"

namespace lightship::bench {

// IMO number of the ship in report `number`: every ship has ten reports.
uint32_t SampleImoNumber(uint64_t number);

// Of the account of a report that is not asked for one of another length.
inline constexpr size_t kNarrativeBytes = 270;

// Report `number`, sealed by the officer; about 1 kB with its parts.
absl::StatusOr<v1::SubmitRequest> SampleReport(uint64_t number,
                                               const sdk::OfficerIdentity& officer,
                                               base::Entropy& entropy,
                                               size_t narrative_bytes = kNarrativeBytes);

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_SAMPLE_REPORTS_H_
