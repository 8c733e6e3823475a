#include "node/app/reload.h"

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "node/app/config.h"

namespace lightship::app {
namespace {

using ::testing::ElementsAre;

void CollectKeys(const google::protobuf::Descriptor& block, const std::string& above, std::map<std::string, std::string>& keys) {
  for (int i = 0; i < block.field_count(); ++i) {
    const auto& field = *block.field(i);
    const std::string key = above + field.name();
    if (field.message_type() != nullptr) {
      CollectKeys(*field.message_type(), key + ".", keys);
    } else {
      keys[key] = IsTakenWhileRunning(key) ? "reload" : "restart";
    }
  }
}

// Of each key in config/node.textproto, also one that stands there as a comment, the word behind it.
std::map<std::string, std::string> WordsInTheExample() {
  std::map<std::string, std::string> words;
  std::vector<std::string> blocks;
  std::ifstream file(CONFIG_FILE);
  for (std::string line; std::getline(file, line);) {
    absl::string_view rest = absl::StripAsciiWhitespace(line);
    if (absl::ConsumeSuffix(&rest, " {")) blocks.emplace_back(rest);
    if (rest == "}") blocks.pop_back();
    const size_t word = rest.rfind("  # ");
    absl::ConsumePrefix(&rest, "# ");
    const size_t colon = rest.find(": ");
    if (word == absl::string_view::npos || colon == absl::string_view::npos) continue;
    blocks.emplace_back(rest.substr(0, colon));
    words[absl::StrJoin(blocks, ".")] = line.substr(line.rfind("  # ") + 4);
    blocks.pop_back();
  }
  return words;
}

TEST(Reload, TheExampleSaysOfEveryKeyWhenAnotherValueCounts) {
  std::map<std::string, std::string> keys;
  CollectKeys(*config::v1::NodeConfig::descriptor(), "", keys);
  EXPECT_EQ(WordsInTheExample(), keys);
}

std::vector<std::string> TextsOf(const std::vector<ConfigChange>& changes) {
  std::vector<std::string> texts;
  for (const ConfigChange& change : changes) texts.push_back(change.Text());
  return texts;
}

TEST(Reload, NamesEachChangedKeyAndWhetherItWaitsForTheNextStart) {
  config::v1::NodeConfig running = DefaultConfig(), wanted = running;
  EXPECT_THAT(TextsOf(ChangesOf(running, wanted)), ElementsAre());
  wanted.mutable_limits()->set_cache_bytes(1 << 20);
  wanted.set_log_level("debug");
  wanted.add_two_person("erase");
  wanted.set_economy("SG");
  EXPECT_THAT(TextsOf(ChangesOf(running, wanted)),
              ElementsAre("economy: changed from \"\" to \"SG\"; takes effect at the next start",
                          "limits.cache_bytes: changed from 268435456 to 1048576; takes effect at the next start",
                          "log_level: changed from \"info\" to \"debug\"", "two_person: changed from none to \"erase\""));
}

TEST(Reload, TellsPeersByTheirEconomyWhereverTheyStand) {
  config::v1::NodeConfig running = DefaultConfig(), wanted = running;
  for (const auto& [economy, address] : std::map<std::string, std::string>{{"ID", "a:1"}, {"MY", "b:1"}, {"PH", ""}}) {
    auto* peer = running.add_peers();
    peer->set_economy(economy);
    peer->set_address(address);
  }
  *wanted.add_peers() = running.peers(2);
  *wanted.add_peers() = running.peers(0);
  wanted.mutable_peers(1)->set_address("a:2");
  wanted.mutable_peers(0)->set_ignore_duplicate(true);
  EXPECT_THAT(TextsOf(ChangesOf(running, wanted)),
              ElementsAre("peers[ID]: changed from a:1 to a:2", "peers[MY]: changed from b:1 to none",
                          "peers[PH]: changed from no address to no address, ignore_duplicate"));
}

TEST(Reload, TakesWhatCanBeTakenAndLeavesTheRest) {
  config::v1::NodeConfig running = DefaultConfig(), wanted = running;
  running.add_peers()->set_economy("ID");
  running.set_listen("127.0.0.1:4711");
  wanted.mutable_limits()->set_cache_bytes(1 << 20);
  wanted.mutable_limits()->set_redial_most_ms(700);
  wanted.mutable_holders()->set_at_least(3);
  const config::v1::NodeConfig next = WithTaken(running, wanted);
  EXPECT_EQ(next.limits().cache_bytes(), DefaultConfig().limits().cache_bytes());
  EXPECT_EQ(next.limits().redial_most_ms(), 700u);
  EXPECT_EQ(next.holders().at_least(), 3u);
  EXPECT_EQ(next.peers_size(), 0);
  EXPECT_EQ(next.listen(), "127.0.0.1:4711");
  EXPECT_EQ(TextsOf(ChangesOf(next, wanted)).size(), 2u) << "what waits is said again at the next reload";
}

}  // namespace
}  // namespace lightship::app
