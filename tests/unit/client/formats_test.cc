#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/formats/csv.h"
#include "client/formats/decode.h"
#include "client/formats/holders.h"
#include "client/formats/incident_page.h"
#include "client/formats/incident_table.h"
#include "client/formats/json.h"
#include "client/formats/message_marks.h"
#include "client/formats/report_echo.h"
#include "client/formats/report_file.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"
#include "client/formats/times.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/log.pb.h"
#include "node/maritime/position.h"
#include "node/maritime/vessel.h"

namespace lightship::formats {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SafeText, LeavesNothingThatDrivesATerminal) {
  EXPECT_EQ(SafeLine("a\x1b[31mb\x07"), "a\uFFFD[31mb\uFFFD");
  EXPECT_EQ(SafeLine("c\xC2\x9B""2J"), "c\uFFFD2J") << "C1 control sequence introducer";
  EXPECT_EQ(SafeLine("a\u202Eb"), "a\uFFFDb") << "right-to-left override";
  EXPECT_EQ(SafeLine("SG/\u200B1\u00AD2\u2060"), "SG/\uFFFD1\uFFFD2\uFFFD") << "not seen at all";
  EXPECT_EQ(SafeLine("می\u200Cخواهم"), "می\u200Cخواهم") << "a joiner that Persian needs";
  EXPECT_EQ(SafeLine("bad \xC0\x9B byte"), "bad \uFFFD\uFFFD byte") << "overlong form";
  EXPECT_EQ(SafeLine("two\nlines\tand"), "two lines and");
  EXPECT_EQ(SafeText("two\r\nlines"), "two\nlines");
  EXPECT_EQ(SafeLine("Čsl. 船 é"), "Čsl. 船 é");
}

TEST(SafeText, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("é"), 1u);
  EXPECT_EQ(DisplayWidth("船"), 2u);
  EXPECT_EQ(FitTo("Batu Ampar", 5), "Batu…");
  EXPECT_EQ(FitTo("船船船", 4), "船…");
  EXPECT_EQ(FitTo("short", 5), "short");
}

TEST(SafeText, WrapsBetweenWords) {
  EXPECT_EQ(Wrap("one two three four", 12, 2), "  one two\n  three four\n");
}

TEST(Csv, ReadsQuotesLineBreaksAndCountsPhysicalLines) {
  CsvReader reader("\xEF\xBB\xBFh1,h2\n\"a \"\"b\"\"\nc\",d\r\n\ne,\n");
  CsvRecord record;
  ASSERT_TRUE(reader.Next(record));
  EXPECT_THAT(record.fields, ElementsAre("h1", "h2"));
  ASSERT_TRUE(reader.Next(record));
  EXPECT_THAT(record.fields, ElementsAre("a \"b\"\nc", "d"));
  EXPECT_EQ(record.line, 2u);
  EXPECT_EQ(record.number, 1u);
  ASSERT_TRUE(reader.Next(record));
  EXPECT_THAT(record.fields, ElementsAre("e", ""));
  EXPECT_EQ(record.line, 5u);
  EXPECT_FALSE(reader.Next(record));
}

TEST(Csv, NoticesAQuoteThatIsNeverClosed) {
  // The second line's quote is closed by the fourth's, and the sixth's never.
  CsvReader reader("a,b\n1,\"2\n3,4\n5,\"6\"\n7,8\n9,\"0\n");
  CsvRecord record;
  std::vector<size_t> good, broken;
  while (reader.Next(record)) (record.broken ? broken : good).push_back(record.line);
  EXPECT_THAT(good, ElementsAre(1, 3, 4, 5));
  EXPECT_THAT(broken, ElementsAre(2, 6));
}

TEST(Csv, ReadsSemicolonsAndTabsAndPassesOverEmptyRecords) {
  for (char sign : {';', '\t'}) {
    const std::string text = absl::StrReplaceAll("a|b\n|\n\"1|2\"|3,4\n", {{"|", std::string(1, sign)}});
    CsvReader reader(text);
    CsvRecord record;
    ASSERT_TRUE(reader.Next(record) && reader.Next(record));
    EXPECT_THAT(record.fields, ElementsAre(absl::StrCat("1", std::string(1, sign), "2"), "3,4"));
    EXPECT_EQ(record.number, 1u);
    EXPECT_EQ(record.line, 3u);
    EXPECT_FALSE(reader.Next(record));
  }
}

TEST(Decode, ReadsWhatSpreadsheetsWrite) {
  EXPECT_EQ(Decode("\xEF\xBB\xBF""caf\xC3\xA9").text, "café");
  EXPECT_EQ(Decode(absl::string_view("\xFF\xFE""c\0\xE9\0\x3D\xD8\xA2\xDE", 10)).text, "cé🚢");
  EXPECT_EQ(Decode(absl::string_view("\0c\0\xE9", 4)).text, "cé");
  EXPECT_FALSE(Decode("café").guessed);
  const Decoded guessed = Decode("\x93""caf\xE9\x94 \x81");
  EXPECT_TRUE(guessed.guessed);
  EXPECT_EQ(guessed.text, "“café” \uFFFD");
}

TEST(MessageMarks, AreKnownFromWordsOfAccounts) {
  for (const char* text : {"EXERCISE EXERCISE EXERCISE\nShip's name: X", "*** EXERCISE *** EXERCISE ***",
                           "a\n[EXERCISE] Men boarded", "> Subject: EXERCISE - SEA GUARD", "This is an exercise.",
                           "[EXERCISE, RETRACTED] Men"}) {
    EXPECT_EQ(MarksOf(text).status, v1::EXERCISE_STATUS_EXERCISE) << text;
  }
  EXPECT_EQ(MarksOf("[TEST] x").status, v1::EXERCISE_STATUS_TEST);
  EXPECT_EQ(MarksOf("a\n*** System *** x").status, v1::EXERCISE_STATUS_SYSTEM);
  EXPECT_EQ(MarksOf("[draft]").status, v1::EXERCISE_STATUS_DRAFT);
  EXPECT_EQ(MarksOf("For drill\nDRILL/ x").status, v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_TRUE(MarksOf("[RETRACTED] Men").taken_back);
  for (const char* text : {"Crew on a fire exercise saw them", "EXERCISE CAUTION WHEN TRANSITING", "TEST VESSEL 7",
                           "[boat] 4 men"}) {
    EXPECT_EQ(MarksOf(text).status, v1::EXERCISE_STATUS_UNSPECIFIED) << text;
  }
  EXPECT_EQ(MarksOf("Incident SG/1, TLP:amber+strict").tlp, v1::TLP_AMBER_STRICT);
}

TEST(Csv, DisarmsFormulasButNotNumbers) {
  EXPECT_EQ(CsvLine({"=HYPERLINK(\"x\")", "-1.5", "+65 6324", "@SUM(A1)", "a,b", "-2+3"}),
            "\"'=HYPERLINK(\"\"x\"\")\",-1.5,'+65 6324,'@SUM(A1),\"a,b\",'-2+3\n");
  EXPECT_EQ(CsvLine({"\t=1", "\x1b]0;x\x07"}), "\"'\t'=1\",\"\uFFFD]0;x\uFFFD\"\n");
}

TEST(Csv, DisarmsFormulasWhereASpreadsheetThatPartsAtSemicolonsWouldBeginAField) {
  EXPECT_EQ(CsvLine({"a", "x;=1+1; \"-2+3\";-5\n@SUM(A1)"}), "a,\"x;'=1+1; \"\"'-2+3\"\";-5\n'@SUM(A1)\"\n");
}

TEST(Table, CutsTheWidestColumnThatMayBeCut) {
  Table table({{"ID"}, {"PLACE", 6}, {"N", 0, true}});
  table.Add({"SG/1", "A very long place name", "7"});
  EXPECT_EQ(table.Render(80), "ID    PLACE                   N\nSG/1  A very long place name  7\n");
  EXPECT_EQ(table.Render(20), "ID    PLACE        N\nSG/1  A very lon…  7\n");
  EXPECT_EQ(table.Render(1), "ID    PLACE   N\nSG/1  A ver…  7\n");
}

TEST(Table, MakesCellsSafe) {
  Table table({{"X"}});
  table.Add({"\x1b[2J"});
  EXPECT_THAT(table.Render(80), Not(HasSubstr("\x1b")));
}

TEST(Json, ThatNestsWithoutEndIsRefusedAtOnce) {
  v1::IncidentSummary message;
  EXPECT_FALSE(FromJson(std::string(3'000'000, '['), message).ok());
  // Strings between single quotes, which protobuf's reader takes, hide no brackets behind a double one.
  EXPECT_FALSE(FromJson("{\"place_text\":'\"',\"x\":" + std::string(3'000'000, '['), message).ok());
  EXPECT_TRUE(FromJson("{\"place_text\":\"" + std::string(100, '[') + "\\\"{\"}", message).ok());
}

TEST(Json, HoldsNoRawControlCharacters) {
  v1::IncidentSummary incident;
  incident.set_place_text("a\x1b\xC2\x9B\n\x7F");
  std::string json = JsonLine(incident);
  EXPECT_EQ(json.find_first_of("\x1b\xC2\x7F"), std::string::npos) << json;
  EXPECT_EQ(json.find('\n'), json.size() - 1);
  v1::IncidentSummary back;
  ASSERT_TRUE(FromJson(json, back).ok());
  EXPECT_EQ(back.place_text(), incident.place_text());
}

TEST(ReportFile, NamesTheMemberThatIsWrong) {
  auto file = ReadReportFile(R"({"facts": {"act_stage": "ACT_STAGE_BOARDED"}, "narrative":
      {"texts": [{"language": "en", "text": "x"}]}})");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->facts.act_stage(), v1::ACT_STAGE_BOARDED);
  EXPECT_TRUE(file->narrative.has_value());
  EXPECT_FALSE(file->vessel.has_value());
  EXPECT_THAT(ReadReportFile(R"({"facts": {"nonsense": 1}})").status().message(),
              HasSubstr("facts: "));
  EXPECT_THAT(ReadReportFile(R"({"fact": {}})").status().message(), HasSubstr("\"fact\""));
  EXPECT_THAT(ReadReportFile("{}").status().message(), HasSubstr("\"facts\" is missing"));
}

TEST(ReportEcho, ShowsAPositionInTwoNotations) {
  for (const char* text : {"01:15.25N – 104:02.41E", "1° 15.25' N 104° 02.41' E", "0115.25N 10402.41E"}) {
    EXPECT_THAT(PositionEcho(*maritime::ParsePosition(text)),
                HasSubstr("01°15.25'N 104°02.41'E = 1.2541667, 104.0401667 (NAVAREA XI, within "))
        << text;
  }
  EXPECT_EQ(PositionEcho(*maritime::ParsePosition("Kabil Port, Batam")), "Kabil Port, Batam");
}

TEST(ReportEcho, PointsOutWhatIsDoubtful) {
  v1::Facts facts;
  *facts.mutable_position() = *maritime::ParsePosition("01:15.25N 104:02.41E");
  facts.add_ships();
  v1::VesselDetails vessel;
  maritime::SetImoNumber("9074728", vessel.add_victims());
  EXPECT_THAT(ReportEcho(facts, vessel),
              AllOf(HasSubstr("decimal minutes, not seconds"), HasSubstr("CHECK DIGIT WRONG")));
  maritime::SetImoNumber("9074729", vessel.mutable_victims(0));
  EXPECT_THAT(ReportEcho(facts, vessel), HasSubstr("9074729, check digit right"));
}

TEST(Times, ReadsDatesAndInstantsOnly) {
  EXPECT_EQ(TimeText(*TimeFromText("2026-03-14")), "2026-03-14 00:00Z");
  EXPECT_EQ(TimeText(*TimeFromText("2026-03-14T09:26Z")), "2026-03-14 09:26Z");
  EXPECT_FALSE(TimeFromText("14/3/2026").ok());
}

TEST(Holders, NamesThoseStillWaitedFor) {
  v1::Receipt receipt;
  for (const char* code : {"SG", "ID"}) receipt.add_holders(code);
  for (const char* code : {"SG", "ID", "PH"}) receipt.add_audience(code);
  EXPECT_EQ(HoldersText(receipt.holders(), receipt.audience()),
            "held by 2 of 3: SG ID; waiting for PH");
  receipt.add_holders("PH");
  EXPECT_EQ(HoldersText(receipt.holders(), receipt.audience()), "held by 3 of 3: SG ID PH");
}

TEST(IncidentTable, TellsWithheldFromUnknown) {
  v1::IncidentSummary incident;
  EXPECT_EQ(VesselText(incident), "");
  incident.set_vessel_withheld("SG/straits-patrol@3");
  EXPECT_EQ(VesselText(incident), "withheld (SG/straits-patrol@3)");
  incident.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_THAT(IncidentLine(incident), HasSubstr("[EXERCISE]"));
}

TEST(IncidentPage, PutsReportsSideBySide) {
  v1::GetIncidentResponse incident;
  for (const char* address : {"SG/1", "ID/4"}) {
    v1::IncidentStatement* statement = incident.add_statements();
    statement->set_address(address);
    statement->mutable_manifest()->set_kind(v1::STATEMENT_KIND_REPORT);
    statement->mutable_facts()->set_place_text(std::string("place of ") + address);
    statement->add_holders("SG");
  }
  v1::WithheldPart* withheld = incident.mutable_statements(1)->add_withheld();
  withheld->set_name("vessel");
  withheld->set_audience("ID/near@2");
  std::string page = IncidentPage(incident, 100);
  EXPECT_THAT(page, ::testing::ContainsRegex("place of SG/1 +place of ID/4"));
  EXPECT_THAT(page, HasSubstr("withheld (ID/near@2)"));
  EXPECT_THAT(page, HasSubstr("held by 1 of 1: SG"));
}

v1::GetIncidentResponse IncidentOf(size_t reports) {
  v1::GetIncidentResponse incident;
  for (size_t i = 1; i <= reports; ++i) {
    v1::IncidentStatement* statement = incident.add_statements();
    statement->set_statement_id(std::string(32, static_cast<char>(i)));
    statement->set_address(absl::StrCat("SG/", i));
    statement->mutable_manifest()->set_kind(v1::STATEMENT_KIND_REPORT);
    statement->mutable_facts()->set_place_text(absl::StrCat("place ", i, "."));
  }
  return incident;
}

TEST(IncidentPage, SetsReportsThatDoNotFitBesideEachOtherBelow) {
  for (size_t columns : {0, 11, 80, 120}) {
    const std::string page = IncidentPage(IncidentOf(70), columns);
    for (int i = 1; i <= 70; ++i) EXPECT_THAT(page, HasSubstr(absl::StrCat("place ", i, ".")));
  }
  EXPECT_THAT(IncidentPage(IncidentOf(3), 80), ::testing::ContainsRegex("place 1. +place 2. *\n"));
  EXPECT_THAT(IncidentPage(IncidentOf(3), 80), Not(::testing::ContainsRegex("place 2. +place 3.")));
}

TEST(IncidentPage, SaysWhatAWithdrawalActsOnAndMarksWhatWasTakenBack) {
  v1::GetIncidentResponse incident = IncidentOf(3);
  incident.mutable_statements(0)->set_superseded(true);
  incident.mutable_statements(0)->mutable_narrative()->add_texts()->set_text("As first told");
  incident.mutable_statements(1)->set_retracted(true);
  incident.mutable_statements(1)->mutable_manifest()->add_supersedes(std::string(32, '\1'));
  v1::IncidentStatement* withdrawal = incident.add_statements();
  withdrawal->mutable_withdrawal()->set_target(std::string(32, '\2'));
  withdrawal->mutable_withdrawal()->mutable_retract();
  v1::IncidentStatement* claim = incident.add_statements();
  claim->set_retracted(true);
  claim->mutable_assertion()->mutable_classification()->set_value("4");
  const std::string page = IncidentPage(incident, 80);
  EXPECT_THAT(page, HasSubstr("retracts SG/2: "));
  EXPECT_THAT(page, HasSubstr("amends SG/1, RETRACTED"));
  EXPECT_THAT(page, ::testing::ContainsRegex("classification .*4, RETRACTED"));
  EXPECT_THAT(page, ::testing::ContainsRegex("SG/1 \\(.*\\), replaced:\n +As first told"));
}

}  // namespace
}  // namespace lightship::formats
