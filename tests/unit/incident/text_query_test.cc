#include "node/incident/text_query.h"

#include <functional>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/claims.pb.h"
#include "node/base/status.h"
#include "node/incident/filter.h"
#include "node/incident/query.h"
#include "node/incident/stored_records.h"
#include "node/maritime/folded_words.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

bool Finds(absl::string_view query, absl::string_view text) {
  absl::StatusOr<TextQuery> parsed = TextQuery::Parse(query);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed->Matches(maritime::FoldedWords(text), "");
}

std::string ErrorOf(absl::string_view query) {
  absl::Status status = TextQuery::Parse(query).status();
  EXPECT_FALSE(status.ok()) << query;
  return status.ok() ? "" : base::ViolationsOf(status).front().description;
}

constexpr absl::string_view kAccount =
    "Four robbers armed with parangs and a Knife boarded the M/V Ocean Star. No injuries to crew.";

TEST(TextQuery, FindsWordsPhrasesAndBeginnings) {
  EXPECT_TRUE(Finds("knife", kAccount));
  EXPECT_FALSE(Finds("knif", kAccount));
  EXPECT_TRUE(Finds("knif*", kAccount));
  EXPECT_TRUE(Finds("robbers KNIFE", kAccount));
  EXPECT_FALSE(Finds("robbers gun", kAccount));
  EXPECT_TRUE(Finds("\"armed with parangs\"", kAccount));
  EXPECT_FALSE(Finds("\"parangs armed\"", kAccount));
  EXPECT_TRUE(Finds("\"with par*\"", kAccount));
  EXPECT_TRUE(Finds("m/v", kAccount));
  EXPECT_FALSE(Finds("v/m", kAccount));
}

TEST(TextQuery, JoinsWordsByAndOrNotAndGroups) {
  EXPECT_TRUE(Finds("robbers AND (gun OR parang*) NOT firearm", kAccount));
  EXPECT_FALSE(Finds("robbers NOT \"no injuries\"", kAccount));
  EXPECT_TRUE(Finds("gun OR knife", kAccount));
  EXPECT_TRUE(Finds("knife OR gun rifle", kAccount)) << "AND binds closer than OR";
  EXPECT_FALSE(Finds("(knife OR gun) rifle", kAccount));
  EXPECT_TRUE(Finds("NOT gun", kAccount));
  EXPECT_TRUE(Finds("knife -gun", kAccount));
  EXPECT_FALSE(Finds("robbers -knife", kAccount));
  EXPECT_TRUE(Finds("NOT NOT knife", kAccount));
  EXPECT_FALSE(Finds("knife and gun", kAccount)) << "in small letters it is a word, which stands";
}

TEST(TextQuery, ReadsSeveralLanguages) {
  EXPECT_TRUE(Finds("cote d'ivoire", "Côte d’Ivoire"));
  EXPECT_TRUE(Finds("CƯỚP biển", "cuop bien"));
  EXPECT_TRUE(Finds("пираты", "ПИРАТЫ на борту"));
  EXPECT_TRUE(Finds("海盗", "四名海盗登船"));
  EXPECT_FALSE(Finds("盗海", "四名海盗登船"));
  EXPECT_TRUE(Finds("สลัด", "โจรสลัดขึ้นเรือ"));
}

TEST(TextQuery, PointsAtWhatItCannotRead) {
  EXPECT_EQ(ErrorOf("knife AND"), "at character 10: a word, a phrase or \"(\" must follow");
  EXPECT_EQ(ErrorOf("OR knife"), "at character 1: a word, a phrase or \"(\" must follow");
  EXPECT_EQ(ErrorOf("(knife"), "at character 7: \")\" is missing");
  EXPECT_EQ(ErrorOf("knife) gun"), "at character 6: \")\" without \"(\"");
  EXPECT_EQ(ErrorOf("gun \"no inj"), "at character 5: the quotation mark is never closed");
  EXPECT_EQ(ErrorOf("gun ..."), "at character 5: no letter or figure to look for");
  EXPECT_EQ(ErrorOf("   "), "at character 4: a word, a phrase or \"(\" must follow");
  EXPECT_THAT(ErrorOf(std::string(1001, 'a')), HasSubstr("longer than 1000 bytes"));
  EXPECT_THAT(ErrorOf(std::string(17, '(') + "a" + std::string(17, ')')),
              HasSubstr("at character 17: more than 16 groups"));
  EXPECT_THAT(ErrorOf(absl::StrJoin(std::vector<std::string>(65, "a"), " ")),
              HasSubstr("more than 64 words"));
}

v1::IncidentFilter Asking(absl::string_view text) {
  v1::IncidentFilter filter;
  filter.set_text(std::string(text));
  return filter;
}

Statement Told(Logs& logs, absl::string_view account, absl::string_view audience = "") {
  v1::Narrative narrative;
  narrative.add_texts()->set_text(std::string(account));
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  v1::PartRef& part = *manifest.add_parts();
  part.set_name("narrative");
  part.set_audience(std::string(audience));
  return logs.Admit("SG", manifest,
                    {{"facts", Logs::Boarding().SerializeAsString()},
                     {"narrative", narrative.SerializeAsString()}});
}

TEST(TextSearch, LooksInPlacesNamesAccountsAndRemarks) {
  Logs logs;
  IndexedStore store;
  Statement founder = logs.Report("SG", Logs::Boarding(), Logs::Ship("M/V Ocean Star", 9074729));
  v1::Manifest remark = Logs::Draft(v1::STATEMENT_KIND_RESPONSE, 1);
  remark.set_subject(crypto::AsString(founder.id));
  v1::Response response;
  response.set_text("Patrol craft dispatched");
  store.Commit({founder, Told(logs, "Robbers with knives"),
                logs.Admit("MY", remark, {{"response", response.SerializeAsString()}})});
  auto total = [&](absl::string_view text) {
    return ListAll(*store.snapshot(), Asking(text)).total();
  };
  EXPECT_EQ(total("singapore strait"), 2u);
  EXPECT_EQ(total("\"ocean star\""), 1u);
  EXPECT_EQ(total("knives"), 1u);
  EXPECT_EQ(total("\"patrol craft\""), 1u);
  EXPECT_EQ(total("\"strait ocean\""), 0u) << "no phrase runs over the end of a field";
  EXPECT_EQ(total("NOT knives"), 1u);
  store.Reopen();
  EXPECT_EQ(total("knives"), 1u);
}

TEST(TextSearch, ForgetsWhatIsReplacedOrLost) {
  Logs logs;
  IndexedStore store;
  Statement told = Told(logs, "Robbers with knives");
  store.Commit({told});
  EXPECT_EQ(ListAll(*store.snapshot(), Asking("knives")).total(), 1u);
  Statement again = told;
  again.parts.clear();
  again.lost_parts = {"narrative"};
  store.Tell(again);
  EXPECT_EQ(ListAll(*store.snapshot(), Asking("knives")).total(), 0u);
  EXPECT_EQ(ListAll(*store.snapshot(), Asking("strait")).total(), 1u);
}

uint64_t Found(const TableSnapshot& snapshot, absl::string_view text) { return ListAll(snapshot, Asking(text)).total(); }

Statement WithoutNarrative(Statement told) {
  told.parts.clear();
  told.lost_parts = {"narrative"};
  return told;
}

TEST(TextSearch, ReadsTextsFromThePartsSinceNoRecordHasThem) {
  Logs logs;
  IndexedStore store;
  store.Commit({Told(logs, "Robbers with knives"), Told(logs, "Robbers with guns", "SG/patrol@1")});
  size_t records = 0;
  const auto has_none = [&](absl::string_view, absl::string_view record) {
    ++records;
    for (const char* word : {"ROBBERS", "obbers", "STRAIT"}) EXPECT_EQ(record.find(word), absl::string_view::npos);
    return true;
  };
  ASSERT_TRUE(store.store.Scan(store::Table::kIncidents, "", "", has_none).ok());
  EXPECT_EQ(records, 2u);
  store.Reopen();
  EXPECT_EQ(Found(*store.snapshot(), "\"robbers with\""), 2u);
  EXPECT_EQ(Found(*store.snapshot(), "robbers NOT knives"), 1u);
  EXPECT_EQ(Found(*store.snapshot(), "singapore NOT guns"), 2u) << "what is left out tells of no restricted text";
}

TEST(TextSearch, LooksInASnapshotsOwnTextsAfterAPartHasGone) {
  Logs logs;
  IndexedStore store;
  const Statement told = Told(logs, "Robbers with knives");
  store.Commit({told});
  store.Reopen();
  const auto before = store.snapshot();
  store.Tell(WithoutNarrative(told));
  EXPECT_EQ(Found(*before, "\"with knives\""), 1u);
  EXPECT_EQ(Found(*store.snapshot(), "knives"), 0u);
  store.Reopen();
  EXPECT_EQ(Found(*store.snapshot(), "knives"), 0u);
}

// Records of which a part goes while its text is about to be read.
class LosesAPart final : public Records {
 public:
  LosesAPart(IndexedStore* store, Statement told) : store_(store), told_(std::move(told)), records_(&store->store) {}
  absl::StatusOr<std::string> Read(const crypto::Digest& incident) const override { return records_.Read(incident); }
  absl::StatusOr<IncidentDocument> ReadTexts(const crypto::Digest& incident,
                                             absl::Span<const StatementRef> statements) const override {
    store_->Tell(WithoutNarrative(told_));
    return records_.ReadTexts(incident, statements);
  }

 private:
  IndexedStore* const store_;
  const Statement told_;
  const StoredRecords records_;
};

TEST(TextSearch, LooksInASnapshotsOwnTextsWhenAPartGoesMeanwhile) {
  Logs logs;
  IndexedStore store;
  const Statement told = Told(logs, "Robbers with knives");
  store.Commit({told});
  store.Reopen();
  const auto before = store.snapshot();
  const LosesAPart records(&store, told);
  EXPECT_THAT(TextsOf(*before->Find(told.id), &records).value()->open, HasSubstr("KNIVES"));
  EXPECT_THAT(TextsOf(*store.snapshot()->Find(told.id), &records).value()->open, Not(HasSubstr("KNIVES")));
}

TEST(TextSearch, FindsAndForgetsTheTextsOfAllThatAreToldAsOne) {
  Logs logs;
  IndexedStore store;
  const Statement first = Told(logs, "Robbers with knives"), second = Told(logs, "Robbers in a skiff");
  store.Commit({first, second, logs.Compare("SG", first, second, v1::CORRELATION_VERDICT_SAME_INCIDENT)});
  store.Reopen();
  EXPECT_EQ(Found(*store.snapshot(), "knives skiff"), 1u);
  const auto before = store.snapshot();
  store.Tell(WithoutNarrative(second));
  EXPECT_EQ(Found(*store.snapshot(), "knives"), 1u);
  EXPECT_EQ(Found(*store.snapshot(), "skiff"), 0u);
  EXPECT_EQ(Found(*before, "\"a skiff\""), 1u);
}

TEST(TextSearch, FindsInATableOfThePastWhatItsRowsName) {
  Logs logs;
  IndexedStore store;
  const Statement first = Told(logs, "Robbers with knives"), second = Told(logs, "Robbers in a skiff");
  const Statement third = Told(logs, "Robbers on the poop deck", "SG/patrol@1");
  const Statement later = Told(logs, "Robbers in the paint room", "SG/patrol@1");
  store.Commit({first, second, logs.Compare("SG", first, second, v1::CORRELATION_VERDICT_SAME_INCIDENT), third,
                Without(later, "narrative")});
  v1::IncidentFilter at;
  *at.mutable_known_at() = statement::ToTimestamp(Hour(9999));
  const auto past = *store.index->SnapshotFor(at, "officer");
  store.Commit({later});
  EXPECT_EQ(Found(*past, "knives skiff"), 1u);
  EXPECT_EQ(Found(*past, "\"poop deck\""), 1u);
  EXPECT_EQ(Found(*past, "paint"), 0u) << "no audit record would name the part";
  EXPECT_EQ(Found(*store.snapshot(), "paint"), 1u);
}

TEST(TextSearch, TellsWhichRestrictedPartsAMatchDrewOn) {
  Logs logs;
  IndexedStore store;
  store.Commit({Told(logs, "Robbers with knives", "SG/patrol@1")});
  auto reads = [&](absl::string_view text) {
    v1::ListIncidentsRequest request;
    *request.mutable_filter() = Asking(text);
    const std::vector<v1::AuditedRead> reads = List(*store.snapshot(), request)->reads;
    std::vector<std::string> names;
    for (const v1::AuditedRead& read : reads) {
      names.insert(names.end(), read.part_names().begin(), read.part_names().end());
    }
    return names;
  };
  EXPECT_THAT(reads("knives"), ElementsAre("narrative"));
  EXPECT_THAT(reads("strait"), ElementsAre());
  EXPECT_THAT(reads("strait knives"), ElementsAre("narrative"));
  EXPECT_THAT(reads("gun"), ElementsAre());
}

TEST(TextSearch, FindsInATableOfThePastWhateverOrderThePartsCameIn) {
  Logs logs;
  IndexedStore store;
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  for (const char* name : {"narrative", "vessel"}) {
    v1::PartRef& part = *manifest.add_parts();
    part.set_name(name);
    part.set_audience("SG/patrol@1");
  }
  v1::Narrative narrative;
  narrative.add_texts()->set_text("Robbers with knives");
  Statement told = logs.Admit("SG", manifest,
                              {{"facts", Logs::Boarding().SerializeAsString()},
                               {"vessel", Logs::Ship("Ocean Star", 9074729).SerializeAsString()},
                               {"narrative", narrative.SerializeAsString()}});
  std::reverse(told.parts.begin(), told.parts.end());
  store.Commit({told});
  v1::IncidentFilter at;
  *at.mutable_known_at() = statement::ToTimestamp(Hour(9999));
  const auto past = *store.index->SnapshotFor(at, "officer");
  EXPECT_EQ(Found(*past, "knives ocean"), 1u);
  // One of them goes, and the other is found all the same.
  store.Tell(WithoutNarrative(told));
  EXPECT_EQ(Found(*past, "\"ocean star\""), 1u);
}

TEST(TextSearch, TellsWhichRestrictedPartsATableOfThePastWasMadeOf) {
  Logs logs;
  IndexedStore store;
  const Statement first = Told(logs, "Robbers with knives");
  const Statement late = Told(logs, "Robbers in the paint room", "SG/patrol@1");
  store.Commit({first, Without(late, "narrative"), logs.Compare("SG", first, late, v1::CORRELATION_VERDICT_SAME_INCIDENT)});
  store::WriteBatch batch;
  PutEntry(late, batch);  // it comes while the table is made: its record does not name it yet
  ASSERT_TRUE(store.store.Write(batch).ok());
  v1::IncidentFilter at;
  *at.mutable_known_at() = statement::ToTimestamp(Hour(9999));
  v1::ListIncidentsRequest request;
  *request.mutable_filter() = Asking("paint");
  const Page page = List(**store.index->SnapshotFor(at, "officer"), request).value();
  EXPECT_EQ(page.total, 1u);
  ASSERT_EQ(page.reads.size(), 1u);
  EXPECT_THAT(page.reads[0].part_names(), ElementsAre("narrative"));
}

TEST(TextSearch, RemembersBeginningsInAsManyRegionsAsThreadsMayBeIn) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding())});
  const Chunk& chunk = store.snapshot()->chunk(0);
  const Words& words = *chunk.text_index->Of(chunk).value();
  std::vector<std::shared_ptr<RegionText>> regions(Beginning::kRegions + 1);
  std::vector<std::shared_ptr<const Beginning::OfChunks>> rows;
  const Beginning beginning;
  for (auto& region : regions) rows.push_back(beginning.OfRegion(region = std::make_shared<RegionText>(), words, "S"));
  for (size_t i = 1; i < regions.size(); ++i) EXPECT_EQ(beginning.OfRegion(regions[i], words, "S"), rows[i]);
  EXPECT_NE(beginning.OfRegion(regions[0], words, "S"), rows[0]) << "it was asked for first";
}

TEST(TextSearch, LeavesNothingOutForARestrictedText) {
  Logs logs;
  IndexedStore store;
  store.Commit({Told(logs, "Robbers with knives", "SG/patrol@1"), Told(logs, "Robbers with knives")});
  EXPECT_EQ(ListAll(*store.snapshot(), Asking("singapore NOT knives")).total(), 1u);
  EXPECT_EQ(ListAll(*store.snapshot(), Asking("singapore NOT \"with knives\"")).total(), 1u);
  EXPECT_EQ(ListAll(*store.snapshot(), Asking("knives")).total(), 2u);
}

TEST(TextSearch, TellsThatAShipWasFoundInARestrictedPart) {
  Logs logs;
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  v1::PartRef& part = *manifest.add_parts();
  part.set_name("vessel");
  part.set_audience("SG/patrol@1");
  IndexedStore store;
  store.Commit({logs.Admit("SG", manifest,
                           {{"vessel", Logs::Ship("Ocean Star", 9074729).SerializeAsString()}})});
  v1::ListIncidentsRequest request;
  Page page = List(*store.snapshot(), request).value();
  EXPECT_EQ(page.total, 1u);
  EXPECT_EQ(page.reads.size(), 1u) << "what the summary shows";
  request.mutable_filter()->set_imo_number(9074729);
  page = List(*store.snapshot(), request).value();
  EXPECT_EQ(page.total, 1u);
  ASSERT_EQ(page.reads.size(), 2u);
  EXPECT_THAT(page.reads[0].part_names(), ElementsAre("vessel"));
}

// Texts of few words, so that phrases and their parts meet by chance; the index against the plain reading of each text.
TEST(TextSearch, AgreesWithReadingEachTextOnRandomOnes) {
  std::mt19937 random(11);
  auto upto = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  const std::vector<std::string> words = {"knife", "knives", "gun", "crew", "robbers", "boat"};
  Logs logs;
  std::vector<Statement> statements;
  std::vector<std::string> texts;
  for (int i = 0; i < 700; ++i) {
    std::string text;
    for (int n = upto(6); n >= 0; --n) absl::StrAppend(&text, words[upto(5)], " ");
    texts.push_back(text);
    statements.push_back(Told(logs, text));
  }
  IndexedStore store;
  store.Commit(statements);
  std::function<std::string(int)> make = [&](int depth) -> std::string {
    const int kind = depth == 0 ? upto(2) : upto(5);
    if (kind == 0) return words[upto(5)];
    if (kind == 1) return words[upto(5)].substr(0, 3) + "*";
    if (kind == 2) return absl::StrCat("\"", words[upto(5)], " ", words[upto(5)], "\"");
    if (kind == 3) return absl::StrCat("NOT (", make(depth - 1), ")");
    return absl::StrCat("(", make(depth - 1), kind == 4 ? " AND " : " OR ", make(depth - 1), ")");
  };
  for (int round = 0; round < 200; ++round) {
    const std::string text = make(2);
    const TextQuery query = *TextQuery::Parse(text);
    uint64_t expected = 0;
    for (const std::string& one : texts) {
      expected += query.Matches(maritime::FoldedWords(one), "") ? 1 : 0;
    }
    ASSERT_EQ(ListAll(*store.snapshot(), Asking(text)).total(), expected) << text;
  }
}

}  // namespace
}  // namespace lightship::incident
