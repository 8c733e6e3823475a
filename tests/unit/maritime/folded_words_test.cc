#include "node/maritime/folded_words.h"

#include "gtest/gtest.h"

namespace lightship::maritime {
namespace {

TEST(FoldedWords, HaveNoCaseDiacriticsOrPunctuation) {
  EXPECT_EQ(FoldedWords("The crew's  parang,\n(seen)."), " THE CREW S PARANG SEEN ");
  EXPECT_EQ(FoldedWords("São Tomé, Côte d'Ivoire – Đà Nẵng; Điện Biên Phủ cướp"),
            " SAO TOME COTE D IVOIRE DA NANG DIEN BIEN PHU CUOP ");
  EXPECT_EQ(FoldedWords("Ｍ／Ｖ “Star” №7"), " M V STAR 7 ");
  EXPECT_EQ(FoldedWords("Пираты на борту; πειρατές"), " ПИРАТЫ НА БОРТУ ΠΕΙΡΑΤΕΣ ");
  EXPECT_EQ(FoldedWords("قَرَاصِنَة"), " قراصنة ");
  EXPECT_EQ(FoldedWords(" -- ... "), "");
  EXPECT_EQ(FoldedWords(""), "");
}

TEST(FoldedWords, AreSingleCharactersWhereTheScriptHasNoBlanks) {
  EXPECT_EQ(FoldedWords("海盗4人登船"), " 海 盗 4 人 登 船 ");
  EXPECT_EQ(FoldedWords("かいぞく、海賊"), " か い ぞ く 海 賊 ");
  EXPECT_EQ(FoldedWords("โจร สลัด"), FoldedWords("โจรสลัด"));
}

TEST(FoldedWords, TakeBytesThatAreNotUtf8) {
  EXPECT_EQ(FoldedWords("knife \xC3\x28 gun\xFF"), " KNIFE GUN ");
}

}  // namespace
}  // namespace lightship::maritime
