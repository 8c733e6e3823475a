#include "node/base/quote.h"

#include "gtest/gtest.h"

namespace lightship::base {
namespace {

TEST(Quoted, LeavesWordsOfAnyScriptAndEscapesWhatDrivesATerminal) {
  EXPECT_EQ(Quoted("Pulau Nipah, 北緯"), "\"Pulau Nipah, 北緯\"");
  EXPECT_EQ(Quoted("a\"b\\"), "\"a\\\"b\\\\\"");
  EXPECT_EQ(Quoted("\x1b[2J\x7f\n"), "\"\\033[2J\\177\\n\"");
  EXPECT_EQ(Quoted("\xc2\x9b" "2J \xc2\xa0"), "\"\\xc2\\x9b2J \xc2\xa0\"");
}

TEST(Quoted, CutsBetweenCharacters) {
  EXPECT_EQ(Quoted("abc", 3), "\"abc\"");
  EXPECT_EQ(Quoted("abcd", 3), "\"abc...\"");
  EXPECT_EQ(Quoted("ab北", 4), "\"ab...\"");
  EXPECT_EQ(Quoted("\x80\x80\x80", 2), "\"...\"");
}

}  // namespace
}  // namespace lightship::base
