#include "node/app/late_signatures.h"

#include <memory>
#include <thread>
#include <utility>

#include "absl/synchronization/notification.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

// Indonesia has copied Singapore's and the Philippines' logs ahead of their signatures.
class LateSignaturesTest : public ::testing::Test {
 protected:
  void Copy(ledger::Desk& from, int reports, int bad = -1) {
    for (int i = 0; i < reports; ++i) {
      absl::StatusOr<ledger::Admission> admission = from.Examined(from.Report());
      ASSERT_TRUE(admission.ok());
      if (i == bad) (*admission->statement.mutable_signatures(0)->mutable_signature())[20] ^= 1;
      ASSERT_TRUE(from.CommitOne(*std::move(admission)).ok());
    }
    id.Follow(from, from.origin(), true);
  }
  void Begin(size_t inbox = 100) {
    writer = std::make_unique<ledger::Writer>(std::move(id.ledger), ledger::Writer::Options{inbox, 100, &id.clock}, [] {});
    late = std::make_unique<LateSignatures>(LateSignatures::World{&verifiers, id.disk.get(), id.heads.get(), writer.get(), &mailbox,
                                                                  [this] { ++found_bad; }});
  }
  // Until nothing is under way.
  void Finish() {
    while (late->at_work()) {
      for (Mailbox::Letter& letter : mailbox.TakeAll(absl::Seconds(60))) letter();
    }
  }
  const ledger::LogHead& Head(const ledger::Desk& of) { return *(picture = id.heads->Get())->Find(of.origin()); }

  ledger::Desk sg{"SG"}, ph{"PH"}, id{"ID"};
  Mailbox mailbox;
  std::unique_ptr<ledger::Writer> writer;
  int found_bad = 0;
  std::unique_ptr<LateSignatures> late;
  std::shared_ptr<const ledger::Heads> picture;
  rpc::WorkerPool verifiers{2, 10};
};

TEST_F(LateSignaturesTest, OfEachLogAllAreVerified) {
  Copy(sg, 300);
  Copy(ph, 5);
  Begin();
  late->Look(false, absl::Now());
  Finish();
  EXPECT_EQ(Head(sg).verified_until, Head(sg).size);
  EXPECT_EQ(Head(ph).verified_until, Head(ph).size);
  EXPECT_TRUE(Head(sg).cosigned.contains("ID"));
  EXPECT_EQ(found_bad, 0);
}

TEST_F(LateSignaturesTest, WaitUntilNoMoreBatchesCome) {
  Copy(sg, 300);
  Begin();
  const absl::Time now = absl::Now();
  late->Look(true, now);
  late->Look(false, now + LateSignatures::kQuiet - absl::Milliseconds(1));
  EXPECT_FALSE(late->at_work());
  late->Look(false, now + LateSignatures::kQuiet);
  Finish();
  EXPECT_EQ(Head(sg).verified_until, Head(sg).size);
}

TEST_F(LateSignaturesTest, WaitForBatchesAloneWhoseSignaturesAreLeftForLater) {
  Copy(sg, 300);
  Begin();
  const absl::Time now = absl::Now();
  ledger::ExaminedBatch batch;
  batch.items.resize(40);
  batch.unverified_from = 7;
  late->Came(batch, now);
  batch.unverified_from.reset();
  late->Came(batch, now + absl::Milliseconds(1));
  late->Look(false, now + LateSignatures::kQuiet - absl::Milliseconds(1));
  EXPECT_FALSE(late->at_work());
  late->Look(false, now + LateSignatures::kQuiet);
  EXPECT_TRUE(late->at_work());
  Finish();
}

TEST_F(LateSignaturesTest, DoNotWaitForEverThoughBatchesCome) {
  Copy(sg, 300);
  Begin();
  const absl::Time now = absl::Now();
  late->Look(true, now);
  late->Look(true, now + LateSignatures::kMostWait - absl::Milliseconds(1));
  EXPECT_FALSE(late->at_work());
  late->Look(true, now + LateSignatures::kMostWait);
  Finish();
  EXPECT_EQ(Head(sg).verified_until, Head(sg).size);
}

TEST_F(LateSignaturesTest, TheFirstBadOneIsFoundAndOtherLogsGoOn) {
  Copy(ph, 300, 200);
  const uint64_t bad = Head(ph).size - 100;
  Copy(sg, 5);
  Begin();
  late->Look(false, absl::Now());
  Finish();
  EXPECT_EQ(found_bad, 1);
  EXPECT_EQ(Head(ph).bad_signature_at, bad);
  EXPECT_EQ(Head(ph).verified_until, bad);
  EXPECT_EQ(Head(sg).verified_until, Head(sg).size);
}

TEST_F(LateSignaturesTest, AWriterWithoutRoomIsAskedAgainLater) {
  Copy(sg, 5);
  Begin(1);
  absl::Notification busy, open;
  writer->Submit(ledger::Cosignatures{}, [&](const absl::StatusOr<ledger::Outcome>&) {
    busy.Notify();
    open.WaitForNotification();
  });
  busy.WaitForNotification();
  writer->Submit(ledger::Cosignatures{}, [](const absl::StatusOr<ledger::Outcome>&) {});
  const absl::Time now = absl::Now();
  late->Look(false, now);
  Finish();
  EXPECT_LT(Head(sg).verified_until, Head(sg).size);
  open.Notify();
  late->Look(false, now + absl::Milliseconds(999));
  EXPECT_FALSE(late->at_work());
  while (writer->waiting() > 0) std::this_thread::yield();
  late->Look(false, now + absl::Seconds(1));
  Finish();
  EXPECT_EQ(Head(sg).verified_until, Head(sg).size);
}

}  // namespace
}  // namespace lightship::app
