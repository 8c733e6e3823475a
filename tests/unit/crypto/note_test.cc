#include "node/crypto/note.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/support/vectors.h"

namespace lightship::crypto {
namespace {

using lightship::testing::Bytes;
using lightship::testing::Text;
using lightship::testing::Vectors;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const nlohmann::json& Vector() { return Vectors()["checkpoint"]; }

std::string GoldenNote() { return Text(Vector()["note"]); }
NoteKey LogKey() { return NoteKey::FromVkey(Text(Vector()["log_vkey"])).value(); }
NoteKey CosignerKey() { return NoteKey::FromVkey(Text(Vector()["cosigner_vkey"])).value(); }
PrivateKey SeedKey(const char* name) {
  return PrivateKey::FromEd25519Seed(Bytes(Vector()[name])).value();
}
absl::Time GoldenTime() { return absl::FromUnixSeconds(Vector()["timestamp"].get<int64_t>()); }

Note OneSignature(std::string text) {
  NoteSignature signature = SignNote(text, "example.org/log", SeedKey("log_seed")).value();
  return Note{std::move(text), {signature}};
}

void ExpectMalformed(absl::string_view note) {
  EXPECT_EQ(ParseNote(note).status().code(), absl::StatusCode::kInvalidArgument) << note;
}

TEST(NoteKey, IsWrittenAndReadAsInTheVectors) {
  NoteKey log{Text(Vector()["origin"]), NoteKeyType::kEd25519, SeedKey("log_seed").public_key()};
  EXPECT_EQ(log.vkey(), Text(Vector()["log_vkey"]));
  EXPECT_EQ(LogKey().vkey(), log.vkey());
  EXPECT_EQ(LogKey().id(), log.id());
  NoteKey cosigner{Text(Vector()["cosigner"]), NoteKeyType::kCosignatureV1,
                   SeedKey("cosigner_seed").public_key()};
  EXPECT_EQ(cosigner.vkey(), Text(Vector()["cosigner_vkey"]));
  EXPECT_EQ(CosignerKey().type, NoteKeyType::kCosignatureV1);
}

TEST(NoteKey, RefusesEveryChangedCharacter) {
  std::string vkey = Text(Vector()["log_vkey"]);
  for (size_t i = 0; i < vkey.size(); ++i) {
    std::string changed = vkey;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(NoteKey::FromVkey(changed).ok()) << changed;
    EXPECT_FALSE(NoteKey::FromVkey(vkey.substr(0, i)).ok());
  }
  EXPECT_FALSE(NoteKey::FromVkey(vkey + "=").ok());
}

TEST(Note, IsWrittenAsInTheVectors) {
  std::string text = Text(Vector()["text"]);
  Note note{text,
            {SignNote(text, Text(Vector()["origin"]), SeedKey("log_seed")).value(),
             CosignNote(text, Text(Vector()["cosigner"]), GoldenTime(), SeedKey("cosigner_seed"))
                 .value()}};
  EXPECT_EQ(note.ToString(), GoldenNote());
}

TEST(Note, OfTheVectorsIsReadAndVerified) {
  Note note = ParseNote(GoldenNote()).value();
  EXPECT_EQ(note.text, Text(Vector()["text"]));
  ASSERT_EQ(note.signatures.size(), 2u);
  EXPECT_EQ(note.signatures[1].name, Text(Vector()["cosigner"]));
  EXPECT_EQ(CosignatureTime(note.signatures[1]).value(), GoldenTime());
  EXPECT_EQ(note.ToString(), GoldenNote());
  EXPECT_THAT(VerifyNote(note, {LogKey(), CosignerKey()}).value(), ElementsAre(0, 1));
}

TEST(Note, PassesOverSignaturesOfUnknownKeys) {
  Note note = ParseNote(GoldenNote()).value();
  EXPECT_THAT(VerifyNote(note, {CosignerKey()}).value(), ElementsAre(0));
  EXPECT_THAT(VerifyNote(note, {}).value(), IsEmpty());
  NoteKey stranger{"example.org", NoteKeyType::kEd25519, SeedKey("log_seed").public_key()};
  EXPECT_THAT(VerifyNote(note, {stranger, LogKey()}).value(), ElementsAre(1));
}

// Every bit of every byte: it no longer parses, fails, or the signatures of both keys are no longer
// there.
TEST(Note, WithAnyBitChangedIsNoLongerSignedByBoth) {
  const std::vector<NoteKey> kKeys = {LogKey(), CosignerKey()};
  for (size_t bit = 0; bit < GoldenNote().size() * 8; ++bit) {
    std::string changed = GoldenNote();
    changed[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    absl::StatusOr<Note> note = ParseNote(changed);
    if (!note.ok()) continue;
    EXPECT_EQ(note->ToString(), changed);
    absl::StatusOr<std::vector<size_t>> signers = VerifyNote(*note, kKeys);
    EXPECT_TRUE(!signers.ok() || signers->size() < 2) << "byte " << bit / 8;
  }
}

TEST(VerifiedLines, SpareNoLineThatHasNotVerified) {
  auto verified = std::make_shared<VerifiedLines>();
  NoteKey log = LogKey();
  NoteKey cosigner = CosignerKey();
  NoteKey impostor{log.name, log.type, SeedKey("cosigner_seed").public_key()};
  log.verified = cosigner.verified = impostor.verified = verified;
  Note note = ParseNote(GoldenNote()).value();
  for (int i = 0; i < 2; ++i) EXPECT_THAT(VerifyNote(note, {log, cosigner}).value(), ElementsAre(0, 1));

  Note of_impostor = note;
  of_impostor.signatures[0].id = impostor.id();
  EXPECT_FALSE(VerifyNote(of_impostor, {impostor}).ok());
  for (int i = 0; i < 2; ++i) {
    Note other_text = note;
    other_text.text += "more\n";
    EXPECT_FALSE(VerifyNote(other_text, {log}).ok());
    Note shifted = note;
    shifted.text += shifted.signatures[0].signature.substr(0, 1);
    shifted.signatures[0].signature.erase(0, 1);
    EXPECT_FALSE(VerifyNote(shifted, {log}).ok());
    Note other_signature = note;
    other_signature.signatures[1].signature[20] ^= 1;
    EXPECT_FALSE(VerifyNote(other_signature, {cosigner}).ok());
  }
}

TEST(VerifiedLines, AreTheLastOnes) {
  VerifiedLines verified;
  const auto line = [](size_t n) { return Sha256(std::to_string(n)); };
  for (size_t n = 0; n < 2 * VerifiedLines::kMost + 3; ++n) verified.Add(line(n));
  for (size_t n = 0; n < 2 * VerifiedLines::kMost + 3; ++n) EXPECT_EQ(verified.Has(line(n)), n >= VerifiedLines::kMost + 3) << n;
}

TEST(Note, IsRefusedForOneBadSignatureOfAKnownKey) {
  Note note = ParseNote(GoldenNote()).value();
  note.signatures[1].signature[20] ^= 1;
  absl::Status status = VerifyNote(note, {LogKey(), CosignerKey()}).status();
  EXPECT_EQ(base::ReasonOf(status), base::reason::kBadSignature);
  EXPECT_THAT(VerifyNote(note, {LogKey()}).value(), ElementsAre(0));
  note.signatures.push_back(note.signatures[0]);
  note.signatures[2].signature[0] ^= 1;
  EXPECT_EQ(base::ReasonOf(VerifyNote(note, {LogKey()}).status()), base::reason::kBadSignature);
}

TEST(Note, CosignatureCoversItsTime) {
  Note note = ParseNote(GoldenNote()).value();
  note.signatures[1].signature[7] ^= 1;
  EXPECT_EQ(CosignatureTime(note.signatures[1]).value(), GoldenTime() + absl::Seconds(1));
  EXPECT_FALSE(VerifyNote(note, {CosignerKey()}).ok());
}

TEST(Note, CountsAKeyOnceHoweverOftenItSigned) {
  Note note = ParseNote(GoldenNote()).value();
  note.signatures.push_back(CosignNote(note.text, Text(Vector()["cosigner"]),
                                       GoldenTime() + absl::Hours(1), SeedKey("cosigner_seed"))
                                .value());
  EXPECT_THAT(VerifyNote(note, {CosignerKey()}).value(), ElementsAre(0));
}

TEST(Note, IsSplitAtItsLastEmptyLine) {
  Note note = OneSignature("first\n\nsecond\n\n\nthird\n");
  EXPECT_EQ(ParseNote(note.ToString()).value().text, note.text);
}

TEST(Note, SignatureLinesAreStrict) {
  std::string good = OneSignature("text\n").ToString();
  ASSERT_TRUE(ParseNote(good).ok());
  for (size_t size = 0; size < good.size(); ++size) ExpectMalformed(good.substr(0, size));
  ExpectMalformed(good + "\n");
  ExpectMalformed(good + "more\n");
  const std::string kBlob = base::Base64("1234signature");
  for (const std::string& line :
       {absl::StrCat("- name ", kBlob), absl::StrCat("\u2014name ", kBlob),
        absl::StrCat("\u2014  ", kBlob), absl::StrCat("\u2014 na+me ", kBlob),
        absl::StrCat("\u2014 na\u00a0me ", kBlob), absl::StrCat("\u2014 name  ", kBlob),
        absl::StrCat("\u2014 name ", kBlob, " "), absl::StrCat("\u2014 name ", kBlob, "\r"),
        absl::StrCat("\u2014 na me ", kBlob), std::string("\u2014 name"),
        std::string("\u2014 name "), absl::StrCat("\u2014 name ", base::Base64("1234"))}) {
    ExpectMalformed(absl::StrCat("text\n\n", line, "\n"));
  }
  EXPECT_TRUE(ParseNote(absl::StrCat("text\n\n\u2014 name ", kBlob, "\n")).ok());
}

TEST(Note, HasNoControlCharactersAndIsUtf8) {
  for (const char* text : {"a\tb\n", "a\rb\n", "a\x01\n", "\xff\n", "\xc0\xaf\n", "\xed\xa0\x80\n",
                           "\xf4\x90\x80\x80\n", "\xe2\x82\n", "\x80\n"}) {
    EXPECT_FALSE(SignNote(text, "name", SeedKey("log_seed")).ok());
    ExpectMalformed(absl::StrCat(text, "\n\u2014 name ", base::Base64("1234signature"), "\n"));
  }
  for (const char* text : {"\u00e9\n", "\u65e5\u672c\n", "\U0001f6a2\n", "\n"}) {
    EXPECT_TRUE(ParseNote(OneSignature(text).ToString()).ok()) << text;
  }
}

TEST(Note, HasLimits) {
  Note note = OneSignature("text\n");
  note.signatures.resize(base::limits::kNoteSignatures, note.signatures[0]);
  EXPECT_TRUE(ParseNote(note.ToString()).ok());
  note.signatures.push_back(note.signatures[0]);
  EXPECT_EQ(base::ReasonOf(ParseNote(note.ToString()).status()), base::reason::kTooLarge);
  Note large = OneSignature(std::string(base::limits::kNoteBytes, 'x') + "\n");
  EXPECT_EQ(base::ReasonOf(ParseNote(large.ToString()).status()), base::reason::kTooLarge);
}

TEST(SignNote, RefusesWhatNobodyCouldReadBack) {
  PrivateKey key = SeedKey("log_seed");
  EXPECT_FALSE(SignNote("no newline", "name", key).ok());
  EXPECT_FALSE(SignNote("text\n", "", key).ok());
  EXPECT_FALSE(SignNote("text\n", "two words", key).ok());
  EXPECT_FALSE(SignNote("text\n", "a+b", key).ok());
  EXPECT_FALSE(CosignNote("text\n", "name", absl::UnixEpoch() - absl::Seconds(1), key).ok());
  EXPECT_FALSE(CosignNote("text\n", "name", absl::InfiniteFuture(), key).ok());
  PrivateKey p256 = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  EXPECT_FALSE(SignNote("text\n", "name", p256).ok());
}

TEST(CosignatureTime, NeedsEightBytesWithinSixtyThreeBits) {
  EXPECT_FALSE(CosignatureTime({"n", {}, std::string(7, '\0')}).ok());
  EXPECT_FALSE(CosignatureTime({"n", {}, std::string(72, '\xff')}).ok());
}

}  // namespace
}  // namespace lightship::crypto
