// One Exchange with a real ledger of SG, whose peers are scripted frame by frame.
#ifndef LIGHTSHIP_TESTS_UNIT_EXCHANGE_SCRIPTED_PEER_H_
#define LIGHTSHIP_TESTS_UNIT_EXCHANGE_SCRIPTED_PEER_H_

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "node/exchange/exchange.h"
#include "node/exchange/frames.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::exchange {

using ledger::Desk;

// Answers the exchange as a node does, but ingests only when told to.
class StagedWorld final : public World {
 public:
  explicit StagedWorld(Desk* desk) : desk_(desk) {}

  std::shared_ptr<const ledger::Heads> Heads() override { return desk_->heads->Get(); }
  const ledger::LedgerReader& Reader() override { return *desk_->reader; }
  bool RecoveringOwnLog() override { return !ledger_is_slow && desk_->ledger->recovering(); }
  bool HasRoom() override { return has_room; }
  void Ingest(SessionId session, ledger::ExaminedBatch batch) override {
    ingests.emplace_back(session, std::move(batch));
  }
  void StoreChunk(SessionId session, ledger::BlobChunk chunk) override {
    stores.emplace_back(session, std::move(chunk));
  }
  bool AddCosignatures(absl::string_view, absl::string_view origin, absl::string_view note) override {
    ++cosignatures_offered;
    last_offered = std::string(note);
    if (inbox_is_full) return false;
    EXPECT_TRUE(desk_->CommitOne(ledger::Cosignatures{std::string(origin), last_offered}).ok());
    return true;
  }
  void AddEvidence(v1::EvidenceFile evidence) override {
    ++evidence_kept;
    ASSERT_TRUE(desk_->CommitOne(std::move(evidence)).ok());
  }
  void Send(SessionId session, const v1::Frame& frame) override { sent[session].push_back(frame); }
  size_t Queued(SessionId session) override { return queued[session]; }
  void Close(SessionId session) override { closed.insert(session); }

  std::deque<std::pair<SessionId, ledger::ExaminedBatch>> ingests;
  std::deque<std::pair<SessionId, ledger::BlobChunk>> stores;
  bool ledger_is_slow = false;  // has not found yet that the own log is behind
  bool inbox_is_full = false;   // takes no cosignatures
  bool has_room = true;         // on the disk
  int cosignatures_offered = 0;
  std::string last_offered;
  int evidence_kept = 0;
  std::map<SessionId, std::deque<v1::Frame>> sent;
  std::map<SessionId, size_t> queued;  // bytes that the peer does not take
  std::set<SessionId> closed;

 private:
  Desk* const desk_;
};

inline v1::Frame HelloOf(Desk& desk, bool with_head = true) {
  v1::Frame frame;
  frame.mutable_hello()->add_versions(1);
  frame.mutable_hello()->set_economy(desk.economy.code());
  if (with_head) {
    v1::Announce* head = frame.mutable_hello()->add_heads();
    head->set_origin(desk.origin());
    head->set_checkpoint(desk.Own().checkpoint);
  }
  return frame;
}

inline v1::Frame BatchFrame(const v1::Batch& batch) {
  v1::Frame frame;
  *frame.mutable_batch() = batch;
  return frame;
}

inline v1::Frame CommittedFrame(const std::string& origin, uint64_t size) {
  v1::Frame frame;
  frame.mutable_committed()->set_origin(origin);
  frame.mutable_committed()->set_size(size);
  return frame;
}

class ExchangeTest : public ::testing::Test {
 protected:
  ExchangeTest() { Restart({}); }

  void Restart(const Options& options) {
    exchange = std::make_unique<Exchange>(sg.economy.origin(), options, &sg.roots, &world);
  }
  void Connect(SessionId session, Desk& peer, bool with_head = true) {
    exchange->OnConnected(session, peer.economy.code(), now);
    Receive(session, HelloOf(peer, with_head));
  }
  void Receive(SessionId session, const v1::Frame& frame) {
    exchange->OnFrame(session, frame, now);
  }
  // Commits, or refuses with `refusal`, what waits to be ingested.
  void Ingest(absl::Status refusal = absl::OkStatus()) {
    while (!world.ingests.empty()) {
      auto [session, batch] = std::move(world.ingests.front());
      world.ingests.pop_front();
      const std::string origin = batch.origin;
      absl::Status checked = refusal.ok() ? ledger::CheckSignatures(batch) : refusal;
      absl::StatusOr<uint64_t> size = 0;
      if (!checked.ok()) {
        size = checked;
      } else {
        auto outcome = sg.CommitOne(std::move(batch));
        size = outcome.ok() ? absl::StatusOr<uint64_t>(outcome->index) : outcome.status();
      }
      exchange->OnIngested(session, origin, size, now);
    }
    exchange->OnHeadsChanged(now);
  }
  void Pass(absl::Duration time) {
    now += time;
    exchange->OnTick(now);
  }
  // Frames of one kind sent to the session since the last call of Forget().
  std::vector<v1::Frame> Sent(SessionId session, v1::Frame::MessageCase kind) {
    std::vector<v1::Frame> frames;
    for (const v1::Frame& frame : world.sent[session]) {
      if (frame.message_case() == kind) frames.push_back(frame);
    }
    return frames;
  }
  std::vector<v1::Frame> Fetches(SessionId session) { return Sent(session, v1::Frame::kFetch); }
  void Forget() { world.sent.clear(); }
  // The questions for single entries that were sent to the session since then.
  std::vector<std::vector<uint64_t>> Asked(SessionId session) {
    std::vector<std::vector<uint64_t>> asked;
    for (const v1::Frame& frame : Fetches(session)) {
      const auto& missing = frame.fetch().missing();
      if (!missing.empty()) asked.emplace_back(missing.begin(), missing.end());
    }
    return asked;
  }
  // The answer to such a question of whoever has nothing of it.
  static v1::Frame Nothing(const Desk& author) {
    v1::Frame frame;
    frame.mutable_batch()->set_origin(author.origin());
    frame.mutable_batch()->set_backfill(true);
    return frame;
  }
  // Leaves an item of a batch that begins with the log as a leaf alone.
  static void Withhold(v1::Batch& batch, int item, Desk& author, v1::WithheldReason reason) {
    v1::Withheld& leaf = *batch.mutable_items(item)->mutable_withheld();
    leaf.set_leaf_hash(crypto::AsString(*author.reader->LeafAt(author.origin(), batch.from() + item)));
    leaf.set_reason(reason);
  }
  // The reason of the Bye that ended the session; UNSPECIFIED while it lives.
  v1::ByeReason Ended(SessionId session) {
    std::vector<v1::Frame> byes = Sent(session, v1::Frame::kBye);
    if (byes.empty() || !world.closed.contains(session)) return v1::BYE_REASON_UNSPECIFIED;
    return byes.back().bye().reason();
  }
  uint64_t Held(const Desk& peer) {
    const ledger::LogHead* head = sg.heads->Get()->Find(peer.origin());
    return head == nullptr ? 0 : head->size;
  }
  v1::Batch BatchOf(Desk& holder, const Desk& author, uint64_t from, size_t entries = 1000) {
    return holder.reader->ReadBatch(author.origin(), from, {entries, 1 << 20}, "SG").value();
  }

  Desk sg{"SG"};
  Desk id{"ID"};
  Desk ph{"PH"};
  StagedWorld world{&sg};
  absl::Time now = testing::Noon();
  std::unique_ptr<Exchange> exchange;
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_TESTS_UNIT_EXCHANGE_SCRIPTED_PEER_H_
