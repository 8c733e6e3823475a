#include "node/app/behind.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const absl::Time kNoon = absl::FromUnixSeconds(1'770'000'000);

// What is held of each log.
ledger::Heads Held(const std::map<std::string, uint64_t>& sizes) {
  ledger::Heads heads;
  for (const auto& [origin, size] : sizes) {
    auto head = std::make_shared<ledger::LogHead>();
    head->origin = origin;
    head->size = size;
    heads.logs[origin] = std::move(head);
  }
  return heads;
}

TEST(Behind, TellsSinceWhenALogLacksWhatWasAnnouncedOfIt) {
  Behind behind;
  EXPECT_THAT(behind.Look({{"id", "ID", 5}, {"ph", "PH", 7}}, Held({{"id", 5}, {"ph", 7}}), kNoon), IsEmpty());
  EXPECT_THAT(behind.Look({{"id", "ID", 6}, {"ph", "PH", 7}}, Held({{"id", 5}, {"ph", 7}}), kNoon + absl::Seconds(1)),
              ElementsAre(Pair("id", kNoon + absl::Seconds(1))));
  EXPECT_THAT(behind.Look({{"id", "ID", 9}, {"ph", "PH", 7}}, Held({{"id", 6}, {"ph", 7}}), kNoon + absl::Seconds(2)),
              ElementsAre(Pair("id", kNoon + absl::Seconds(1))))
      << "it goes on, but has not been level meanwhile";
  EXPECT_THAT(behind.Look({{"id", "ID", 9}, {"ph", "PH", 7}}, Held({{"id", 9}, {"ph", 7}}), kNoon + absl::Seconds(3)), IsEmpty());
  EXPECT_THAT(behind.Look({{"id", "ID", 10}}, Held({{"id", 9}}), kNoon + absl::Seconds(4)),
              ElementsAre(Pair("id", kNoon + absl::Seconds(4))))
      << "behind anew";
}

TEST(Behind, OfALogThatIsNotHeldAtAllEveryEntryIsLacking) {
  Behind behind;
  EXPECT_THAT(behind.Look({{"id", "ID", 1}, {"ph", "PH", 0}}, Held({}), kNoon), ElementsAre(Pair("id", kNoon)));
}

TEST(Behind, ForgetsALogThatIsFollowedNoMore) {
  Behind behind;
  EXPECT_THAT(behind.Look({{"id", "ID", 1}}, Held({}), kNoon), ElementsAre(Pair("id", kNoon)));
  EXPECT_THAT(behind.Look({}, Held({}), kNoon + absl::Seconds(1)), IsEmpty());
}

TEST(Behind, TellsSinceWhenAtLeastSignaturesWait) {
  Behind behind;
  ledger::Heads heads;
  const auto look = [&](uint64_t verified_until, uint64_t size, int seconds) {
    ledger::LogHead head;
    head.size = size;
    head.verified_until = verified_until;
    heads.logs["id"] = std::make_shared<ledger::LogHead>(head);
    return behind.LookAtSignatures(heads, kNoon + absl::Seconds(seconds));
  };
  EXPECT_THAT(look(5, 5, 0), IsEmpty());
  EXPECT_THAT(look(5, 9, 1), ElementsAre(Pair("id", kNoon + absl::Seconds(1))));
  EXPECT_THAT(look(8, 12, 2), ElementsAre(Pair("id", kNoon + absl::Seconds(1)))) << "the ninth has waited since then";
  EXPECT_THAT(look(9, 12, 3), ElementsAre(Pair("id", kNoon + absl::Seconds(3)))) << "all that was there then is verified";
  EXPECT_THAT(look(12, 12, 4), IsEmpty());
  EXPECT_THAT(look(12, 13, 5), ElementsAre(Pair("id", kNoon + absl::Seconds(5)))) << "anew";
}

}  // namespace
}  // namespace lightship::app
