#include "node/ledger/writer.h"

#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

TEST(Writer, CommitsWhatIsInTheInboxBeforeItEnds) {
  Desk sg("SG");
  std::vector<Operation> operations;
  for (int n = 0; n < 20; ++n) operations.push_back(*sg.Examined(sg.Report()));
  int acknowledged = 0;
  {
    Writer writer(std::move(sg.ledger), {100, 8, &sg.clock}, [] {});
    for (Operation& operation : operations) {
      writer.Submit(std::move(operation), [&](const absl::StatusOr<Outcome>& outcome) {
        if (outcome.ok()) ++acknowledged;
      });
    }
  }
  EXPECT_EQ(acknowledged, 20);
  EXPECT_EQ(sg.Own().size, 22u);
}

TEST(Writer, SaysOnceAWriteHasFailedThatNothingIsWrittenAnyMore) {
  Desk sg("SG");
  std::promise<void> committed;
  Operation operation = *sg.Examined(sg.Report());
  Writer writer(std::move(sg.ledger), {100, 8, &sg.clock}, [&] { committed.set_value(); });
  EXPECT_TRUE(writer.failure().ok());
  sg.disk->FailWritesFrom(1);
  writer.Submit(std::move(operation), [](const absl::StatusOr<Outcome>&) {});
  committed.get_future().wait();
  EXPECT_EQ(base::ReasonOf(writer.failure()), base::reason::kStorage);
}

TEST(Rhythm, SaysToWaitForWhatComesOften) {
  Rhythm rhythm;
  EXPECT_EQ(rhythm.Patience(), absl::ZeroDuration());
  absl::Time now = absl::UnixEpoch();
  const auto beat = [&](absl::Duration gap, int times) {
    for (int n = 0; n < times; ++n) rhythm.Beat(now += gap);
  };
  beat(absl::Milliseconds(10), 2);
  EXPECT_EQ(rhythm.Patience(), absl::ZeroDuration()) << "a few at once are not often";
  beat(absl::Milliseconds(10), 3);
  EXPECT_EQ(rhythm.Patience(), absl::Milliseconds(20)) << "seen soon after a pause";
  beat(absl::Milliseconds(10), 100);
  EXPECT_GT(rhythm.Patience(), absl::Milliseconds(19));
  EXPECT_LT(rhythm.Patience(), absl::Milliseconds(22));
  beat(absl::Milliseconds(1), 100);
  EXPECT_EQ(rhythm.Patience(), Rhythm::kLeastWait);
  beat(absl::Milliseconds(60), 100);
  EXPECT_EQ(rhythm.Patience(), absl::ZeroDuration()) << "it would mostly be in vain";
  beat(absl::Milliseconds(10), 100);
  beat(absl::Hours(1), 1);
  EXPECT_EQ(rhythm.Patience(), absl::ZeroDuration()) << "nothing has come for long";
  beat(-absl::Hours(1), 1);
  EXPECT_EQ(rhythm.Patience(), absl::ZeroDuration()) << "the clock was set";
}

// Whether they meet hangs on threads: nearly always.
TEST(Writer, LetsCosignaturesWaitForWhatIsCommittedAnyhow) {
  Desk sg("SG");
  std::vector<Operation> admissions;
  for (int n = 0; n < 48; ++n) admissions.push_back(*sg.Examined(sg.Report()));
  const std::string note = sg.Own().checkpoint;
  base::Counts counts;
  Writer writer(std::move(sg.ledger), {100, 100, &sg.clock, &counts}, [] {});
  const auto commits = [&] { return counts.commit_operations.Get().count; };
  const auto submit = [&](Operation operation) {
    auto done = std::make_shared<std::promise<void>>();
    auto answered = done->get_future();
    writer.Submit(std::move(operation), [done](const absl::StatusOr<Outcome>&) { done->set_value(); });
    return answered;
  };
  // At a rhythm that makes it worth waiting for the next, and for as long as it ever is.
  const absl::Duration gap = Rhythm::kMostWait / 2 - absl::Milliseconds(1);
  for (int n = 0; n < 28; ++n) {
    sg.clock.Advance(gap);
    submit(std::move(admissions[n])).get();
  }
  uint64_t before = commits();
  for (int n = 28; n < 48; ++n) {
    sg.clock.Advance(gap);
    auto cosigned = submit(Cosignatures{sg.origin(), note});
    while (writer.waiting() > 0) std::this_thread::yield();  // until it has been taken out alone
    auto admitted = submit(std::move(admissions[n]));
    cosigned.get();
    admitted.get();
  }
  EXPECT_LT(commits() - before, 30u);
  submit(Cosignatures{sg.origin(), note}).get();  // and they do not wait for ever
}

TEST(Writer, RefusesWhatIsSubmittedAfterItHasStopped) {
  Desk sg("SG");
  Operation late = *sg.Examined(sg.Report());
  Writer writer(std::move(sg.ledger), {100, 8, &sg.clock}, [] {});
  writer.Stop();
  absl::Status refused;
  writer.Submit(std::move(late), [&](const absl::StatusOr<Outcome>& outcome) { refused = outcome.status(); });
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
}

TEST(Writer, AFullInboxSaysWhenToComeBack) {
  Desk sg("SG");
  std::vector<Operation> operations;
  for (int n = 0; n < 2; ++n) operations.push_back(*sg.Examined(sg.Report()));
  std::promise<void> open;
  std::promise<void> busy;
  absl::Status refused;
  {
    Writer writer(std::move(sg.ledger), {1, 1, &sg.clock}, [] {});
    // It writes nothing, so that it is the writer's own thread that is kept here.
    writer.Submit(Expire(), [&](const absl::StatusOr<Outcome>&) {
      busy.set_value();
      open.get_future().wait();
    });
    busy.get_future().wait();
    writer.Submit(std::move(operations[0]), [](const absl::StatusOr<Outcome>&) {});
    writer.Submit(std::move(operations[1]),
                  [&](const absl::StatusOr<Outcome>& outcome) { refused = outcome.status(); });
    EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(ReasonOf(refused), base::reason::kOverloaded);
    EXPECT_GT(base::RetryDelayOf(refused), absl::ZeroDuration());
    open.set_value();
  }
}

TEST(Writer, TakesNoStatementsWhileWhatWaitsWouldTakeTooLong) {
  Desk sg("SG");
  sg.behind_from = WriteBehind::kLeastBytes;  // what one takes is known before the next begins
  ASSERT_TRUE(sg.Reopen().ok());
  std::vector<Operation> operations;
  for (int n = 0; n < 5; ++n) operations.push_back(*sg.Examined(sg.Report()));
  std::promise<void> open, busy;
  absl::Status refused;
  auto ignore = [](const absl::StatusOr<Outcome>&) {};
  {
    Writer writer(std::move(sg.ledger), {100, 1, &sg.clock}, [] {});
    // It takes ten seconds to write one.
    writer.Submit(std::move(operations[0]),
                  [&](const absl::StatusOr<Outcome>&) { sg.clock.Advance(absl::Seconds(10)); });
    writer.Submit(std::move(operations[1]), [&](const absl::StatusOr<Outcome>&) {
      busy.set_value();
      open.get_future().wait();
    });
    busy.get_future().wait();
    EXPECT_TRUE(writer.CheckRoom().ok());
    for (int n : {2, 3}) writer.Submit(std::move(operations[n]), ignore);
    refused = writer.CheckRoom();
    EXPECT_EQ(base::ReasonOf(refused), base::reason::kOverloaded);
    EXPECT_GE(base::RetryDelayOf(refused), Writer::kMostWait);
    writer.Submit(std::move(operations[4]),
                  [&](const absl::StatusOr<Outcome>& outcome) { refused = outcome.status(); });
    EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
    // What peers send is bounded by their credit, and is not refused for this.
    writer.Submit(Cosignatures{}, [&](const absl::StatusOr<Outcome>& outcome) { refused = outcome.status(); });
    open.set_value();
  }
  EXPECT_TRUE(refused.ok()) << refused;
}

}  // namespace
}  // namespace lightship::ledger
