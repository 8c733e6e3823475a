// One writer, and all who read what it writes while it does: ThreadSanitizer looks on (tests/run --tsan).
#include <atomic>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "node/app/ingest.h"
#include "node/app/mailbox.h"
#include "node/app/scrubber.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/incident/index.h"
#include "node/incident/matcher.h"
#include "node/incident/query.h"
#include "node/ledger/replica.h"
#include "node/ledger/write_behind.h"
#include "node/ledger/writer.h"
#include "node/rpc/audit_trail.h"
#include "node/rpc/worker_pool.h"
#include "tests/unit/ledger/ledger_fixture.h"
#include "tests/unit/threads/at_once.h"

namespace lightship {
namespace {

using ledger::Outcome;
using testing::AtOnce;

constexpr int kReports = 30;

// A node's writer with its indexes, on a store in memory; each commit is written while the next is made.
struct Writing {
  Writing() {
    incidents = incident::IncidentIndex::Open(&behind).value();
    postings = incident::bulletin::PostingIndex::Open(&behind).value();
    for (int i = 0; i < kReports; ++i) reports.push_back(desk.Examined(desk.Report()).value());
    indexers = std::make_unique<ledger::Indexers>(
        std::vector<ledger::Indexer*>{incidents.get(), postings.get()});
    desk.ledger = nullptr;
    auto opened = ledger::Ledger::Open(desk.log, desk.keys,
                                       {&behind, &desk.clock, &desk.entropy, &desk.roots, indexers.get(),
                                        &desk.keeper, desk.heads.get(), &desk.standby, false});
    writer = std::make_unique<ledger::Writer>(*std::move(opened), ledger::Writer::Options{100, 4, &desk.clock},
                                              [this] { ++commits; });
  }
  // Submits each third report, from `first` on.
  void Submit(size_t first) {
    for (size_t i = first; i < reports.size(); i += 3) {
      writer->Submit(std::move(reports[i]), [this](const absl::StatusOr<Outcome>& outcome) {
        EXPECT_TRUE(outcome.ok()) << outcome.status();
        ++answered;
      });
    }
  }
  bool Done() const { return answered == kReports; }

  ledger::Desk desk{"SG"};
  ledger::WriteBehind behind{desk.disk.get(), 0};
  std::unique_ptr<incident::IncidentIndex> incidents;
  std::unique_ptr<incident::bulletin::PostingIndex> postings;
  std::unique_ptr<ledger::Indexers> indexers;
  std::vector<ledger::Admission> reports;
  std::atomic<int> answered{0}, commits{0};
  std::unique_ptr<ledger::Writer> writer;
};

TEST(Threads, WhatIsReadWhileOthersWriteIsWhole) {
  Writing node;
  const std::string origin = node.desk.origin();
  AtOnce({[&] { node.Submit(0); }, [&] { node.Submit(1); }, [&] { node.Submit(2); },
          [&] {
            for (uint64_t size = 0; !node.Done();) {
              const std::shared_ptr<const ledger::Heads> heads = node.desk.heads->Get();
              const ledger::LogHead& own = *heads->Find(origin);
              EXPECT_GE(own.size, size);
              size = own.size;
              EXPECT_TRUE(node.desk.reader->ReadBatch(origin, size - 1, {10, 1 << 20}, "ID").ok());
              EXPECT_TRUE(node.desk.reader->MakeReceipt(origin, size - 1, false).ok());
            }
          },
          [&] {
            while (!node.Done()) {
              const auto heads = node.desk.heads->Get();
              EXPECT_EQ(ledger::Scrub(*node.desk.disk, *heads, [](const auto&) { return true; }).damages, 0u);
            }
          }});
  node.writer->Stop();
  EXPECT_EQ(node.desk.Own().size, 2u + kReports);
  EXPECT_GT(node.commits.load(), 0);
}

TEST(Threads, IncidentsAreAskedForAndComparedWhileReportsCome) {
  Writing node;
  incident::Matcher matcher(node.desk.disk.get());
  AtOnce({[&] { node.Submit(0); }, [&] { node.Submit(1); }, [&] { node.Submit(2); },
          [&] {
            for (uint64_t cursor = 0; !node.Done();) {
              auto changes = incident::ChangesAfter(*node.incidents->snapshot(), *incident::FilterOfChanges({}), cursor, 1000);
              ASSERT_TRUE(changes.ok()) << changes.status();
              EXPECT_GE(changes->cursor, cursor);
              cursor = changes->cursor;
              node.postings->board();
            }
          },
          [&] {
            while (!node.Done()) EXPECT_TRUE(matcher.Follow(node.incidents->snapshot(), 10).ok());
          },
          [&] {
            while (!node.Done()) {
              for (const crypto::Digest& incident : matcher.TakeChanged()) EXPECT_TRUE(matcher.Of(*node.incidents->snapshot(), incident).ok());
            }
          }});
  node.writer->Stop();
  while (matcher.Follow(node.incidents->snapshot(), 100).value()) {
  }
  EXPECT_EQ(matcher.Behind(*node.incidents->snapshot()), 0u);
}

TEST(Threads, ReadsAreOnRecordBeforeTheyAreAnsweredWhoeverElseWrites) {
  Writing node;
  std::atomic<int> recorded{0};
  {
    rpc::WorkerPool pool(2, 100);
    rpc::AuditTrail trail(&node.desk.clock, node.writer.get(), &pool);
    auto read = [&] {
      for (int i = 0; i < 10; ++i) {
        v1::AuditedRead one;
        one.set_address("SG/1");
        one.add_part_names("facts");
        trail.Record(node.desk.economy.node().identity, "GetIncident", {one}, [&](const absl::Status& status) {
          EXPECT_TRUE(status.ok()) << status;
          ++recorded;
        });
      }
    };
    AtOnce({read, read, [&] { node.Submit(0); }, [&] { node.Submit(1); }, [&] { node.Submit(2); }});
    node.writer->Stop();
  }
  EXPECT_EQ(recorded.load(), 20);
}

TEST(Threads, BatchesOfPeersAreCheckedOnManyThreadsAndTakenInOrder) {
  ledger::Desk sg("SG"), id("ID");
  for (int i = 0; i < 12; ++i) ASSERT_TRUE(id.Submit(id.Report()).ok());
  auto batch = id.BatchFor(sg, id.origin(), 0);
  ASSERT_TRUE(batch.ok()) << batch.status();
  auto examined = ledger::ExamineBatch(sg.StateOf(id.origin()), *batch, sg.roots,
                                       [&](uint64_t index) { return sg.reader->LeafAt(id.origin(), index); });
  ASSERT_TRUE(examined.ok()) << examined.status();
  rpc::WorkerPool verifiers(3, 100);
  ledger::Writer writer(std::move(sg.ledger), {100, 4, &sg.clock}, [] {});
  app::Mailbox mailbox;
  absl::StatusOr<uint64_t> size = absl::UnknownError("not yet");
  app::Ingest ingest(&verifiers, &sg.indexer, &writer, &mailbox,
                     [&](exchange::SessionId, const std::string&, absl::StatusOr<uint64_t> now) { size = now; });
  ingest.Add(1, *std::move(examined));
  while (ingest.pending() > 0) {
    for (const auto& letter : mailbox.TakeAll(absl::Seconds(1))) letter();
  }
  writer.Stop();
  ASSERT_TRUE(size.ok()) << size.status();
  EXPECT_EQ(*size, id.Own().size);
  EXPECT_EQ(sg.Head(id.origin()).size, id.Own().size);
}

TEST(Threads, AScrubberAnswersWhoAsksWhileTheLogGrows) {
  Writing node;
  config::v1::Care care;
  care.set_scrub_every_s(3600);
  app::Scrubber scrubber(node.desk.disk.get(), node.desk.heads.get(), &node.desk.clock, care);
  std::atomic<int> asked{0};
  AtOnce({[&] { node.Submit(0); }, [&] { node.Submit(1); }, [&] { node.Submit(2); },
          [&] {
            for (int i = 0; i < 5; ++i) {
              scrubber.Ask(true, [&](const absl::StatusOr<v1::ScrubStatus>& status) {
                if (status.ok()) EXPECT_EQ(status->damages(), 0u);
                ++asked;
              });
              scrubber.Status();
            }
          }});
  scrubber.Stop();
  EXPECT_EQ(asked.load(), 5);
}

}  // namespace
}  // namespace lightship
