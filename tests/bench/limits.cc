// lightship_limits: this machine's own limits, one figure a line (name value unit).
//
//   lightship_limits NAME... --dir DIR [--identity DIR --trust DIR --keys DIR] [--data DIR] [--incidents N] [--seconds S]
//
// NAME: writes, rows, calls, stream, signatures, scan, file, payload (limits.h says what each is).
#include "tests/bench/limits.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <thread>

#include "CLI/CLI.hpp"
#include "node/base/entropy.h"

namespace lightship::bench {

double RateOf(size_t threads, double seconds, const std::function<void(size_t)>& work) {
  using Clock = std::chrono::steady_clock;
  std::atomic<uint64_t> done{0};
  std::vector<std::thread> running;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  for (size_t thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      do {
        work(thread);
        ++done;
      } while (Clock::now() < end);
    });
  }
  for (std::thread& thread : running) thread.join();
  return static_cast<double>(done.load()) / std::chrono::duration<double>(Clock::now() - begin).count();
}

std::string Noise(size_t bytes) { return base::SystemEntropy().Bytes(bytes); }

namespace {

int Main(int argc, char** argv) {
  const std::map<std::string, void (*)(const Ground&)> known = {
      {"writes", MeasureWrites}, {"rows", MeasureRows}, {"calls", MeasureCalls}, {"stream", MeasureStream},
      {"signatures", MeasureSignatures}, {"scan", MeasureScan}, {"file", MeasureFile}, {"payload", MeasurePayload}};
  CLI::App app("Measures what this machine can do at best");
  Ground ground;
  std::vector<std::string> names;
  app.add_option("names", names)->required()->check(CLI::IsMember(known));
  app.add_option("--dir", ground.dir)->required();
  app.add_option("--identity", ground.identity);
  app.add_option("--trust", ground.trust);
  app.add_option("--keys", ground.keys);
  app.add_option("--data", ground.data);
  app.add_option("--incidents", ground.incidents);
  app.add_option("--seconds", ground.seconds);
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(ground.dir);
  for (const std::string& name : names) known.at(name)(ground);
  return 0;
}

}  // namespace
}  // namespace lightship::bench

int main(int argc, char** argv) { return lightship::bench::Main(argc, argv); }
