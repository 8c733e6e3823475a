// Every fuzz target over its committed corpus, over what its seeds are made of today, and over the same mutations of both each
// time. An input that ends the process is named on stderr, with how to have it again.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/target.h"

namespace lightship::fuzz {
namespace {

// Mutations of all inputs of a target together; each stops sooner when a slow target has used its time.
constexpr int kMutations = 200;
constexpr absl::Duration kTimeOfTarget = absl::Seconds(2);

char g_running[512] = "";

void SayWhichInput(int signal) {
  std::fprintf(stderr, "the process ends with input %s\n", g_running);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

std::map<std::string, std::string> CorpusOf(const Target& target) {
  std::map<std::string, std::string> files;
  for (const auto& [name, bytes] : target.seeds()) files["valid-" + name + " (made)"] = bytes;
  std::error_code none;
  for (const auto& file : std::filesystem::directory_iterator(absl::StrCat(FUZZ_CORPUS "/", target.name), none)) {
    std::ifstream in(file.path(), std::ios::binary);
    files[file.path().filename()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return files;
}

bool RunNamed(const Target& target, const std::string& name, const std::string& input) {
  std::snprintf(g_running, sizeof g_running, "%s/%s", target.name, name.c_str());
  return target.run(input);
}

class FuzzTest : public ::testing::TestWithParam<const Target*> {
 protected:
  static void SetUpTestSuite() {
    google::protobuf::SetLogHandler(nullptr);
    for (int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL, SIGBUS}) std::signal(signal, SayWhichInput);
  }
};

TEST_P(FuzzTest, TakesItsSeedsAndKeepsItsPropertiesWithEveryInput) {
  const Target& target = *GetParam();
  const std::map<std::string, std::string> corpus = CorpusOf(target);
  EXPECT_FALSE(target.seeds().empty());
  for (const auto& [name, input] : corpus) {
    const bool accepted = RunNamed(target, name, input);
    if (absl::StartsWith(name, "valid-")) {
      EXPECT_TRUE(accepted) << name << " is refused";
    }
  }
  const absl::Time until = absl::Now() + kTimeOfTarget;
  for (int i = 0; i < kMutations && absl::Now() < until;) {
    for (const auto& [name, input] : corpus) {
      Dice dice(static_cast<uint64_t>(i) * 7919 + std::hash<std::string>()(name));
      RunNamed(target, absl::StrCat(name, ", mutation ", i), Mutate(target, input, dice));
      ++i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzTest, ::testing::ValuesIn(Targets().begin(), Targets().end()),
                         [](const auto& one) { return std::string(one.param->name); });

}  // namespace
}  // namespace lightship::fuzz
