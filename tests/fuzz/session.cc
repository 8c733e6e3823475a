// The exchange: SG's node, fed with any sequence of frames, connections and delays by two peers; and bundles, whose maker may lie.
// ID's log is genuine and known; PH's node holds no keys of others. Whatever they send, SG's own log is what SG admitted, what it
// holds of ID's is what ID signed, and what it sends is bounded.
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "lightship/v1/bundle.pb.h"
#include "node/base/encoding.h"
#include "node/exchange/bundle.h"
#include "node/exchange/carried_peer.h"
#include "node/exchange/exchange.h"
#include "node/exchange/frames.h"
#include "node/statement/canonical.h"
#include "node/statement/evidence.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/targets.h"
#include "tests/support/attached.h"
#include "tests/support/small_log.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::fuzz {
namespace {

using exchange::SessionId;
using ledger::Desk;

constexpr size_t kSteps = 100;
// SG holds a few kilobytes; one step may make it send them to every session, with proofs and notes.
constexpr size_t kBytesOfStep = 256 * 1024;

v1::SignedStatement Sealed(const Desk& desk, std::vector<statement::PartDraft> parts, const std::string& audience,
                           uint64_t seed) {
  testing::SeededEntropy entropy(seed);
  v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_REPORT, desk.economy.code());
  manifest.set_audience(audience);
  return statement::Seal(manifest, std::move(parts), {desk.economy.officer(statement::Role::kSubmitter).key}, entropy)
      .value();
}

void Report(Desk& desk, uint64_t seed, const std::string& audience = "all", bool photo = false) {
  std::vector<statement::PartDraft> parts = {testing::Draft("facts", testing::SampleFacts())};
  if (photo) parts.push_back(testing::Draft("attachment/1", testing::AttachmentOf(testing::Photo(600))));
  const v1::SubmitRequest request = desk.RequestOf(Sealed(desk, parts, audience, seed),
                                                   desk.economy.officer(statement::Role::kSubmitter));
  Must(desk.Submit(request).ok(), "an honest report is admitted");
}

// ID's node, and what it would say.
struct Honest {
  Desk id{"ID"};
  std::vector<v1::Frame> frames;

  Honest() {
    Report(id, 1);
    Report(id, 2, "own");
    Report(id, 3, "all", true);
    v1::Frame hello;
    hello.mutable_hello()->add_versions(exchange::kProtocolVersion);
    hello.mutable_hello()->set_economy("ID");
    *hello.mutable_hello()->add_heads() = exchange::MakeAnnounce(id.origin(), id.Own().checkpoint).announce();
    frames = {hello, exchange::MakeAnnounce(id.origin(), id.Own().checkpoint)};
    for (const auto& [from, entries] : {std::pair<uint64_t, size_t>{0, 1000}, {0, 1}, {1, 1}, {2, 1000}}) {
      frames.emplace_back();
      *frames.back().mutable_batch() = id.reader->ReadBatch(id.origin(), from, {entries, 1 << 20}, "SG").value();
    }
    frames.push_back(exchange::MakeFetch("lightship/SG/1", 0, 100, 1 << 20));
    frames.push_back(exchange::MakeFetch("lightship/SG/1", 1, 1, 1));
    frames.push_back(exchange::MakeFetch(id.origin(), 0, 100, 1 << 20));
    frames.push_back(exchange::MakeFetch("lightship/SG/1", 0, 0, 0));
    for (uint64_t missing : {0, 1, 2}) frames.back().mutable_fetch()->add_missing(missing);
    frames.emplace_back();
    frames.back().mutable_committed()->set_origin("lightship/SG/1");
    frames.back().mutable_committed()->set_size(1);
    AddAttachments();
    AddEvidence();
    frames.push_back(exchange::MakeBye(v1::BYE_REASON_DUPLICATE, "another"));
  }

  void AddAttachments() {
    const std::string photo = testing::Photo(600);
    frames.emplace_back();
    frames.back().mutable_fetch_blob()->set_request_id(1);
    frames.back().mutable_fetch_blob()->set_sha256(crypto::AsString(crypto::Sha256(photo)));
    frames.back().mutable_fetch_blob()->set_length(600);
    frames.emplace_back();
    frames.back().mutable_blob_chunk()->set_request_id(1);
    frames.back().mutable_blob_chunk()->set_data(photo);
    frames.back().mutable_blob_chunk()->set_total_size(600);
  }

  // PH has forked.
  void AddEvidence() {
    const testing::TestEconomy& ph = testing::TestEconomy::Of("PH");
    testing::SmallLog one(ph), other(ph);
    one.Append(SgAlert());
    other.Append(SgReport());
    frames.emplace_back();
    v1::EvidenceFile& file = *frames.back().mutable_evidence();
    *file.mutable_evidence() =
        statement::MakeEvidence(merkle::SignedCheckpoint::FromNote(one.CheckpointAt(2)).value(),
                                merkle::SignedCheckpoint::FromNote(other.CheckpointAt(2)).value(), ph.log_note_key(), {});
    *file.add_openings() = one.entry(0);
  }
};

Honest& Peers() {
  static auto* const peers = new Honest;
  return *peers;
}

class World final : public exchange::World {
 public:
  std::shared_ptr<const ledger::Heads> Heads() override { return sg.heads->Get(); }
  const ledger::LedgerReader& Reader() override { return *sg.reader; }
  bool RecoveringOwnLog() override { return sg.ledger->recovering(); }
  void Ingest(SessionId session, ledger::ExaminedBatch batch) override { ingests.emplace_back(session, std::move(batch)); }
  void StoreChunk(SessionId session, ledger::BlobChunk chunk) override { stores.emplace_back(session, std::move(chunk)); }
  bool AddCosignatures(absl::string_view, absl::string_view origin, absl::string_view note) override {
    return sg.CommitOne(ledger::Cosignatures{std::string(origin), std::string(note)}).ok();
  }
  void AddEvidence(v1::EvidenceFile evidence) override {
    Must(sg.CommitOne(std::move(evidence)).ok(), "evidence that was passed on is kept");
  }
  void Send(SessionId session, const v1::Frame& frame) override {
    Must(connected.contains(session), "frames go to who is connected");
    Must(!closed.contains(session), "nothing is sent behind the end");
    Must(exchange::CheckFrame(frame).ok(), "what is sent is what may be sent");
    bytes_sent += frame.ByteSizeLong();
    if (carried != nullptr) carried->Take(frame);
  }
  size_t Queued(SessionId) override { return queued; }
  void Close(SessionId session) override { closed.insert(session); }

  Desk sg{"SG"};
  std::deque<std::pair<SessionId, ledger::ExaminedBatch>> ingests;
  std::deque<std::pair<SessionId, ledger::BlobChunk>> stores;
  std::set<SessionId> connected, closed;
  size_t bytes_sent = 0, queued = 0;
  exchange::CarriedPeer* carried = nullptr;  // of a bundle: takes what is sent
};

// The node and what it is driven with.
struct Network {
  World world;
  absl::Time now = testing::Noon();
  exchange::Exchange exchange{world.sg.economy.origin(), {}, &Roots(), &world};
  uint64_t own = 1;  // entries that SG admitted, itself included
  size_t sent_before = 0;

  Network() { own = world.sg.Own().size; }

  void Connect(SessionId session, absl::string_view economy) {
    if (world.connected.contains(session)) return;
    world.connected.insert(session);
    exchange.OnConnected(session, economy, now);
  }
  void Receive(SessionId session, const v1::Frame& frame) {
    if (world.connected.contains(session)) exchange.OnFrame(session, frame, now);
  }
  void Close(SessionId session) {
    if (world.connected.erase(session) == 0) return;
    world.closed.erase(session);
    exchange.OnClosed(session, now);
  }
  // Commits one batch and one chunk that wait, as the writer does.
  void Commit() {
    if (!world.ingests.empty()) {
      auto [session, batch] = std::move(world.ingests.front());
      world.ingests.pop_front();
      const std::string origin = batch.origin;
      const absl::Status checked = ledger::CheckSignatures(batch);
      absl::StatusOr<uint64_t> size = 0;
      if (!checked.ok()) {
        size = checked;
      } else {
        auto outcome = world.sg.CommitOne(std::move(batch));
        size = outcome.ok() ? absl::StatusOr<uint64_t>(outcome->index) : outcome.status();
      }
      exchange.OnIngested(session, origin, size, now);
    }
    if (!world.stores.empty()) {
      auto [session, chunk] = std::move(world.stores.front());
      world.stores.pop_front();
      exchange.OnStored(session, world.sg.CommitOne(std::move(chunk)), now);
    }
    exchange.OnHeadsChanged(now);
  }
  void Judge() {
    Must(world.bytes_sent - sent_before <= kBytesOfStep, "what one step makes the node send is bounded");
    sent_before = world.bytes_sent;
    Must(exchange.Peers().size() <= world.connected.size(), "only who is connected is a peer");
    Must(world.sg.Own().size == own, "nobody writes SG's log but SG");
    const auto heads = world.sg.heads->Get();
    const ledger::LogHead* head = heads->Find("lightship/ID/1");
    if (head == nullptr) return;
    Must(head->size <= Peers().id.Own().size, "no more is held of ID's log than it has");
    for (uint64_t i = 0; i < head->size; ++i) {
      Must(world.sg.reader->LeafAt("lightship/ID/1", i).value() == Peers().id.reader->LeafAt("lightship/ID/1", i).value(),
           "what is held of ID's log is what ID signed");
    }
  }
};

v1::Frame Honestly(uint8_t which) { return Peers().frames[which % Peers().frames.size()]; }

void Step(Network& network, Bytes& bytes) {
  constexpr absl::string_view kEconomies[] = {"ID", "PH", "SG", "XX"};
  const uint8_t what = bytes.Byte();
  const SessionId session = 1 + what / 16 % 3;
  switch (what % 16) {
    case 0:
      return network.Connect(session, kEconomies[bytes.Byte() % 4]);
    case 1:
      return network.Close(session);
    case 2:
      network.now += absl::Milliseconds(1 << (bytes.Byte() % 20));
      return network.exchange.OnTick(network.now);
    case 3:
      Report(network.world.sg, 100 + network.own);
      network.own = network.world.sg.Own().size;
      return network.exchange.OnHeadsChanged(network.now);
    case 4:
      network.world.queued = static_cast<size_t>(bytes.Byte()) << 18;
      return network.exchange.OnTick(network.now);
    case 5:
      return network.exchange.Demand(crypto::Sha256(testing::Photo(600)), network.now);
    case 6: {
      v1::Frame frame;
      const absl::string_view piece = bytes.Piece();
      if (!frame.ParseFromArray(piece.data(), static_cast<int>(piece.size()))) return;
      return network.Receive(session, frame);
    }
    case 7:
    case 8:
    case 9:
      return network.Commit();
    case 10:
    case 11: {
      const v1::Frame honest = Honestly(bytes.Byte());
      Dice dice(bytes.Number());
      v1::Frame frame;
      if (!frame.ParseFromString(MutateMessage(honest.SerializeAsString(), {&v1::Frame::default_instance(), 0}, dice))) return;
      return network.Receive(session, frame);
    }
    default:
      return network.Receive(session, Honestly(bytes.Byte()));
  }
}

bool RunSession(absl::string_view input) {
  Network network;
  Bytes bytes(input);
  for (size_t i = 0; i < kSteps && !bytes.empty(); ++i) {
    Step(network, bytes);
    network.Judge();
  }
  for (SessionId session : {1, 2, 3}) network.Close(session);
  Must(network.exchange.Peers().empty(), "who has gone is forgotten");
  return network.world.sg.heads->Get()->Find("lightship/ID/1") != nullptr;
}

Seeds SessionSeeds() {
  // Connects ID, greets, sends its log, commits, fetches; then PH tells of its fork.
  const std::string copied("\x00\x00\x0c\x00\x0c\x02\x07\x02\x0a\x0c\x06\x0c\x0a\x03\x07", 15);
  const std::string piecewise("\x00\x00\x0c\x00\x0c\x03\x07\x0c\x04\x07\x0c\x05\x07\x07\x0c\x0c\x02\x0f", 18);
  return {{"copied", copied}, {"piecewise", piecewise}, {"evidence", copied + std::string("\x10\x01\x1c\x00\x1c\x0d\x0c\x0e", 8)}};
}

// --- Bundles.

std::string GenuineBundle() {
  v1::ExportBundleRequest request;
  request.set_economy("SG");
  Desk& id = Peers().id;
  auto writer = exchange::BundleWriter::Begin(id.reader.get(), id.roots, {"ID", id.economy.node().chain, id.economy.node().key},
                                              request, testing::Noon());
  std::string file;
  for (std::string piece = writer->Next().value(); !piece.empty(); piece = writer->Next().value()) file += piece;
  return file;
}

const std::string& TheBundle() {
  static const auto* const bundle = new std::string(GenuineBundle());
  return *bundle;
}

// The records between the first line and the seal, changed by dice and sealed anew by ID's node: a maker that lies.
std::string Lie(uint64_t seed) {
  Dice dice(seed);
  absl::string_view rest = TheBundle();
  std::string file(rest.substr(0, rest.find('\n') + 1));
  rest.remove_prefix(file.size());
  crypto::Digest digest = crypto::Sha256(file);
  const auto add = [&](const std::string& record) {
    std::string framed;
    for (int shift = 24; shift >= 0; shift -= 8) framed.push_back(static_cast<char>(record.size() >> shift));
    framed += record;
    digest = crypto::Sha256({crypto::AsView(digest), framed});
    file += framed;
  };
  while (rest.size() > 4) {
    size_t size = 0;
    for (int i = 0; i < 4; ++i) size = size * 256 + static_cast<uint8_t>(rest[i]);
    const std::string record(rest.substr(4, size));
    rest.remove_prefix(4 + size);
    v1::BundleRecord read;
    if (read.ParseFromString(record) && read.has_seal()) break;
    const int times = static_cast<int>(dice.Roll(4));
    if (times == 3) continue;
    for (int i = 0; i < times; ++i) add(MutateMessage(record, {&v1::BundleRecord::default_instance(), 0}, dice));
    if (times == 0) add(record);
  }
  v1::BundleRecord record;
  v1::BundleSeal& seal = *record.mutable_seal();
  const testing::Signer& node = Peers().id.economy.node();
  seal.set_digest(crypto::AsString(digest));
  seal.set_signature(node.key.Sign(statement::Pae("application/vnd.lightship.bundle.v1", seal.digest())).value());
  for (const auto& certificate : node.chain) seal.mutable_chain()->add_certificates(certificate.der());
  add(record.SerializeAsString());
  return file;
}

// Takes the bundle in as SG does.
bool Import(exchange::Bundle bundle) {
  Network network;
  exchange::CarriedPeer peer(std::move(bundle));
  network.world.carried = &peer;
  network.world.connected.insert(50);
  network.exchange.OnCarried(50, peer.bundle().header().maker(), network.now);
  for (size_t turns = 0; turns < 10 * kSteps; ++turns) {
    if (const auto frame = peer.Next(); frame.has_value()) {
      network.Receive(50, *frame);
    } else if (!network.world.ingests.empty()) {
      network.Commit();
    } else {
      Must(peer.AtRest() || network.world.closed.contains(50), "what is carried comes to rest");
      network.Judge();
      network.Close(50);
      return network.world.sg.heads->Get()->Find("lightship/ID/1") != nullptr;
    }
    network.Judge();
  }
  Must(false, "what is carried ends");
  return false;
}

// Eight bytes are dice for a lie; anything else is a file.
bool RunBundle(absl::string_view input) {
  static Desk& sg = *new Desk("SG");
  const bool lies = input.size() == 8;
  const std::string file = lies ? Lie(base::ReadBigEndian64(input)) : std::string(input);
  auto bundle = exchange::Bundle::Open(file, "SG", Roots(), *sg.heads->Get(), testing::Noon());
  if (!bundle.ok()) return lies;
  Must(lies || file == TheBundle(), "an altered bundle is refused");
  return Import(*std::move(bundle)) || lies;
}

Seeds BundleSeeds() { return {{"log", TheBundle()}, {"lie", "8 bytes."}}; }

}  // namespace

const Target kSession = {"session", RunSession, SessionSeeds};
const Target kBundle = {"bundle", RunBundle, BundleSeeds};

}  // namespace lightship::fuzz
