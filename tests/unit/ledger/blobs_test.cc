#include "node/ledger/blobs.h"

#include "lightship/v1/claims.pb.h"
#include "node/base/limits.h"
#include "node/ledger/state.h"
#include "node/statement/open.h"
#include "node/store/schema.h"
#include "tests/support/attached.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

namespace reason = base::reason;
using base::limits::kAttachmentChunkBytes;

using testing::AttachmentOf;
using testing::Photo;

class Album : public Desk {
 public:
  explicit Album(absl::string_view code) : Desk(code) {}

  Outcome File(const v1::Attachment& attachment, const std::string& audience = "") {
    const testing::Signer& signer = economy.officer(Role::kSubmitter);
    absl::StatusOr<Outcome> filed = Submit(RequestOf(
        testing::SealBy({&signer}, testing::SampleManifest(v1::STATEMENT_KIND_REPORT, economy.code()),
                        {testing::Draft("facts", testing::SampleFacts()),
                         testing::Draft("attachment/1", attachment, audience)}),
        signer));
    EXPECT_TRUE(filed.ok()) << filed.status();
    return *filed;
  }
  absl::StatusOr<Outcome> Add(const std::string& bytes, uint64_t chunk,
                              const crypto::Digest& sha256) {
    const uint64_t offset = chunk * kAttachmentChunkBytes;
    return CommitOne(BlobChunk{sha256, offset, bytes.substr(offset, kAttachmentChunkBytes)});
  }
  void AddAll(const std::string& bytes) {
    for (uint64_t chunk = 0; chunk * kAttachmentChunkBytes < bytes.size(); ++chunk) {
      ASSERT_TRUE(Add(bytes, chunk, crypto::Sha256(bytes)).ok());
    }
  }
  std::string IdAt(uint64_t index) {
    return crypto::AsString(statement::OpenEntry(reader->Read(origin(), index)->entry())->statement_id);
  }
  absl::StatusOr<Outcome> Erase(const std::string& id, uint64_t index) {
    v1::Withdrawal erase;
    erase.set_target(id);
    erase.set_target_index(index);
    erase.mutable_erase();
    const testing::Signer& chief = economy.officer(Role::kAdministrator);
    v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_WITHDRAWAL, economy.code());
    manifest.set_subject(id);
    return Submit(RequestOf(testing::SealBy({&chief}, manifest, {testing::Draft("withdrawal", erase)}), chief));
  }
  BlobState StateOf(const std::string& bytes) {
    return *reader->blobs().StateOf(crypto::Sha256(bytes));
  }
  bool Wants(const std::string& bytes) {
    return heads->Get()->wanted->contains(crypto::Sha256(bytes));
  }
  size_t Rows(store::Table table) {
    size_t rows = 0;
    EXPECT_TRUE(disk->Scan(table, "", "", [&](absl::string_view, absl::string_view) {
                      return ++rows, true;
                    }).ok());
    return rows;
  }
};

TEST(Blobs, TakesOnlyWhatAHeldPartNames) {
  Album sg("SG");
  const std::string photo = Photo(1000);
  EXPECT_EQ(sg.Add(photo, 0, crypto::Sha256(photo)).status().code(), absl::StatusCode::kNotFound);
  const Outcome filed = sg.File(AttachmentOf(photo));
  EXPECT_TRUE(sg.Wants(photo));
  const absl::StatusOr<Outcome> added = sg.Add(photo, 0, crypto::Sha256(photo));
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_TRUE(added->whole);
  EXPECT_FALSE(sg.Wants(photo));
  EXPECT_EQ(*sg.reader->blobs().ReadChunk(crypto::Sha256(photo), 0), photo);
  const auto refs = sg.reader->blobs().Refs(crypto::Sha256(photo));
  ASSERT_EQ(refs->size(), 1u);
  EXPECT_EQ(refs->front().index, filed.index);
  EXPECT_EQ(refs->front().part_name, "attachment/1");
}

TEST(Blobs, GoesOnWhereItStoppedAlsoAfterARestart) {
  Album sg("SG");
  const std::string photo = Photo(2 * kAttachmentChunkBytes + 5);
  const crypto::Digest sha256 = crypto::Sha256(photo);
  sg.File(AttachmentOf(photo));
  ASSERT_TRUE(sg.Add(photo, 0, sha256).ok());
  EXPECT_EQ(sg.Add(photo, 2, sha256)->index, kAttachmentChunkBytes) << "not the next: nothing changes";
  EXPECT_EQ(sg.Add(photo, 0, sha256)->index, kAttachmentChunkBytes) << "had it";
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_TRUE(sg.Wants(photo));
  EXPECT_EQ(sg.StateOf(photo).held, kAttachmentChunkBytes);
  ASSERT_TRUE(sg.Add(photo, 1, sha256).ok());
  EXPECT_FALSE(sg.StateOf(photo).whole);
  EXPECT_TRUE(sg.Add(photo, 2, sha256)->whole);
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_TRUE(sg.StateOf(photo).whole);
  EXPECT_FALSE(sg.Wants(photo));
}

// What the row says now is not what was signed: the bytes of the attachment would stay.
TEST(Blobs, AreNotErasedByAPartThatIsDamaged) {
  Album sg("SG");
  const std::string photo = Photo(1000);
  const Outcome filed = sg.File(AttachmentOf(photo));
  ASSERT_TRUE(sg.Add(photo, 0, crypto::Sha256(photo)).ok());
  const auto erase = [&, id = sg.IdAt(filed.index)] { return sg.Erase(id, filed.index); };
  const std::string key = store::PartKey(sg.origin(), filed.index, "attachment/1");
  const std::string sound = *sg.disk->Get(store::Table::kParts, key);
  std::string flipped = sound;
  flipped[sound.size() / 2] ^= 1;
  store::WriteBatch damage, mend;
  damage.Put(store::Table::kParts, key, flipped);
  mend.Put(store::Table::kParts, key, sound);
  ASSERT_TRUE(sg.disk->Write(damage).ok());
  EXPECT_TRUE(absl::IsDataLoss(erase().status()));
  EXPECT_TRUE(sg.StateOf(photo).whole);
  ASSERT_TRUE(sg.disk->Write(mend).ok());
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_TRUE(erase().ok()) << erase().status();
  EXPECT_EQ(sg.StateOf(photo).held, 0u);
}

TEST(Blobs, OneCommitTakesOneChunkOfABlobAndSaysWhereToGoOn) {
  Album sg("SG");
  const std::string photo = Photo(kAttachmentChunkBytes + 1);
  sg.File(AttachmentOf(photo));
  std::vector<Operation> both;
  for (int i = 0; i < 2; ++i) {
    both.push_back(BlobChunk{crypto::Sha256(photo), 0, photo.substr(0, kAttachmentChunkBytes)});
  }
  const auto outcomes = sg.ledger->Commit(std::move(both));
  EXPECT_EQ(outcomes[0]->index, kAttachmentChunkBytes);
  EXPECT_EQ(outcomes[1]->index, 0u);
  EXPECT_TRUE(sg.Add(photo, 1, crypto::Sha256(photo))->whole);
}

TEST(Blobs, AnotherFileUnderTheNameIsDroppedWhole) {
  Album sg("SG");
  const std::string photo = Photo(kAttachmentChunkBytes + 100);
  std::string forged = photo;
  forged[5] ^= 1;
  sg.File(AttachmentOf(photo));
  ASSERT_TRUE(sg.Add(forged, 0, crypto::Sha256(photo)).ok());
  EXPECT_EQ(ReasonOf(sg.Add(forged, 1, crypto::Sha256(photo)).status()), reason::kDigestMismatch);
  EXPECT_EQ(sg.Rows(store::Table::kBlobs), 0u);
  EXPECT_TRUE(sg.Wants(photo));
  sg.AddAll(photo);
  EXPECT_TRUE(sg.StateOf(photo).whole);
}

TEST(Blobs, AStatementThatLiesAboutTheSizeDoesNotKeepTheFileOut) {
  Album sg("SG");
  for (const uint64_t lie : {kAttachmentChunkBytes, kAttachmentChunkBytes + 7, size_t{40'000'000}}) {
    const std::string photo = Photo(2 * kAttachmentChunkBytes + lie % 100);
    v1::Attachment wrong = AttachmentOf(photo);
    wrong.set_size(lie);
    sg.File(wrong);
    sg.File(AttachmentOf(photo));
    sg.AddAll(photo);
    EXPECT_TRUE(sg.StateOf(photo).whole) << lie;
  }
}

TEST(Blobs, RefusesWhatIsTooLongTooShortOrOfAnotherType) {
  Album sg("SG");
  const std::string photo = Photo(kAttachmentChunkBytes + 100);
  const crypto::Digest sha256 = crypto::Sha256(photo);
  sg.File(AttachmentOf(photo));
  const auto add = [&](uint64_t offset, std::string data) {
    return ReasonOf(sg.CommitOne(BlobChunk{sha256, offset, std::move(data)}).status());
  };
  EXPECT_EQ(add(0, photo), reason::kTooLarge);
  EXPECT_EQ(add(0, photo.substr(0, 1000)), reason::kMalformed);
  EXPECT_EQ(add(0, ""), reason::kMalformed);
  EXPECT_EQ(add(0, "%PDF-" + photo.substr(5, kAttachmentChunkBytes - 5)), reason::kWrongFileType);
  EXPECT_EQ(add(0, photo.substr(0, kAttachmentChunkBytes)), "");
  EXPECT_EQ(add(kAttachmentChunkBytes, std::string(101, 'x')), reason::kTooLarge);
}

TEST(Blobs, AreForWhoMayHaveAPartThatNamesThem) {
  Album sg("SG"), id("ID");
  const std::string open = Photo(1000), closed = Photo(2000), inner = Photo(3000);
  sg.DefineAudience("straits", {"ID"});
  sg.File(AttachmentOf(open));
  sg.File(AttachmentOf(closed), "SG/straits@1");
  sg.File(AttachmentOf(inner), "own");
  const auto may = [&](absl::string_view economy, const std::string& photo) {
    return *sg.reader->blobs().MayHold(economy, crypto::Sha256(photo));
  };
  EXPECT_TRUE(may("PH", open));
  EXPECT_TRUE(may("ID", closed));
  EXPECT_FALSE(may("PH", closed));
  EXPECT_FALSE(may("ID", inner));
  EXPECT_TRUE(may("SG", inner));
  EXPECT_FALSE(may("PH", Photo(4000))) << "nothing names it";
  sg.Follow(id, id.origin());
  id.Follow(sg, sg.origin());
  EXPECT_TRUE(id.Wants(open));
  EXPECT_TRUE(id.Wants(closed));
  EXPECT_FALSE(id.Wants(inner)) << "the part has not come, so neither do the bytes";
}

TEST(Blobs, AreNotOpenedByNamingTheirDigestInAReportOfOnesOwn) {
  Album sg("SG"), id("ID");
  const std::string inner = Photo(1000), shared = Photo(2000), of_id = Photo(3000);
  sg.File(AttachmentOf(inner), "own");
  sg.File(AttachmentOf(shared));
  for (const std::string* photo : {&inner, &shared, &of_id}) id.File(AttachmentOf(*photo));
  sg.Follow(id, id.origin());
  const auto may = [&](absl::string_view economy, const std::string& photo) {
    return *sg.reader->blobs().MayHold(economy, crypto::Sha256(photo));
  };
  EXPECT_FALSE(may("ID", inner));
  EXPECT_TRUE(may("ID", shared));
  EXPECT_TRUE(may("ID", of_id)) << "nobody else names it: it is its own";
  EXPECT_TRUE(may("PH", of_id));
}

// The writer's view of a desk's store, for what a commit does with parts that go.
struct Clerk {
  explicit Clerk(Album& desk)
      : state{desk.economy.origin(),
              desk.origin(),
              {desk.economy.node().chain, desk.economy.node().key, desk.economy.log_key(),
               desk.economy.cosigner_key()},
              {desk.disk.get(), &desk.clock, &desk.entropy, &desk.roots, &desk.indexer, &desk.keeper,
               desk.heads.get(), &desk.standby},
              {},
              nullptr} {
    EXPECT_TRUE(LoadWanted(state).ok());
    log.name = desk.origin();
  }
  void Drop(uint64_t index, const std::string& photo) {
    v1::Part part;
    part.set_name("attachment/1");
    part.set_content(AttachmentOf(photo).SerializeAsString());
    EXPECT_TRUE(DropBlobRef(log, index, part, state, scratch).ok());
  }
  State state;
  Log log;
  Scratch scratch;
};

TEST(Blobs, GoWithTheLastPartThatNamesThem) {
  Album sg("SG");
  const std::string photo = Photo(2 * kAttachmentChunkBytes + 5), half = Photo(kAttachmentChunkBytes + 1);
  const uint64_t first = sg.File(AttachmentOf(photo)).index;
  const uint64_t second = sg.File(AttachmentOf(photo)).index;
  const uint64_t other = sg.File(AttachmentOf(half)).index;
  sg.AddAll(photo);
  ASSERT_TRUE(sg.Add(half, 0, crypto::Sha256(half)).ok());

  Clerk one(sg);
  one.Drop(first, photo);
  ASSERT_TRUE(sg.disk->Write(one.scratch.batch).ok());
  EXPECT_TRUE(sg.StateOf(photo).whole);
  EXPECT_EQ(sg.Rows(store::Table::kBlobRefs), 2u);

  Clerk rest(sg);
  rest.Drop(second, photo);
  EXPECT_TRUE(rest.state.wanted->contains(crypto::Sha256(half)));
  rest.Drop(other, half);
  EXPECT_TRUE(rest.state.wanted->empty());
  ASSERT_TRUE(sg.disk->Write(rest.scratch.batch).ok());
  EXPECT_EQ(sg.Rows(store::Table::kBlobRefs), 0u);
  EXPECT_EQ(sg.Rows(store::Table::kBlobs), 0u);
}

TEST(Blobs, TakesNoBytesInTheCommitThatDropsThem) {
  Album sg("SG");
  const std::string photo = Photo(2 * kAttachmentChunkBytes);
  const uint64_t index = sg.File(AttachmentOf(photo)).index;
  ASSERT_TRUE(sg.Add(photo, 0, crypto::Sha256(photo)).ok());
  const BlobChunk last{crypto::Sha256(photo), kAttachmentChunkBytes, photo.substr(kAttachmentChunkBytes)};
  for (const bool added_first : {false, true}) {
    Clerk clerk(sg);
    if (added_first) ASSERT_TRUE(AddChunk(last, clerk.state, clerk.scratch).ok());
    clerk.Drop(index, photo);
    if (!added_first) EXPECT_FALSE(AddChunk(last, clerk.state, clerk.scratch)->whole);
    store::MemoryStore after;
    store::WriteBatch rows;
    ASSERT_TRUE(sg.disk->Scan(store::Table::kBlobs, "", "", [&](auto key, auto value) {
                        rows.Put(store::Table::kBlobs, std::string(key), std::string(value));
                        return true;
                      }).ok());
    ASSERT_TRUE(after.Write(rows).ok());
    ASSERT_TRUE(after.Write(clerk.scratch.batch).ok());
    EXPECT_TRUE(after.Scan(store::Table::kBlobs, "", "", [](auto, auto) {
                        ADD_FAILURE() << "bytes are left";
                        return false;
                      }).ok());
  }
}

TEST(Blobs, ADamagedChunkIsNotGivenOut) {
  Album sg("SG");
  const std::string photo = Photo(5000);
  sg.File(AttachmentOf(photo));
  sg.AddAll(photo);
  const std::string key = store::BlobChunkKey(crypto::AsView(crypto::Sha256(photo)), 0);
  std::string row = *sg.disk->Get(store::Table::kBlobs, key);
  row[3000] ^= 4;
  store::WriteBatch batch;
  batch.Put(store::Table::kBlobs, key, row);
  ASSERT_TRUE(sg.disk->Write(batch).ok());
  EXPECT_EQ(sg.reader->blobs().ReadChunk(crypto::Sha256(photo), 0).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(Blobs, OneLogThatNamesAFileOftenHidesNoOther) {
  Album id("ID"), sg("SG");
  const std::string photo = Photo(1000);
  for (size_t i = 0; i <= base::limits::kBlobRefsOfLog; ++i) id.File(AttachmentOf(photo));
  sg.Follow(id, id.origin());
  sg.File(AttachmentOf(photo));
  const auto refs = sg.reader->blobs().Refs(crypto::Sha256(photo));
  ASSERT_TRUE(refs.ok()) << refs.status();
  ASSERT_EQ(refs->size(), base::limits::kBlobRefsOfLog + 1);
  EXPECT_EQ(refs->back().origin, sg.origin());
}

TEST(Blobs, WhatNamesAFileIsKnownWithoutReadingParts) {
  Album sg("SG");
  const std::string photo = Photo(1000);
  v1::Attachment attachment = AttachmentOf(photo);
  attachment.set_caption(std::string(10'000, 'c'));
  const uint64_t index = sg.File(attachment).index;
  store::WriteBatch batch;
  batch.Delete(store::Table::kParts, store::PartKey(sg.origin(), index, "attachment/1"));
  ASSERT_TRUE(sg.disk->Write(batch).ok());
  const auto refs = sg.reader->blobs().Refs(crypto::Sha256(photo));
  ASSERT_TRUE(refs.ok()) << refs.status();
  EXPECT_EQ(refs->front().attachment.size(), photo.size());
  EXPECT_EQ(refs->front().attachment.mime_type(), "image/jpeg");
  EXPECT_EQ(refs->front().attachment.caption(), "");
}

TEST(Blobs, OneLogMakesTheNodeWaitForSoManyFilesAndNoMore) {
  Album id("ID"), sg("SG");
  constexpr size_t kOfReport = base::limits::kPartsOfStatement - 1;
  const testing::Signer& signer = id.economy.officer(Role::kSubmitter);
  size_t named = 0;
  while (named <= base::limits::kWantedBlobsOfLog) {
    std::vector<statement::PartDraft> parts = {testing::Draft("facts", testing::SampleFacts())};
    for (size_t i = 1; i <= kOfReport; ++i) {
      v1::Attachment attachment = AttachmentOf(Photo(1000));
      attachment.set_sha256(crypto::AsString(crypto::Sha256(absl::StrCat("file ", ++named))));
      parts.push_back(testing::Draft(absl::StrCat("attachment/", i), attachment));
    }
    auto filed = id.Submit(id.RequestOf(
        testing::SealBy({&signer}, testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "ID"), parts), signer));
    ASSERT_TRUE(filed.ok()) << filed.status();
  }
  EXPECT_EQ(id.heads->Get()->wanted->size(), base::limits::kWantedBlobsOfLog);
  while (sg.heads->Get()->Find(id.origin()) == nullptr || sg.Head(id.origin()).size < id.Own().size) {
    ASSERT_NO_FATAL_FAILURE(sg.Follow(id, id.origin()));
  }
  EXPECT_EQ(sg.heads->Get()->wanted->size(), base::limits::kWantedBlobsOfLog);
  sg.File(AttachmentOf(Photo(2000)));
  EXPECT_TRUE(sg.Wants(Photo(2000))) << "another log's are waited for all the same";
  sg.AddAll(Photo(2000));
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_EQ(sg.heads->Get()->wanted->size(), base::limits::kWantedBlobsOfLog);
}

}  // namespace
}  // namespace lightship::ledger
