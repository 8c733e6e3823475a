#include "tests/sim/simulation.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/incident/query.h"
#include "tests/sim/shrink.h"

namespace lightship::sim {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kSeedsOfTest = 15;
constexpr int kMostNodes = 6;

// Four tests side by side.
class Networks : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Networks, LoseNothingBelieveNothingForgedAndAgreeAfterHealing) {
  for (uint64_t seed = GetParam(); seed < GetParam() + kSeedsOfTest; ++seed) {
    const Plan plan = Swarm(seed, kMostNodes);
    EXPECT_EQ(ToString(Simulation(plan).Run()), "") << ReplayCommand(plan);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Networks, ::testing::Range<uint64_t>(1, 1 + 4 * kSeedsOfTest, kSeedsOfTest));

std::vector<v1::IncidentSummary> AllIncidents(SimulatedNode& node) {
  const incident::Page page = incident::List(*node.incidents().snapshot(), {}).value();
  std::vector<v1::IncidentSummary> incidents(page.incidents.size());
  for (size_t i = 0; i < incidents.size(); ++i) EXPECT_TRUE(incidents[i].ParseFromString(*page.incidents[i]));
  return incidents;
}

// What the judges say of the first seeds, until they say `what`: not in each is there something to spoil.
std::string VerdictsOn(Sabotage sabotage, absl::string_view what, absl::string_view faults, int withdrawals) {
  std::string verdicts;
  for (uint64_t seed = 1; seed <= 12 && !absl::StrContains(verdicts, what); ++seed) {
    Plan plan;
    plan.seed = seed;
    plan.nodes = 4;
    plan.withdrawals = withdrawals;
    plan.load_s = 6;
    plan.weights = *ParseFaults(faults);
    plan.sabotage = sabotage;
    if (sabotage == Sabotage::kBelieveUnverified) plan.behind = plan.nodes;
    verdicts += ToString(Simulation(plan).Run());
  }
  return verdicts;
}

struct Noticed {
  const char* name;
  Sabotage sabotage;
  const char* what;
  const char* faults = "break,crash";
  int withdrawals = 4;
};
void PrintTo(const Noticed& noticed, std::ostream* out) { *out << noticed.name; }

class Judges : public ::testing::TestWithParam<Noticed> {};

TEST_P(Judges, Notice) {
  const Noticed& wrong = GetParam();
  EXPECT_THAT(VerdictsOn(wrong.sabotage, wrong.what, wrong.faults, wrong.withdrawals), HasSubstr(wrong.what));
}

INSTANTIATE_TEST_SUITE_P(
    Of, Judges,
    ::testing::Values(
        Noticed{"ALostEntry", Sabotage::kLoseEntry, "durability: acknowledged but lost"},
        Noticed{"ARebuildThatDropsWhatIsSound", Sabotage::kDropAtRebuild, "durability: part vessel lost", "rot"},
        Noticed{"ADiskThatLiesAboutSync", Sabotage::kLieAboutSync, "durability: ", "crash"},
        Noticed{"ALeak", Sabotage::kLeakPart, "confidentiality: leaked"},
        Noticed{"WhatIsSentPastANarrowing", Sabotage::kSendNarrowed, "confidentiality: sent", "break", 15},
        Noticed{"WhatNobodySigned", Sabotage::kForgeEntry, "authenticity: believed without signature"},
        Noticed{"WhatIsVerifiedBehindAndNeverIs", Sabotage::kBelieveUnverified, "authenticity: believed without signature", "forge"},
        Noticed{"AForgedCosignature", Sabotage::kForgeCosignature, "signatures: a false signature"},
        Noticed{"BytesThatAnErasureLeft", Sabotage::kNeverForget, "erasure: erased but still there", "break", 15},
        Noticed{"WhoNeverConfirms", Sabotage::kNeverAttest, "confirmation: not confirmed", "break", 15},
        Noticed{"OtherBytesThanWereAcknowledged", Sabotage::kServeRot, "served: another entry"},
        Noticed{"MemoryThatAPeerTakes", Sabotage::kHoard, "memory: a burst left", "flood"},
        Noticed{"AnIncidentThatIsAnotherElsewhere", Sabotage::kAnotherIncident, "agreement: another incident than elsewhere"},
        Noticed{"AnotherPlaceEverywhere", Sabotage::kWrongPlace, "statements make, by the place"},
        Noticed{"ARetractionThatNobodyTells", Sabotage::kForgetRetractions, "statements make, by what stands", "break", 15},
        Noticed{"AStatementThatNobodyTells", Sabotage::kDropStatement, "statements make, by other statements"},
        Noticed{"WhatIsOneIncidentToldAsTwo", Sabotage::kTellApart, "statements make, by told apart", "none"},
        Noticed{"TwoIncidentsToldAsOne", Sabotage::kTellTogether, "statements make, by told together"},
        Noticed{"ALostFile", Sabotage::kLoseFile, "durability: file lost"},
        Noticed{"AFileThatIsSentToAnyone", Sabotage::kSendFile, "confidentiality: sent: the file"},
        Noticed{"WhatARevokedKeySigned", Sabotage::kBelieveRevoked, "authenticity: believed of a revoked key"},
        Noticed{"AnHonestNodeThatSignsTwoHistories", Sabotage::kSignTwice, "one history: two roots", "clone,partition"},
        Noticed{"AProofOfNothing", Sabotage::kSpoilTiles, "proofs: not proven"},
        Noticed{"ANodeThatNeverComesBack", Sabotage::kStayDown, "progress: "}),
    [](const auto& noticed) { return noticed.param.name; });

TEST(Markers, AreFoundInWhateverCaseAndSurroundings) {
  const std::string marker = MarkerOf(12, 3, 45, "vessel");
  EXPECT_EQ(AuthorOfMarker(marker), 3);
  EXPECT_THAT(MarkersIn("x mk12a3n45vesselq MKMK1A2N3FACTSQ MK1A2N3FACTS"),
              ::testing::UnorderedElementsAre(marker, "MK1A2N3FACTSQ"));
}

TEST(Schedules, EachKindOfFaultHappensAndIsWithstood) {
  for (size_t kind = 0; kind < kFaults; ++kind) {
    uint64_t injected = 0;
    for (uint64_t seed = 1; seed <= 8 && (injected == 0 || seed <= 2); ++seed) {
      Plan plan;
      plan.seed = seed;
      plan.nodes = 4;
      plan.load_s = 6;
      plan.weights = {};
      plan.weights[kind] = 1;
      Simulation simulation(plan);
      EXPECT_EQ(ToString(simulation.Run()), "") << ReplayCommand(plan);
      EXPECT_GT(simulation.acknowledged().size(), 5u);
      injected += simulation.injected()[kind];
    }
    EXPECT_GT(injected, 0u) << NameOf(static_cast<Fault>(kind));
  }
}

// Of all that is judged of a run something must be there to be judged.
TEST(Load, HoldsEveryKindOfStatement) {
  std::map<std::string, int> filed;
  size_t joined = 0;
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    Plan plan;
    plan.seed = seed;
    plan.nodes = 3;
    plan.weights = {};
    Simulation simulation(plan);
    EXPECT_EQ(ToString(simulation.Run()), "") << ReplayCommand(plan);
    for (const Acknowledged& made : simulation.acknowledged()) {
      v1::Manifest manifest;
      ASSERT_TRUE(manifest.ParseFromString(made.manifest));
      ++filed[v1::StatementKind_Name(manifest.kind())];
      filed["amendments"] += !manifest.supersedes().empty();
      filed["of others' incidents"] += made.report && made.incident != made.id && manifest.supersedes().empty();
      for (const MadePart& part : made.parts) filed["files"] += !part.file.empty();
    }
    for (const v1::IncidentSummary& incident : AllIncidents(*simulation.nodes()[0])) {
      joined += static_cast<size_t>(incident.joined_size());
    }
  }
  for (const char* kind : {"STATEMENT_KIND_REPORT", "STATEMENT_KIND_ASSERTION", "STATEMENT_KIND_RESPONSE",
                           "STATEMENT_KIND_COMMENT", "STATEMENT_KIND_AUDIENCE", "STATEMENT_KIND_KEY",
                           "STATEMENT_KIND_WITHDRAWAL", "amendments", "of others' incidents", "files"}) {
    EXPECT_GT(filed[kind], 2) << kind;
  }
  EXPECT_GT(joined, 2u);
}

TEST(Shrinking, LeavesOutWhatTheFailureDoesNotNeed) {
  Plan plan;
  plan.weights = *ParseFaults("all");
  const auto run = [](const Plan& tried) {
    const bool fails = tried.nodes >= 3 && !tried.dropped.contains(7) &&
                       tried.weights[static_cast<size_t>(Fault::kRot)] > 0;
    return fails ? Findings{{Judged::kServed, ""}} : Findings{};
  };
  const Plan shrunk = Shrink(plan, Judged::kServed, 1000, run);
  EXPECT_EQ(ToString(shrunk.weights), "rot");
  EXPECT_EQ(shrunk.nodes, 3);
  EXPECT_EQ(static_cast<int>(shrunk.dropped.size()), plan.steps() - 1);
  EXPECT_EQ(Shrink(plan, Judged::kMemory, 1000, run).nodes, plan.nodes);
}

TEST(Lists, OfFaultsReadAsTheyAreWritten) {
  EXPECT_EQ(ToString(*ParseFaults("rot:3,crash")), "crash,rot:3");
  EXPECT_EQ(*ParseFaults("none"), FaultWeights{});
  EXPECT_EQ(ParseFaults("rust"), std::nullopt);
  EXPECT_EQ(ParseFaults("rot:0"), std::nullopt);
}

}  // namespace
}  // namespace lightship::sim
