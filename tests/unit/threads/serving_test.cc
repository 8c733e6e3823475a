// What serves callers and peers, by many threads at once: ThreadSanitizer looks on (tests/run --tsan).
#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "node/app/caretaker.h"
#include "node/app/mailbox.h"
#include "node/incident/count.h"
#include "node/incident/threads.h"
#include "node/rpc/bell.h"
#include "node/rpc/open_calls.h"
#include "node/rpc/peer_identity.h"
#include "node/rpc/peer_stream.h"
#include "node/rpc/warning_board.h"
#include "node/rpc/worker_pool.h"
#include "tests/support/pki.h"
#include "tests/unit/incident/made.h"
#include "tests/unit/threads/at_once.h"

namespace lightship {
namespace {

using testing::AtOnce;

TEST(Threads, APoolRunsEachTaskOnceWhoeverPostsIt) {
  std::atomic<int> taken{0}, ran{0};
  {
    rpc::WorkerPool pool(3, 100);
    auto post = [&](absl::string_view caller) {
      for (int i = 0; i < 200; ++i) {
        if (pool.TryPost(caller, [&] { ++ran; })) ++taken;
      }
    };
    AtOnce({[&] { post("a"); }, [&] { post("a"); }, [&] { post("b"); },
            [&] {
              for (int i = 0; i < 200; ++i) pool.Post([&] { ++ran; });
            }});
  }
  EXPECT_EQ(ran.load(), taken.load() + 200);
}

class OneForEachChunk final : public incident::Threads {
 public:
  size_t SharesOf(size_t chunks) const override { return chunks; }
  void Share(size_t shares, absl::FunctionRef<void(size_t)> work) override {
    std::vector<std::function<void()>> all;
    for (size_t i = 0; i < shares; ++i) all.emplace_back([work, i] { work(i); });
    AtOnce(std::move(all));
  }
};

TEST(Threads, CountTogetherWhatOneCountsAlone) {
  incident::Logs logs;
  incident::IndexedStore store;
  std::vector<incident::Statement> reports;
  for (size_t i = 0; i < 3 * incident::Chunk::kRows + 100; ++i) {
    v1::Facts facts = incident::Logs::Boarding(static_cast<int>(i));
    facts.set_place_text(i % 3 == 0 ? "a strait" : "a bay");
    reports.push_back(logs.Report("SG", facts));
  }
  store.Commit(reports);
  store.Reopen();  // texts are read from the parts
  OneForEachChunk threads;
  for (const char* text : {"", "strait", "str*", "\"a strait\"", "NOT strait"}) {
    v1::CountIncidentsRequest request;
    request.mutable_filter()->set_text(text);
    request.add_dimensions(v1::DIMENSION_MONTH);
    const incident::Counted together = Count(*store.snapshot(), request, nullptr, &threads).value();
    EXPECT_GT(together.response.rows_size(), 0) << text;
    EXPECT_EQ(together.response.SerializeAsString(), Count(*store.snapshot(), request)->response.SerializeAsString()) << text;
  }
}

TEST(Threads, NoMoreCallsAreOpenThanMayAndAllPlacesComeBack) {
  rpc::OpenCalls calls({"watches", 5, 2});
  std::atomic<int> open{0}, most{0};
  auto call = [&](absl::string_view caller) {
    for (int i = 0; i < 300; ++i) {
      if (!calls.Open(caller).ok()) continue;
      for (int now = ++open, seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
      }
      --open;
      calls.Close(caller);
    }
  };
  AtOnce({[&] { call("a"); }, [&] { call("a"); }, [&] { call("a"); }, [&] { call("b"); }, [&] { call("c"); }});
  EXPECT_LE(most.load(), 5);
  for (const char* caller : {"a", "a", "b", "b", "c"}) EXPECT_TRUE(calls.Open(caller).ok());
  EXPECT_FALSE(calls.Open("c").ok());
}

// What gRPC does with an outbox: writes what it is given, and says when it has been written, on a thread of its own.
TEST(Threads, FramesOfManyGoOutOneAtATimeAndOnce) {
  rpc::Outbox outbox;
  app::Mailbox grpc;
  std::map<std::string, int> written;  // grpc's thread alone
  int writing = 0;
  bool ended = false;
  std::function<void(rpc::Outbox::Next)> act = [&](rpc::Outbox::Next next) {
    if (next == rpc::Outbox::Next::kEnd) grpc.Post([&] { ended = true; });
    if (next != rpc::Outbox::Next::kWrite) return;
    grpc.Post([&] {
      EXPECT_EQ(++writing, 1);
      ++written[outbox.front()->fetch().origin()];
      --writing;
      act(outbox.Written(true));
    });
  };
  auto push = [&](const char* whose) {
    for (int i = 0; i < 200; ++i) {
      v1::Frame frame;
      frame.mutable_fetch()->set_origin(absl::StrCat(whose, i));
      act(outbox.Push(frame));
    }
  };
  AtOnce({[&] { push("a"); }, [&] { push("b"); }, [&] { push("c"); },
          [&] {
            while (written.size() < 600) {
              for (const auto& letter : grpc.TakeAll(absl::Seconds(1))) letter();
              EXPECT_LT(outbox.bytes(), 1u << 20);
            }
            act(outbox.Close(false));
            while (!ended) {
              for (const auto& letter : grpc.TakeAll(absl::Seconds(1))) letter();
            }
          }});
  for (const auto& [frame, times] : written) EXPECT_EQ(times, 1) << frame;
  EXPECT_EQ(outbox.bytes(), 0u);
}

TEST(Threads, AStreamIsEndedOnceAndNoReadBeginsAfterThat) {
  for (int round = 0; round < 200; ++round) {
    rpc::Inlet inlet;
    std::atomic<int> ends{0};
    std::atomic<bool> begun_after_end{false};
    auto read = [&] {
      for (int i = 0; i < 20; ++i) {
        if (!inlet.Begin()) continue;
        if (ends.load() > 0) begun_after_end = true;
        if (inlet.Begun()) ++ends;
        inlet.Came();
      }
    };
    AtOnce({read, read, [&] {
              if (inlet.End()) ++ends;
            }});
    EXPECT_EQ(ends.load(), 1);
    EXPECT_FALSE(begun_after_end.load());
  }
}

TEST(Threads, LettersArriveOnceAndInTheOrderOfWhoPostsThem) {
  app::Mailbox mailbox;
  std::map<int, int> next;  // the taker's
  int taken = 0;
  auto post = [&](int who) {
    for (int i = 0; i < 300; ++i) {
      mailbox.Post([&, who, i] {
        EXPECT_EQ(next[who]++, i);
        ++taken;
      });
    }
  };
  AtOnce({[&] { post(1); }, [&] { post(2); }, [&] { post(3); },
          [&] {
            while (taken < 900) {
              for (const auto& letter : mailbox.TakeAll(absl::Seconds(1))) letter();
            }
          }});
  EXPECT_EQ(taken, 900);
}

TEST(Threads, ABellCallsNobodyWhoHasStoppedListening) {
  rpc::Bell bell;
  std::atomic<bool> over{false};
  auto listen = [&] {
    for (int i = 0; i < 200; ++i) {
      auto alive = std::make_unique<std::string>("listening");
      const uint64_t ear = bell.Listen([&alive] { EXPECT_EQ(*alive, "listening"); });
      bell.Unlisten(ear);
      alive = nullptr;
    }
  };
  AtOnce({[&] {
            AtOnce({listen, listen});
            over = true;
          },
          [&] {
            while (!over) bell.Ring();
          }});
}

TEST(Threads, WarningsAreRaisedAndClearedWhileOthersRead) {
  rpc::WarningBoard board;
  auto raise = [&](absl::string_view subject) {
    for (int i = 0; i < 200; ++i) {
      board.Raise("FORK", subject, absl::StrCat("text ", i), testing::Noon());
      if (i % 3 == 0) board.Clear("FORK", subject);
    }
  };
  AtOnce({[&] { raise("SG"); }, [&] { raise("ID"); },
          [&] {
            for (int i = 0; i < 200; ++i) EXPECT_LE(board.All().size(), 2u);
          }});
  EXPECT_EQ(board.All().size(), 2u);
}

TEST(Threads, CertificatesAreJudgedWhileTheRootsAreReadAnew) {
  const testing::TestEconomy& sg = testing::TestEconomy::Of("SG");
  const testing::TestEconomy& id = testing::TestEconomy::Of("ID");
  statement::PinnedRoots roots = testing::RootsOf({"SG"});
  testing::FakeClock clock;
  rpc::PeerIdentities identities(&roots, &clock);
  auto verify = [&](const testing::TestEconomy& economy) {
    for (int i = 0; i < 60; ++i) {
      auto peer = identities.Verify(economy.node().chain.front().pem(), "");
      if (peer.ok()) EXPECT_EQ((*peer)->identity.economy, economy.code());
      EXPECT_TRUE(peer.ok() || economy.code() == "ID") << peer.status();
    }
  };
  AtOnce({[&] { verify(sg); }, [&] { verify(sg); }, [&] { verify(id); },
          [&] {
            for (int i = 0; i < 60; ++i) {
              roots = testing::RootsOf({"SG", "ID"});
              roots = testing::RootsOf({"SG"});
            }
          }});
}

TEST(Threads, ACaretakerIsNudgedAndAskedWhileItWorksAndStopsAfterItsDuty) {
  testing::FakeClock clock;
  app::Caretaker caretaker(&clock);
  int done = 0;  // the caretaker's own, until it has stopped
  std::atomic<int> seen{0};
  caretaker.Add(absl::Hours(1), [&] { seen = ++done; });
  caretaker.Start();
  AtOnce({[&] {
            while (seen < 20) caretaker.Nudge();
          },
          [&] {
            while (seen < 20) EXPECT_FALSE(caretaker.stopping());
          }});
  caretaker.Stop();
  EXPECT_GE(done, 20);
  EXPECT_TRUE(caretaker.stopping());
}

}  // namespace
}  // namespace lightship
