// What a node of an earlier build said to a peer (tests/data/builds), byte for byte: this build understands it, copies the logs
// from it, and writes the same content as the same bytes.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "lightship/v1/attachment.pb.h"
#include "lightship/v1/attestation.pb.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/contact.pb.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/notice.pb.h"
#include "lightship/v1/report.pb.h"
#include "node/base/encoding.h"
#include "node/exchange/frames.h"
#include "node/merkle/checkpoint.h"
#include "node/statement/canonical.h"
#include "node/statement/evidence.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

namespace fs = std::filesystem;

constexpr char kSg[] = "lightship/SG/1";
constexpr size_t kSignatureBytes = 64;  // a cosignature has its time before it

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The folder of each build.
std::vector<fs::path> Builds() {
  std::vector<fs::path> builds;
  for (const auto& entry : fs::directory_iterator(TEST_DATA "/builds")) {
    if (entry.is_directory()) builds.push_back(entry.path());
  }
  return builds;
}

// Serialized frames, each with its length before it (4 bytes, big-endian).
std::vector<std::string> FramesIn(const fs::path& path) {
  const std::string bytes = Read(path);
  std::vector<std::string> frames;
  for (size_t at = 0; at + 4 <= bytes.size();) {
    const uint64_t size = base::ReadBigEndian64(std::string(4, '\0') + bytes.substr(at, 4));
    frames.push_back(bytes.substr(at + 4, size));
    at += 4 + size;
  }
  return frames;
}

// Whether `bytes` are a message of this type, all of it known, in the one form in which this build writes it.
template <typename Message>
bool IsWrittenAlike(absl::string_view bytes) {
  Message message;
  return statement::ParseCanonical(bytes, message).ok();
}

bool PartIsWrittenAlike(const v1::Part& part) {
  if (absl::StartsWith(part.name(), "attachment/")) return IsWrittenAlike<v1::Attachment>(part.content());
  using Check = bool (*)(absl::string_view);
  static const std::map<std::string, Check> checks = {
      {"facts", IsWrittenAlike<v1::Facts>},         {"vessel", IsWrittenAlike<v1::VesselDetails>},
      {"narrative", IsWrittenAlike<v1::Narrative>}, {"assertion", IsWrittenAlike<v1::Assertion>},
      {"response", IsWrittenAlike<v1::Response>},   {"notice", IsWrittenAlike<v1::Notice>},
      {"comment", IsWrittenAlike<v1::Comment>},     {"contact", IsWrittenAlike<v1::Contact>},
      {"audience", IsWrittenAlike<v1::AudienceDefinition>},
      {"key", IsWrittenAlike<v1::KeyStatement>},    {"withdrawal", IsWrittenAlike<v1::Withdrawal>},
      {"attestation", IsWrittenAlike<v1::Attestation>},
  };
  const auto check = checks.find(part.name());
  return check != checks.end() && check->second(part.content());
}

// Gives back what was drawn when the statement was made.
class DrawnBefore final : public base::Entropy {
 public:
  explicit DrawnBefore(std::deque<std::string> drawn) : drawn_(std::move(drawn)) {}
  std::string Bytes(size_t) override {
    std::string next = drawn_.front();
    drawn_.pop_front();
    return next;
  }

 private:
  std::deque<std::string> drawn_;
};

class RecordedTest : public ::testing::TestWithParam<fs::path> {
 protected:
  std::vector<v1::Frame> Frames() {
    std::vector<v1::Frame> frames;
    for (const std::string& bytes : FramesIn(GetParam() / "wire/frames")) {
      frames.emplace_back();
      EXPECT_TRUE(frames.back().ParseFromString(bytes));
    }
    return frames;
  }
  crypto::PrivateKey Key(const std::string& name) {
    return crypto::PrivateKey::FromPem(Read(GetParam() / "node" / name)).value();
  }
  std::vector<v1::HeldEntry> Entries() {
    std::vector<v1::HeldEntry> entries;
    for (const v1::Frame& frame : Frames()) {
      for (const v1::BatchItem& item : frame.batch().items()) {
        if (item.has_held()) entries.push_back(item.held());
      }
    }
    EXPECT_GT(entries.size(), 20u);
    return entries;
  }
};

TEST_P(RecordedTest, EveryFrameIsUnderstoodAndWrittenAlike) {
  std::set<v1::Frame::MessageCase> kinds;
  for (const char* name : {"frames", "evidence"}) {
    for (const std::string& bytes : FramesIn(GetParam() / "wire" / name)) {
      EXPECT_TRUE(IsWrittenAlike<v1::Frame>(bytes));
      v1::Frame frame;
      ASSERT_TRUE(frame.ParseFromString(bytes));
      EXPECT_TRUE(CheckFrame(frame).ok()) << frame.ShortDebugString();
      kinds.insert(frame.message_case());
    }
  }
  using Frame = v1::Frame;
  EXPECT_EQ(kinds, (std::set<Frame::MessageCase>{Frame::kHello, Frame::kAnnounce, Frame::kFetch, Frame::kBatch, Frame::kCommitted,
                                                 Frame::kBlobChunk, Frame::kEvidence, Frame::kBye}));
}

// A new node of PH copies SG's and ID's logs from what SG's node sent to another.
TEST_P(RecordedTest, LogsAreCopiedFromIt) {
  Desk ph("PH");
  ph.roots = statement::PinnedRoots::LoadDirectory(GetParam() / "trust").value();
  ASSERT_TRUE(ph.roots.Add("PH", ph.economy.authority().certificate().pem()).ok());
  const std::vector<v1::Frame> frames = Frames();
  ASSERT_TRUE(frames[0].has_hello());
  ph.clock.Set(absl::FromCivil(absl::CivilHour(2100, 1, 1, 12), absl::UTCTimeZone()));
  StagedWorld world(&ph);
  Exchange exchange(ph.economy.origin(), {}, &ph.roots, &world);
  exchange.OnConnected(1, "SG", ph.clock.Now());
  std::map<std::string, merkle::Checkpoint> newest;
  for (const v1::Frame& frame : frames) {
    if (!frame.has_hello() && !frame.has_batch() && !frame.has_announce()) continue;
    exchange.OnFrame(1, frame, ph.clock.Now());
    if (frame.has_batch() && !frame.batch().backfill()) {
      newest[frame.batch().origin()] = merkle::SignedCheckpoint::FromNote(frame.batch().checkpoint())->checkpoint;
    }
    while (!world.ingests.empty()) {
      ledger::ExaminedBatch batch = std::move(world.ingests.front().second);
      world.ingests.pop_front();
      const std::string origin = batch.origin;
      ASSERT_TRUE(ledger::CheckSignatures(batch).ok());
      const auto outcome = ph.CommitOne(std::move(batch));
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      exchange.OnIngested(1, origin, outcome->index, ph.clock.Now());
    }
  }
  EXPECT_FALSE(world.closed.contains(1)) << world.sent[1].back().ShortDebugString();
  ASSERT_EQ(newest.size(), 2u);
  for (const auto& [origin, checkpoint] : newest) {
    const auto heads = ph.heads->Get();
    const ledger::LogHead* head = heads->Find(origin);
    ASSERT_NE(head, nullptr) << origin;
    EXPECT_EQ(head->size, checkpoint.size);
    EXPECT_EQ(head->root, checkpoint.root);
    EXPECT_EQ(head->unresolved, 0u);
  }
}

TEST_P(RecordedTest, CheckpointsAreSignedAlike) {
  const crypto::PrivateKey log_key = Key("log.key"), cosigner_key = Key("cosigner.key");
  int signed_alike = 0, cosigned_alike = 0;
  for (const v1::Frame& frame : Frames()) {
    for (const std::string& note : {frame.announce().checkpoint(), frame.batch().checkpoint(), frame.committed().cosigned_checkpoint()}) {
      if (note.empty()) continue;
      const merkle::SignedCheckpoint found = merkle::SignedCheckpoint::FromNote(note).value();
      const std::string text = found.checkpoint.ToText();
      EXPECT_EQ(found.note.ToString(), note);
      EXPECT_EQ(found.note.text, text);
      for (const crypto::NoteSignature& line : found.note.signatures) {
        if (line.name != kSg) continue;
        const bool own = found.checkpoint.origin == kSg && line.signature.size() == kSignatureBytes;
        const auto again = own ? crypto::SignNote(text, kSg, log_key)
                               : crypto::CosignNote(text, kSg, crypto::CosignatureTime(line).value(), cosigner_key);
        EXPECT_EQ(again->id, line.id);
        EXPECT_EQ(again->signature, line.signature);
        ++(own ? signed_alike : cosigned_alike);
      }
    }
  }
  EXPECT_GT(signed_alike, 0);
  EXPECT_GT(cosigned_alike, 0);
}

TEST_P(RecordedTest, EvidenceIsVerified) {
  const statement::PinnedRoots roots = statement::PinnedRoots::LoadDirectory(GetParam() / "trust").value();
  int verified = 0;
  for (const std::string& bytes : FramesIn(GetParam() / "wire/evidence")) {
    v1::Frame frame;
    ASSERT_TRUE(frame.ParseFromString(bytes));
    if (!frame.has_evidence()) continue;
    const auto found = statement::VerifyEvidenceFile(statement::SerializeDeterministic(frame.evidence()), roots);
    EXPECT_TRUE(found.ok()) << found.status();
    ++verified;
  }
  EXPECT_EQ(verified, 1);
}

TEST_P(RecordedTest, EntriesAndPartsAreWrittenAlike) {
  for (const v1::HeldEntry& held : Entries()) {
    EXPECT_TRUE(IsWrittenAlike<v1::Entry>(held.entry()));
    const statement::OpenedEntry opened = statement::OpenEntry(held.entry()).value();
    EXPECT_TRUE(IsWrittenAlike<v1::Manifest>(opened.entry.manifest()));
    for (const v1::Part& part : held.parts()) EXPECT_TRUE(PartIsWrittenAlike(part)) << part.name();
  }
}

TEST_P(RecordedTest, StatementsAreSealedAlike) {
  int sealed = 0;
  for (const v1::HeldEntry& held : Entries()) {
    const statement::OpenedEntry opened = statement::OpenEntry(held.entry()).value();
    if (held.parts_size() != opened.manifest.parts_size()) continue;  // some were erased
    std::deque<std::string> drawn = {opened.manifest.nonce()};
    std::vector<statement::PartDraft> drafts;
    for (const v1::PartRef& reference : opened.manifest.parts()) {
      const auto part = std::find_if(held.parts().begin(), held.parts().end(),
                                     [&](const v1::Part& candidate) { return candidate.name() == reference.name(); });
      ASSERT_NE(part, held.parts().end()) << reference.name();
      drawn.push_back(part->salt());
      drafts.push_back({part->name(), part->content(), reference.audience()});
    }
    DrawnBefore entropy(std::move(drawn));
    const auto again = statement::Seal(opened.manifest, std::move(drafts), {Key("key.pem")}, entropy);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->manifest(), opened.entry.manifest());
    ++sealed;
  }
  EXPECT_GT(sealed, 20);
}

INSTANTIATE_TEST_SUITE_P(Builds, RecordedTest, ::testing::ValuesIn(Builds()),
                         [](const auto& build) { return "Of" + build.param.filename().string(); });

}  // namespace
}  // namespace lightship::exchange
