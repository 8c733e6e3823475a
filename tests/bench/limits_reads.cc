// Reading all of what a node knows of its incidents: from memory, and from a file.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <thread>

#include "tests/bench/limits.h"
#include "tests/bench/load_target.h"
#include "tests/bench/or_die.h"

namespace lightship::bench {
namespace {

constexpr uint64_t kIncidentBytes = 250;
constexpr int kTimes = 5;

// Least of a few, milliseconds.
double Best(const std::function<void()>& work) {
  double best = 0;
  for (int time = 0; time < kTimes; ++time) {
    const auto begin = SteadyClock::now();
    work();
    const double took = Millis(SteadyClock::now() - begin);
    best = time == 0 ? took : std::min(best, took);
  }
  return best;
}

}  // namespace

void MeasureScan(const Ground& ground) {
  const std::vector<uint64_t> words(std::max<uint64_t>(1, ground.incidents * kIncidentBytes / sizeof(uint64_t)), 1);
  const size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<uint64_t> sums(threads);
  const double millis = Best([&] {
    std::vector<std::thread> running;
    for (size_t t = 0; t < threads; ++t) {
      const auto at = [&](size_t part) { return words.begin() + static_cast<ptrdiff_t>(words.size() * part / threads); };
      running.emplace_back([&sums, t, from = at(t), until = at(t + 1)] { sums[t] = std::accumulate(from, until, uint64_t{0}); });
    }
    for (std::thread& thread : running) thread.join();
  });
  if (std::accumulate(sums.begin(), sums.end(), uint64_t{0}) != words.size()) Die(absl::InternalError("counted wrongly"));
  PrintFigure("limit_scan", millis, "ms");
}

void MeasureFile(const Ground& ground) {
  const std::string path = ground.dir + "/snapshot";
  const uint64_t bytes = ground.incidents * kIncidentBytes;
  const std::string piece = Noise(1 << 20);
  std::ofstream out(path, std::ios::binary);
  for (uint64_t written = 0; written < bytes; written += piece.size()) {
    out.write(piece.data(), static_cast<std::streamsize>(std::min<uint64_t>(piece.size(), bytes - written)));
  }
  out.close();
  std::string read(1 << 20, 0);
  const double millis = Best([&] {
    std::ifstream in(path, std::ios::binary);
    while (in.read(read.data(), static_cast<std::streamsize>(read.size()))) {
    }
  });
  std::filesystem::remove(path);
  PrintFigure("limit_file", millis / 1000, "s");
}

}  // namespace lightship::bench
