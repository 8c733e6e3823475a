// libFuzzer's side: which target is driven (--target=NAME), and --seeds=DIR, which writes every target's seeds and ends.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/target.h"

using lightship::fuzz::Target;

namespace {

const Target* g_target = nullptr;

void WriteSeeds(const std::filesystem::path& directory) {
  for (const Target* target : lightship::fuzz::Targets()) {
    std::filesystem::create_directories(directory / target->name);
    for (const auto& [name, bytes] : target->seeds()) {
      std::ofstream(directory / target->name / ("valid-" + name), std::ios::binary) << bytes;
    }
  }
}

}  // namespace

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most);

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  google::protobuf::SetLogHandler(nullptr);
  for (int i = 1; i < *argc; ++i) {
    absl::string_view argument = (*argv)[i];
    if (absl::ConsumePrefix(&argument, "--target=")) g_target = lightship::fuzz::FindTarget(argument);
    if (absl::ConsumePrefix(&argument, "--seeds=")) {
      WriteSeeds(std::string(argument));
      std::exit(0);
    }
    if (argument == "--list") {
      for (const Target* target : lightship::fuzz::Targets()) std::puts(target->name);
      std::exit(0);
    }
  }
  if (g_target == nullptr) {
    std::fputs("give --target=NAME; --list names them\n", stderr);
    std::exit(2);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  g_target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t most, unsigned seed) {
  lightship::fuzz::Dice dice(seed);
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  if (dice.Roll(3) == 0) return LLVMFuzzerMutate(data, size, most);
  const std::string mutated = lightship::fuzz::Mutate(*g_target, input, dice);
  const size_t kept = mutated.size() < most ? mutated.size() : most;
  std::copy(mutated.begin(), mutated.begin() + static_cast<std::ptrdiff_t>(kept), data);
  return kept;
}
