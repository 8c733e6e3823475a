#include "node/ledger/writer.h"

#include <future>
#include <memory>
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
  for (int n = 0; n < 4; ++n) operations.push_back(*sg.Examined(sg.Report()));
  std::promise<void> open;
  std::promise<void> busy;
  absl::Status refused;
  {
    Writer writer(std::move(sg.ledger), {1, 1, &sg.clock}, [] {});
    writer.Submit(std::move(operations[0]), [&](const absl::StatusOr<Outcome>&) {
      busy.set_value();
      open.get_future().wait();
    });
    busy.get_future().wait();
    writer.Submit(std::move(operations[1]), [](const absl::StatusOr<Outcome>&) {});
    writer.Submit(std::move(operations[2]),
                  [&](const absl::StatusOr<Outcome>& outcome) { refused = outcome.status(); });
    EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(ReasonOf(refused), base::reason::kOverloaded);
    EXPECT_GT(base::RetryDelayOf(refused), absl::ZeroDuration());
    open.set_value();
  }
}

TEST(Writer, TakesNoStatementsWhileWhatWaitsWouldTakeTooLong) {
  Desk sg("SG");
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
