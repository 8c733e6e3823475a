#include "node/app/health.h"

#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/attachment.grpc.pb.h"
#include "lightship/v1/bundle.grpc.pb.h"
#include "lightship/v1/contact.grpc.pb.h"
#include "lightship/v1/exchange.grpc.pb.h"
#include "lightship/v1/incident.grpc.pb.h"
#include "lightship/v1/node.grpc.pb.h"
#include "lightship/v1/notice.grpc.pb.h"
#include "lightship/v1/statistics.grpc.pb.h"
#include "lightship/v1/submission.grpc.pb.h"

namespace lightship::app {
namespace {

using ::testing::UnorderedElementsAre;

// Those that do not serve.
std::set<std::string> Ill(const Condition& condition) {
  std::set<std::string> ill;
  for (const auto& [service, serves] : HealthOf(condition)) {
    if (!serves) ill.insert(service);
  }
  return ill;
}

TEST(Health, IsOfEveryService) {
  const std::map<std::string, bool> health = HealthOf({});
  std::set<std::string> named;
  for (const auto& [service, serves] : health) {
    EXPECT_FALSE(serves) << service;
    named.insert(service);
  }
  EXPECT_THAT(named, UnorderedElementsAre("", v1::AttachmentService::service_full_name(), v1::BundleService::service_full_name(),
                                          v1::DirectoryService::service_full_name(), v1::ExchangeService::service_full_name(),
                                          v1::IncidentService::service_full_name(), v1::NodeService::service_full_name(),
                                          v1::NoticeService::service_full_name(), v1::StatisticsService::service_full_name(),
                                          v1::SubmissionService::service_full_name()));
}

TEST(Health, OnlyWhatCannotBeDoneIsNotServed) {
  EXPECT_THAT(Ill({true, true, true, true}), UnorderedElementsAre());
  EXPECT_THAT(Ill({true, false, true, true}), UnorderedElementsAre("lightship.v1.SubmissionService"));
  EXPECT_THAT(Ill({true, true, true, false}), UnorderedElementsAre("", "lightship.v1.ExchangeService", "lightship.v1.BundleService"));
  EXPECT_THAT(Ill({true, true, false, true}),
              UnorderedElementsAre("", "lightship.v1.SubmissionService", "lightship.v1.AttachmentService",
                                   "lightship.v1.ExchangeService", "lightship.v1.BundleService"));
}

TEST(Pulse, BeatsUntilTheThreadHasNotPassedForAWhile) {
  base::Beat beat;
  Pulse pulse(&beat);
  absl::Time now = absl::UnixEpoch();
  EXPECT_TRUE(pulse.Beats(now));
  EXPECT_TRUE(pulse.Beats(now += Pulse::kPatience - absl::Seconds(1)));
  EXPECT_FALSE(pulse.Beats(now += absl::Seconds(1)));
  beat.Pass();
  EXPECT_TRUE(pulse.Beats(now));
  EXPECT_FALSE(pulse.Beats(now + Pulse::kPatience));
}

}  // namespace
}  // namespace lightship::app
