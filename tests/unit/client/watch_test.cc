#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/str_split.h"
#include "client/commands/watch_state.h"
#include "client/sdk/command.h"
#include "client/sdk/file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SplitCommand, SeparatesAtBlanksAndKeepsWhatIsQuoted) {
  EXPECT_THAT(sdk::SplitCommand("  notify --to 'watch desk'  \"\" a\"b c\"d ").value(),
              ElementsAre("notify", "--to", "watch desk", "", "ab cd"));
  EXPECT_THAT(sdk::SplitCommand("echo $HOME; rm *").value(), ElementsAre("echo", "$HOME;", "rm", "*"));
  for (const char* text : {"", "  ", "notify 'x", "\""}) EXPECT_FALSE(sdk::SplitCommand(text).ok()) << text;
}

constexpr absl::Duration kSoon = absl::Seconds(60);

TEST(RunCommand, GivesTheInputAndTellsHowItEnded) {
  EXPECT_TRUE(sdk::RunCommand({"sh", "-c", "read -r line && test \"$line\" = '{\"a\": 1}'"}, "{\"a\": 1}\n", kSoon).ok());
  EXPECT_TRUE(sdk::RunCommand({"true"}, std::string(1 << 20, 'x'), kSoon).ok());  // reads nothing
  EXPECT_THAT(std::string(sdk::RunCommand({"sh", "-c", "exit 3"}, "", kSoon).message()), HasSubstr("status 3"));
  EXPECT_THAT(std::string(sdk::RunCommand({"sh", "-c", "kill -9 $$"}, "", kSoon).message()), HasSubstr("signal 9"));
  EXPECT_FALSE(sdk::RunCommand({"/no/such/program"}, "", kSoon).ok());
  EXPECT_THAT(std::string(sdk::RunCommand({"sleep", "3600"}, "", absl::Milliseconds(50)).message()),
              HasSubstr("had not ended after 50ms and was killed"));
}

TEST(RunCommand, KillsWhatTheProgramHasStartedWithIt) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);  // held open by whatever inherits it
  EXPECT_FALSE(sdk::RunCommand({"sh", "-c", "sleep 3600 & sleep 3600"}, "", absl::Milliseconds(200)).ok());
  close(ends[1]);
  pollfd all_gone{ends[0], POLLIN, 0};
  EXPECT_EQ(poll(&all_gone, 1, 10'000), 1);
  close(ends[0]);
}

class WatchDesk : public Desk {
 protected:
  void Change(const std::string& address, const std::string& cursor) {
    v1::WatchIncidentsResponse& change = log_.changes.emplace_back();
    if (!address.empty()) change.mutable_incident()->set_address(address);
    change.set_cursor(cursor);
  }
  std::string File(const std::string& name) { return sdk::ReadFile(Path(name)).value_or(""); }
  std::string Kept() { return File(".local/state/lightship/watch/straits.cursor"); }
};

TEST_F(WatchDesk, AStandingWatchGoesOnWhereItEnded) {
  Change("", "c@1.0");
  Change("SG/1", "c@2.0");
  Change("SG/2", "c@3.0");
  Change("SG/3", "c@4.0");
  ASSERT_EQ(LightshipAs({"watch", "--name", "straits", "--cursor", "0", "--count", "2"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("SG/2"));
  EXPECT_THAT(out_, Not(HasSubstr("SG/3")));
  EXPECT_EQ(Kept(), "c@3.0\n");
  // The same command again: where it was, not from the beginning.
  ASSERT_EQ(LightshipAs({"watch", "--name", "straits", "--cursor", "0", "--count", "1"}), 0) << err_;
  EXPECT_EQ(log_.watches.back().cursor(), "c@3.0");
  EXPECT_THAT(out_, HasSubstr("SG/3"));
  EXPECT_EQ(Kept(), "c@4.0\n");
}

TEST_F(WatchDesk, TheCursorStaysUntilTheActionHasSucceeded) {
  Change("", "c@1.0");
  Change("SG/1", "c@2.0");
  // Fails the first time, and notes what the cursor was each time.
  std::ofstream(Path("act")) << "#!/bin/sh\ncat " << Path(".local/state/lightship/watch/straits.cursor") << " >> "
                             << Path("seen") << "\ncat > " << Path("event") << "\ntest -e " << Path("once") << " || { touch "
                             << Path("once") << "; exit 9; }\n";
  chmod(Path("act").c_str(), 0700);
  ASSERT_EQ(LightshipAs({"watch", "--name", "straits", "--exec", Path("act"), "--count", "1"}), 0) << err_;
  EXPECT_EQ(File("seen"), "c@1.0\nc@1.0\n");
  EXPECT_EQ(Kept(), "c@2.0\n");
  EXPECT_THAT(err_, HasSubstr("ended with status 9"));
  EXPECT_THAT(File("event"), HasSubstr("\"SG/1\""));
  EXPECT_EQ(out_, "");
}

TEST_F(WatchDesk, AppendsOneLineAnEventAndEndsOneThatWasCutShort) {
  Change("SG/1", "c@1.0");
  Change("SG/2", "c@2.0");
  std::ofstream(Path("log.jsonl")) << "{\"cut sho";
  ASSERT_EQ(LightshipAs({"watch", "--cursor", "0", "--append", Path("log.jsonl"), "--print", "--count", "2"}), 0) << err_;
  const std::vector<std::string> lines = absl::StrSplit(File("log.jsonl"), '\n');
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0], "{\"cut sho");
  EXPECT_THAT(lines[1], HasSubstr("\"SG/1\""));
  EXPECT_THAT(lines[2], HasSubstr("\"SG/2\""));
  EXPECT_EQ(lines[3], "");
  EXPECT_THAT(out_, HasSubstr("SG/2"));
}

TEST_F(WatchDesk, AsksForNoticesAndPrintsThemMarked) {
  v1::WatchIncidentsResponse& change = log_.changes.emplace_back();
  change.mutable_notice()->set_title("EXERCISE EXERCISE EXERCISE WARNING 001/MAR/2026");
  change.set_cursor("c@0.1");
  ASSERT_EQ(LightshipAs({"watch", "--cursor", "0", "--notices", "--count", "1"}), 0) << err_;
  EXPECT_TRUE(log_.watches.back().notices());
  EXPECT_THAT(out_, HasSubstr("EXERCISE EXERCISE EXERCISE WARNING 001/MAR/2026"));
  EXPECT_EQ(LightshipAs({"watch", "--notices", "--csv"}), 1);
}

TEST_F(WatchDesk, SaysWhatToDoAboutACursorThatTheNodeRefuses) {
  sdk::MakeDirectory(Path(".local/state/lightship/watch"), sdk::Access::kOwnerOnly).IgnoreError();
  std::ofstream(Path(".local/state/lightship/watch/straits.cursor")) << "old@1.0\n";
  log_.watch_refused = base::InvalidFields(base::reason::kInvalidCursor, {{"cursor", "of another database"}});
  EXPECT_EQ(LightshipAs({"watch", "--name", "straits"}), 2);
  EXPECT_THAT(err_, HasSubstr("straits.cursor"));
  EXPECT_THAT(err_, HasSubstr("delete that file to begin again"));
  EXPECT_EQ(Kept(), "old@1.0\n");
}

TEST_F(WatchDesk, OneProcessAtATimeHasAWatch) {
  auto open = WatchState::Open(Path("state"), "straits");
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_FALSE(WatchState::Open(Path("state"), "straits").ok());
  EXPECT_TRUE(WatchState::Open(Path("state"), "lanes").ok());
  open->reset();
  EXPECT_TRUE(WatchState::Open(Path("state"), "straits").ok());
  EXPECT_FALSE(WatchState::Open(Path("state"), "../straits").ok());
}

}  // namespace
}  // namespace lightship::commands
