#include "node/incident/unverified.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::incident {
namespace {

// Of Singapore's second log five entries are verified, of the Philippines' log all.
ledger::Heads Logs() {
  ledger::Heads heads;
  const auto add = [&](const std::string& origin, uint64_t size, uint64_t verified_until) {
    ledger::LogHead head;
    head.origin = origin;
    head.size = size;
    head.verified_until = verified_until;
    heads.logs[origin] = std::make_shared<ledger::LogHead>(head);
  };
  add("lightship/SG/2", 9, 5);
  add("lightship/PH/1", 9, 9);
  return heads;
}

v1::IncidentSummary At(const std::string& address, const std::string& joined = "") {
  v1::IncidentSummary summary;
  summary.set_address(address);
  if (!joined.empty()) summary.add_joined(joined);
  return summary;
}

bool IsMarked(v1::IncidentSummary summary) {
  Unverified(Logs()).Mark(summary);
  return summary.verified_by_log();
}

TEST(Unverified, TellsByPlaceWhatItsLogAloneHasVerified) {
  EXPECT_FALSE(IsMarked(At("SG.2/4")));
  EXPECT_TRUE(IsMarked(At("SG.2/5")));
  EXPECT_TRUE(IsMarked(At("SG.2/8")));
  EXPECT_FALSE(IsMarked(At("SG/8"))) << "another log";
  EXPECT_FALSE(IsMarked(At("PH/8")));
  EXPECT_FALSE(IsMarked(At("")));
  EXPECT_TRUE(IsMarked(At("PH/1", "SG.2/7"))) << "told in it";
}

TEST(Unverified, MarksThoseOfAPage) {
  std::vector<Shown> page;
  for (const char* address : {"SG.2/1", "SG.2/6"}) page.push_back(std::make_shared<const std::string>(At(address).SerializeAsString()));
  const Shown verified = page[0];
  Unverified(Logs()).MarkAll(page);
  EXPECT_EQ(page[0], verified);
  v1::IncidentSummary marked;
  ASSERT_TRUE(marked.ParseFromString(*page[1]));
  EXPECT_TRUE(marked.verified_by_log());
  EXPECT_EQ(marked.address(), "SG.2/6");
}

}  // namespace
}  // namespace lightship::incident
