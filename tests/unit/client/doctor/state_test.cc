#include "client/doctor/state.h"

#include <algorithm>

#include "gmock/gmock.h"

namespace lightship::doctor {
namespace {

using testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

google::protobuf::Timestamp Stamp(absl::Time time) {
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(absl::ToUnixSeconds(time));
  return stamp;
}

// Of SG, joined with ID: all is well.
v1::GetStatusResponse Well() {
  v1::GetStatusResponse status;
  status.set_economy("SG");
  status.set_origin("lightship/SG/1");
  *status.mutable_started_at() = Stamp(kNow - absl::Hours(5));
  for (const char* origin : {"lightship/ID/1", "lightship/SG/1"}) {
    v1::LogStatus& log = *status.add_logs();
    log.set_origin(origin);
    log.set_size(1000);
    log.set_announced_size(1000);
    for (const char* economy : {"SG", "ID"}) {
      v1::CosignerStatus& cosigner = *log.add_cosigners();
      cosigner.set_economy(economy);
      cosigner.set_size(1000);
      *cosigner.mutable_cosigned_at() = Stamp(kNow - absl::Minutes(1));
    }
  }
  v1::PeerStatus& peer = *status.add_peers();
  peer.set_economy("ID");
  peer.set_address("id.example:7443");
  peer.set_connected(true);
  return status;
}

// The one that is not well.
Finding Bad(const v1::GetStatusResponse& status) {
  const Findings findings = JudgeState(status, kNow);
  const auto bad = [](const Finding& finding) { return finding.level != Level::kOk; };
  EXPECT_EQ(std::count_if(findings.begin(), findings.end(), bad), 1);
  auto found = std::find_if(findings.begin(), findings.end(), bad);
  return found == findings.end() ? Finding{} : *found;
}

TEST(State, ANodeThatIsWellHasNothingToLookAt) { EXPECT_EQ(Worst(JudgeState(Well(), kNow)), Level::kOk); }

TEST(State, ANodeThatTakesNothingIsToBeMendedUnlessItHasJustStarted) {
  v1::GetStatusResponse status = Well();
  status.set_not_accepting("waits for ID");
  EXPECT_EQ(Bad(status).level, Level::kMend);
  EXPECT_THAT(Bad(status).what, HasSubstr("waits for ID"));
  *status.mutable_started_at() = Stamp(kNow - absl::Seconds(10));
  EXPECT_EQ(Bad(status).level, Level::kLook);
}

TEST(State, WarningsAreExplainedByTheirCodeAndUnknownOnesAreShown) {
  v1::GetStatusResponse status = Well();
  status.add_warnings()->set_code("DUPLICATE_NODE");
  EXPECT_EQ(Bad(status).level, Level::kMend);
  EXPECT_THAT(Bad(status).todo, HasSubstr("stop it"));
  status.mutable_warnings(0)->set_code("ERASURE");
  EXPECT_THAT(Bad(status).todo, HasSubstr("delete what the text names"));
  status.mutable_warnings(0)->set_code("FROM_A_NEWER_NODE");
  status.mutable_warnings(0)->set_text("its text");
  EXPECT_EQ(Bad(status).level, Level::kLook);
  EXPECT_THAT(Bad(status).what, HasSubstr("its text"));
}

TEST(State, APeerAwayIsLookedAtAndOneThatIsNotBelievedIsToBeMended) {
  v1::GetStatusResponse status = Well();
  status.mutable_peers(0)->set_connected(false);
  status.mutable_peers(0)->set_last_error("connection refused");
  EXPECT_EQ(Bad(status).level, Level::kLook);
  EXPECT_THAT(Bad(status).todo, HasSubstr("id.example:7443"));
  status.mutable_peers(0)->set_last_error("certificate \"ID id-1\": unable to get issuer certificate");
  EXPECT_EQ(Bad(status).level, Level::kMend);
}

TEST(State, ALogIsLookedAtWhenItIsFarBehindFrozenOrHeldByNobodyElse) {
  v1::GetStatusResponse behind = Well(), frozen = Well(), alone = Well();
  behind.mutable_logs(0)->set_announced_size(1101);
  EXPECT_THAT(Bad(behind).what, HasSubstr("101 behind"));
  frozen.mutable_logs(0)->set_frozen(true);
  EXPECT_EQ(Bad(frozen).level, Level::kMend);
  alone.mutable_logs(1)->mutable_cosigners()->DeleteSubrange(1, 1);
  EXPECT_THAT(Bad(alone).what, HasSubstr("held by nobody else"));
  behind.mutable_logs(0)->set_announced_size(1100);
  EXPECT_EQ(Worst(JudgeState(behind, kNow)), Level::kOk);
}

TEST(State, AClockAheadShowsInWhatItCountersigned) {
  v1::GetStatusResponse status = Well();
  *status.mutable_logs(0)->mutable_cosigners(1)->mutable_cosigned_at() = Stamp(kNow + absl::Seconds(95));
  EXPECT_THAT(Bad(status).what, HasSubstr("clock of ID is 95 s ahead"));
}

}  // namespace
}  // namespace lightship::doctor
