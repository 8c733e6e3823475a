#include "client/formats/armor.h"

#include <algorithm>
#include <functional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"
#include "tests/support/sample.h"

namespace lightship::formats {
namespace {

namespace limits = base::limits;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const v1::SignedStatement& Alert() {
  static const v1::SignedStatement statement =
      lightship::testing::SampleReport(lightship::testing::TestEconomy::Of("SG"));
  return statement;
}

const std::string& Text() {
  static const std::string text = Armor(Alert()).value();
  return text;
}

void ExpectFound(const std::string& mail, absl::string_view how) {
  std::vector<ArmoredBlock> blocks = FindArmored(mail);
  ASSERT_THAT(blocks, SizeIs(1)) << how;
  ASSERT_TRUE(blocks[0].statement.ok()) << how << ": " << blocks[0].statement.status();
  EXPECT_EQ(blocks[0].statement->SerializeAsString(), Alert().SerializeAsString()) << how;
}

// The text as a narrow program would break it, with `mark` before each line.
std::string Wrapped(absl::string_view text, size_t width, absl::string_view mark = "") {
  std::string wrapped;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    do {
      absl::StrAppend(&wrapped, mark, line.substr(0, width), "\n");
      line.remove_prefix(std::min(width, line.size()));
    } while (!line.empty());
  }
  return wrapped;
}

// As one line, broken anew.
std::string Refilled(absl::string_view text, size_t width) {
  return Wrapped(absl::StrReplaceAll(text, {{"\n", " "}}), width);
}

TEST(Armor, IsShortAndMadeOfWhatTelexHas) {
  EXPECT_LE(PrintableChars(Text()), limits::kArmorChars);
  RecordProperty("characters", static_cast<int>(PrintableChars(Text())));
  for (absl::string_view line : absl::StrSplit(Text(), '\n')) EXPECT_LE(line.size(), 60u);
  EXPECT_TRUE(std::all_of(Text().begin(), Text().end(), [](char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == ' ' || c == '\n';
  })) << Text();
}

TEST(Armor, GivesBackTheVeryBytesThatWereSigned) { ExpectFound(Text(), "as it is"); }

TEST(Armor, SurvivesEveryWrapping) {
  for (size_t width = 20; width <= 100; ++width) {
    ExpectFound(Wrapped(Text(), width), absl::StrCat("wrapped at ", width));
    ExpectFound(Refilled(Text(), width), absl::StrCat("filled anew at ", width));
    ExpectFound(Wrapped(Text(), width, "> "), absl::StrCat("quoted, wrapped at ", width));
    ExpectFound(Refilled(Wrapped(Text(), 60, ">> "), width), absl::StrCat("quoted, then filled at ", width));
  }
}

TEST(Armor, SurvivesQuoting) {
  for (absl::string_view mark : {"> ", ">", ">> ", "> > ", "| ", "AB> ", "  > ", "jd>> ", "\t", ">> AB> "}) {
    ExpectFound("Dear desk,\n\n" + Wrapped(Text(), 72, mark) + "\n-- \nThe bridge\n", mark);
  }
}

TEST(Armor, SurvivesMailEncodingsAndTelex) {
  ExpectFound(absl::StrReplaceAll(Text(), {{"\n", "\r\n"}}), "CRLF");
  ExpectFound(absl::StrReplaceAll(Text(), {{"\n", "\r\r\n"}}), "double CR");
  ExpectFound(absl::StrReplaceAll(Text(), {{"\n", "\r"}}), "CR alone");
  ExpectFound("\xef\xbb\xbf" + Text(), "BOM");
  ExpectFound(absl::StrReplaceAll(Text(), {{" ", "\xc2\xa0"}}), "no-break spaces");
  ExpectFound(absl::StrReplaceAll(Text(), {{"\n", "=20\r\n"}}), "spaces at line ends, encoded");
  ExpectFound(absl::StrReplaceAll(Wrapped(Text(), 40), {{"\n", "=\r\n"}}), "soft line breaks");
  ExpectFound("a=3Db\n" + Text() + "caf=C3=A9 =", "encoded text around it");
  ExpectFound(absl::AsciiStrToLower(Text()), "lower case");
  ExpectFound("ZCZC 123\nLIGHTSHIP ALERTS ARE URGENT\n" + Text() + "NNNN\n", "telex frame");
}

TEST(Armor, FindsEveryBlockOfAMail) {
  std::vector<ArmoredBlock> blocks = FindArmored("Again:\n" + Text() + "\n" + Wrapped(Text(), 33, "> "));
  ASSERT_THAT(blocks, SizeIs(2));
  EXPECT_EQ(blocks[0].line, 2u);
  EXPECT_TRUE(blocks[0].statement.ok() && blocks[1].statement.ok());
  EXPECT_THAT(FindArmored("No alert today.\n"), SizeIs(0));
}

TEST(Armor, OneChangedCharacterIsRefusedOrWithoutEffect) {
  const std::string honest = Alert().SerializeAsString();
  size_t refused = 0;
  for (size_t at = 0; at < Text().size(); ++at) {
    for (char other : {'A', 'Q', '7', '1', 'x', '>', '=', '\n', ' ', '\xff'}) {
      std::string text = Text();
      if (text[at] == other) continue;
      text[at] = other;
      std::vector<ArmoredBlock> blocks = FindArmored(text);
      for (const ArmoredBlock& block : blocks) {
        if (!block.statement.ok()) {
          ++refused;
        } else {
          EXPECT_EQ(block.statement->SerializeAsString(), honest) << at << " " << other;
        }
      }
    }
  }
  EXPECT_GT(refused, Text().size() * 8);
}

TEST(Armor, WhatIsCutShortIsRefusedAtEveryPlace) {
  const size_t whole = Text().rfind("END") + 3;
  for (size_t size = 0; size < whole; ++size) {
    for (const ArmoredBlock& block : FindArmored(Text().substr(0, size))) {
      EXPECT_FALSE(block.statement.ok()) << size;
    }
  }
}

TEST(Armor, SaysWhatIsWrongAndWhere) {
  auto refusal = [](const std::string& text) {
    std::vector<ArmoredBlock> blocks = FindArmored(text);
    return blocks.empty() ? absl::OkStatus() : blocks[0].statement.status();
  };
  std::vector<std::string> lines = absl::StrSplit(Text(), '\n');
  auto with = [&](size_t line, const std::function<void(std::string&)>& change) {
    std::vector<std::string> changed = lines;
    change(changed[line - 1]);
    return "To the desk\n" + absl::StrJoin(changed, "\n");
  };
  absl::Status status = refusal(with(3, [](std::string& line) { line[7] = '8'; }));
  EXPECT_EQ(base::ReasonOf(status), base::reason::kMalformed);
  EXPECT_EQ(status.message(), "line 4: \"8\" is none of A-Z and 2-7");
  status = refusal(with(3, [](std::string& line) { line[7] = line[7] == 'A' ? 'B' : 'A'; }));
  EXPECT_THAT(std::string(status.message()), HasSubstr("line 2: the check value is wrong"));
  status = refusal(with(3, [](std::string& line) { line.erase(7, 1); }));
  EXPECT_THAT(std::string(status.message()), HasSubstr("some were lost or added"));
  status = refusal(with(lines.size() - 1, [](std::string& line) { line.clear(); }));
  EXPECT_THAT(std::string(status.message()), HasSubstr("line 2: no END follows"));
  status = refusal(with(1, [](std::string& line) { line = "LIGHTSHIP ALERT 2 BEGIN"; }));
  EXPECT_EQ(base::ReasonOf(status), base::reason::kUnsupportedVersion);
  status = refusal(lines[lines.size() - 2]);
  EXPECT_THAT(std::string(status.message()), HasSubstr("END without a BEGIN"));
}

TEST(Armor, RefusesWhatIsTooLongAndSaysWhatToShorten) {
  const lightship::testing::TestEconomy& economy = lightship::testing::TestEconomy::Of("SG");
  v1::Narrative narrative;
  narrative.add_texts()->set_text(std::string(900, 'x'));
  v1::SignedStatement statement = lightship::testing::SealBy(
      {&economy.officer(statement::Role::kSubmitter)},
      lightship::testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
      {lightship::testing::Draft("facts", lightship::testing::SampleFacts()),
       lightship::testing::Draft("narrative", narrative)});
  absl::Status status = Armor(statement).status();
  EXPECT_EQ(base::ReasonOf(status), base::reason::kTooLarge);
  EXPECT_THAT(std::string(status.message()), HasSubstr("more than the 1200"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("narrative (906 bytes)"));
}

TEST(Armor, CarriesAStatementWhosePartsAreNotAllThere) {
  v1::SignedStatement statement = Alert();
  statement.mutable_parts()->RemoveLast();
  std::vector<ArmoredBlock> blocks = FindArmored(Armor(statement).value());
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_EQ(blocks[0].statement.value().SerializeAsString(), statement.SerializeAsString());
}

}  // namespace
}  // namespace lightship::formats
