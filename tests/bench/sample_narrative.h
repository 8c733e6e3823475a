// Accounts of what happened, in as many words as asked for.
#ifndef LIGHTSHIP_TESTS_BENCH_SAMPLE_NARRATIVE_H_
#define LIGHTSHIP_TESTS_BENCH_SAMPLE_NARRATIVE_H_

#include <cstddef>
#include <random>
#include <string>

namespace lightship::bench {

// Sentences that `random` draws, at least `bytes` in all and at most a sentence more.
std::string SampleText(size_t bytes, std::mt19937_64& random);

// Two words of which either stands in some of the texts; another pair for each `round`.
std::string TwoWords(int round);

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_SAMPLE_NARRATIVE_H_
