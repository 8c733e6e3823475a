// Logs carried by file: what a bundle brings, and what nobody can make of it.
#include "node/exchange/bundle.h"

#include "node/exchange/carried_peer.h"
#include "node/statement/canonical.h"
#include "node/statement/seal.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

namespace reason = base::reason;

class BundleTest : public ExchangeTest {
 protected:
  BundleMaker MakerOf(const Desk& desk) {
    return {desk.economy.code(), desk.economy.node().chain, desk.economy.node().key};
  }
  absl::StatusOr<std::string> Export(Desk& from, const std::string& receiver,
                                     const std::vector<std::pair<std::string, uint64_t>>& logs = {},
                                     std::vector<v1::LogRange>* written = nullptr) {
    v1::ExportBundleRequest request;
    request.set_economy(receiver);
    for (const auto& [origin, at] : logs) {
      v1::LogRange& range = *request.add_logs();
      range.set_origin(origin);
      range.set_from(at);
    }
    auto writer = BundleWriter::Begin(from.reader.get(), from.roots, MakerOf(from), request, now);
    if (!writer.ok()) return writer.status();
    std::string file;
    while (true) {
      auto piece = writer->Next();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) break;
      file += *piece;
    }
    if (written != nullptr) *written = writer->logs();
    return file;
  }
  // Takes the file in as SG; why not, if it was not.
  absl::Status Import(const std::string& file, SessionId session = 50) {
    auto bundle = Bundle::Open(file, "SG", sg.roots, *sg.heads->Get(), now);
    if (!bundle.ok()) return bundle.status();
    CarriedPeer peer(*std::move(bundle));
    exchange->OnCarried(session, peer.bundle().header().maker(), now);
    Forget(session);
    for (bool moved = true; moved;) {
      moved = false;
      while (auto frame = peer.Next()) {
        Receive(session, *frame);
        Deliver(session, peer);
        moved = true;
      }
      if (world.ingests.empty()) continue;
      Ingest();
      Deliver(session, peer);
      moved = true;
    }
    EXPECT_TRUE(peer.AtRest() || !exchange->FaultOf(session).ok());
    exchange->OnClosed(session, now);
    return exchange->FaultOf(session);
  }
  void Forget(SessionId session) { world.sent[session].clear(); }
  void Deliver(SessionId session, CarriedPeer& peer) {
    for (const v1::Frame& frame : world.sent[session]) peer.Take(frame);
    Forget(session);
  }
  void Fill(Desk& desk, int reports) {
    for (int i = 0; i < reports; ++i) ASSERT_TRUE(desk.Submit(desk.Report()).ok());
  }
  // Sealed by ID's node, after `change` has been made to each batch: a maker that lies.
  std::string Lie(const std::string& honest, const std::function<void(v1::Batch&)>& change) {
    auto bundle = Bundle::Open(honest, "SG", sg.roots, *sg.heads->Get(), now).value();
    std::string file = "lightship bundle 1\n";
    crypto::Digest digest = crypto::Sha256(file);
    auto add = [&](const v1::BundleRecord& record) {
      const std::string bytes = statement::SerializeDeterministic(record);
      std::string framed;
      for (int shift = 24; shift >= 0; shift -= 8) framed.push_back(static_cast<char>(bytes.size() >> shift));
      framed += bytes;
      digest = crypto::Sha256({crypto::AsView(digest), framed});
      file += framed;
    };
    v1::BundleRecord record;
    *record.mutable_header() = bundle.header();
    add(record);
    const size_t frames = bundle.others().size() + bundle.logs().begin()->second.size();
    for (size_t i = 0; i < frames; ++i) {
      *record.mutable_frame() = bundle.FrameAt(i);
      if (record.frame().has_batch()) change(*record.mutable_frame()->mutable_batch());
      add(record);
    }
    v1::BundleSeal& seal = *record.mutable_seal();
    seal.set_digest(crypto::AsString(digest));
    seal.set_signature(id.economy.node()
                           .key.Sign(statement::Pae("application/vnd.lightship.bundle.v1", seal.digest()))
                           .value());
    for (const auto& certificate : id.economy.node().chain) {
      seal.mutable_chain()->add_certificates(certificate.der());
    }
    add(record);
    return file;
  }
};

TEST_F(BundleTest, BringsWhatItsReceiverMayHaveAndNothingElse) {
  id.DefineAudience("patrol", {"PH"});
  auto secret = id.Submit(id.Report("ID/patrol@1"));
  auto open = id.Submit(id.Report());
  ASSERT_TRUE(secret.ok() && open.ok());
  auto file = Export(id, "SG");
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE(Import(*file).ok());
  EXPECT_EQ(Held(id), id.Own().size);
  EXPECT_EQ(sg.Head(id.origin()).root, id.Own().root);
  EXPECT_EQ(sg.reader->Read(id.origin(), open->index)->parts_size(), 1) << "the vessel is ID's own";
  EXPECT_TRUE(absl::IsNotFound(sg.reader->Read(id.origin(), secret->index).status()));
  EXPECT_EQ(sg.Head(id.origin()).unresolved, 0u);
  EXPECT_EQ(file->find(testing::SampleVessel().SerializeAsString()), std::string::npos);
}

TEST_F(BundleTest, TakenTwiceOrAfterANewerOneChangesNothing) {
  Fill(id, 2);
  const std::string older = Export(id, "SG").value();
  Fill(id, 3);
  const std::string newer = Export(id, "SG").value();
  ASSERT_TRUE(Import(newer).ok());
  const auto before = sg.heads->Get();
  ASSERT_TRUE(Import(newer, 51).ok());
  ASSERT_TRUE(Import(older, 52).ok());
  EXPECT_EQ(sg.heads->Get()->generation, before->generation) << "nothing was committed";
  EXPECT_EQ(Held(id), id.Own().size);
}

TEST_F(BundleTest, CutsOffInFrontWhatIsHeldAlready) {
  Fill(id, 3);
  ASSERT_TRUE(Import(Export(id, "SG").value()).ok());
  Fill(id, 3);
  ASSERT_TRUE(Import(Export(id, "SG").value(), 51).ok());
  EXPECT_EQ(Held(id), id.Own().size);
}

TEST_F(BundleTest, ARangeBeyondWhatIsHeldWaitsForTheEarlierOne) {
  Fill(id, 4);
  std::vector<v1::LogRange> written;
  const std::string late = Export(id, "SG", {{id.origin(), 3}}, &written).value();
  ASSERT_EQ(written.size(), 1u);
  EXPECT_EQ(written[0].from(), 3u);
  EXPECT_EQ(written[0].until(), id.Own().size);
  ASSERT_TRUE(Import(late).ok());
  EXPECT_EQ(Held(id), 0u);
  ASSERT_TRUE(Import(Export(id, "SG").value(), 51).ok());
  EXPECT_EQ(Held(id), id.Own().size);
}

TEST_F(BundleTest, CarriesOtherEconomiesLogsAndTheirCosignatures) {
  Fill(ph, 2);
  id.Follow(ph, ph.origin());
  ASSERT_TRUE(Import(Export(id, "SG").value()).ok());
  EXPECT_EQ(Held(ph), ph.Own().size);
  EXPECT_EQ(sg.Head(ph.origin()).cosigned.at("ID").size, ph.Own().size);
}

TEST_F(BundleTest, BringsEntriesThatARelayLacked) {
  id.DefineAudience("patrol", {"SG"});
  auto made = id.Submit(id.Report("ID/patrol@1"));
  ASSERT_TRUE(made.ok());
  ph.Follow(id, id.origin());
  ASSERT_TRUE(Import(Export(ph, "SG", {{id.origin(), 0}}).value()).ok());
  ASSERT_EQ(sg.Head(id.origin()).unresolved, 1u);
  ASSERT_TRUE(Import(Export(id, "SG", {{id.origin(), 0}}).value(), 51).ok());
  EXPECT_EQ(sg.Head(id.origin()).unresolved, 0u);
  EXPECT_TRUE(sg.reader->Read(id.origin(), made->index).ok());
}

TEST_F(BundleTest, NoFlippedByteAndNoCutIsAccepted) {
  Fill(id, 1);
  const std::string honest = Export(id, "SG").value();
  for (size_t at = 0; at < honest.size(); ++at) {
    std::string file = honest;
    file[at] = static_cast<char>(file[at] ^ (1 << at % 8));
    EXPECT_FALSE(Bundle::Open(file, "SG", sg.roots, *sg.heads->Get(), now).ok()) << "byte " << at << " of " << honest.size();
    EXPECT_FALSE(Bundle::Open(honest.substr(0, at), "SG", sg.roots, *sg.heads->Get(), now).ok()) << at;
  }
  EXPECT_FALSE(Bundle::Open(honest + "x", "SG", sg.roots, *sg.heads->Get(), now).ok());
}

TEST_F(BundleTest, WhatIsSealedButFalseIsRefusedWithoutBlameForTheLivePeer) {
  Fill(id, 1);
  const std::string honest = Export(id, "SG", {{id.origin(), 0}}).value();
  absl::Status fault = Import(Lie(honest, [](v1::Batch& batch) {
    batch.mutable_items(2)->mutable_held()->mutable_entry()->back() ^= 1;
  }));
  EXPECT_FALSE(fault.ok());
  EXPECT_EQ(Held(id), 0u);
  Connect(2, id);
  ASSERT_EQ(Fetches(2).size(), 1u) << "ID itself is asked at once";
  Receive(2, BatchFrame(BatchOf(id, id, 0)));
  Ingest();
  EXPECT_EQ(Held(id), id.Own().size);
}

TEST_F(BundleTest, AnotherFileMayRightWhatAFalseOneGotWrong) {
  Fill(id, 1);
  const std::string honest = Export(id, "SG", {{id.origin(), 0}}).value();
  EXPECT_FALSE(Import(Lie(honest, [](v1::Batch& batch) { batch.clear_consistency();
                                                         batch.mutable_items()->RemoveLast(); })).ok());
  EXPECT_TRUE(Import(honest, 51).ok());
  EXPECT_EQ(Held(id), id.Own().size);
}

TEST_F(BundleTest, NeitherReplacesALiveSessionNorLeavesItAsSource) {
  Fill(id, 2);
  Connect(1, id);
  const std::string file = Export(id, "SG").value();
  ASSERT_TRUE(Import(file).ok());
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_EQ(Fetches(1).size(), 1u);
  EXPECT_EQ(Held(id), 0u) << "the live author is asked, and has not answered";
  exchange->OnCarried(60, "ID", now);
  ASSERT_EQ(exchange->Peers().size(), 1u) << "a file is no peer";
  EXPECT_EQ(exchange->Peers()[0].session, 1u);
}

TEST_F(BundleTest, IsPreferredToARelayThatHasNothingNew) {
  Fill(id, 1);
  ph.Follow(id, id.origin());
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  Receive(2, BatchFrame(BatchOf(ph, id, 0)));
  Ingest();
  Fill(id, 2);
  ASSERT_TRUE(Import(Export(id, "SG").value()).ok());
  EXPECT_EQ(Held(id), id.Own().size);
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(BundleTest, SealedWithARevokedKeyIsRefused) {
  const std::string file = Export(id, "SG").value();
  EXPECT_TRUE(Bundle::Open(file, "SG", sg.roots, *sg.heads->Get(), now).ok());
  id.ReplaceNodeKey();
  sg.Follow(id, id.origin());
  EXPECT_EQ(base::ReasonOf(Bundle::Open(file, "SG", sg.roots, *sg.heads->Get(), now).status()), reason::kRevokedKey);
}

TEST_F(BundleTest, IsTakenByItsReceiverAloneAndFromMembersNodesAlone) {
  Fill(id, 1);
  EXPECT_EQ(base::ReasonOf(Import(Export(id, "PH").value())), reason::kWrongEconomy);
  EXPECT_EQ(base::ReasonOf(Export(id, "ID").status()), reason::kWrongEconomy);
  EXPECT_EQ(base::ReasonOf(Export(id, "ZZ").status()), reason::kUnknownEconomy);
  EXPECT_EQ(base::ReasonOf(Export(id, "SG", {{"lightship/JP/1", 0}}).status()), reason::kNotFound);
  const std::string honest = Export(id, "SG").value();
  statement::PinnedRoots only_sg = testing::RootsOf({"SG"});
  EXPECT_FALSE(Bundle::Open(honest, "SG", only_sg, *sg.heads->Get(), now).ok());
  v1::ExportBundleRequest request;
  request.set_economy("SG");
  const testing::Signer& officer = id.economy.officer(statement::Role::kLiaison);
  auto writer = BundleWriter::Begin(id.reader.get(), id.roots, {"ID", officer.chain, officer.key}, request, now);
  std::string file;
  for (std::string piece = writer->Next().value(); !piece.empty(); piece = writer->Next().value()) file += piece;
  EXPECT_EQ(base::ReasonOf(Bundle::Open(file, "SG", sg.roots, *sg.heads->Get(), now).status()), reason::kWrongEconomy);
}

}  // namespace
}  // namespace lightship::exchange
