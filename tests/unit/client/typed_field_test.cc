#include "client/formats/typed_field.h"

#include <gtest/gtest.h>

namespace lightship::formats {
namespace {

TEST(TypedField, ThatNobodyWasSeenIsUnderstoodInEveryLanguageOfTheConsole) {
  for (const char* none : {"none", "None", "ninguno", "Ninguno", "tidak ada", "Tidak ada", "なし", "无", "無"}) {
    v1::Perpetrators people = PerpetratorsFrom(none);
    EXPECT_EQ(people.count_state(), v1::COUNT_STATE_NONE) << none;
    EXPECT_EQ(people.count_as_written(), none);
  }
}

TEST(TypedField, NumbersAreReadAmongTheWordsOfAnyLanguage) {
  for (const char* range : {"4 to 6", "4 a 6", "4 sampai 6", "4～6人"}) {
    v1::Perpetrators people = PerpetratorsFrom(range);
    EXPECT_EQ(people.count_state(), v1::COUNT_STATE_ESTIMATED) << range;
    EXPECT_EQ(people.count_min(), 4u) << range;
    EXPECT_EQ(people.count_max(), 6u) << range;
  }
}

TEST(TypedField, ANumberAmongWordsIsAnEstimateOfThatNumber) {
  const v1::Perpetrators about = PerpetratorsFrom("about 10");
  EXPECT_EQ(about.count_state(), v1::COUNT_STATE_ESTIMATED);
  EXPECT_EQ(about.count_min(), 10u);
  EXPECT_EQ(about.count_max(), 10u);
  const v1::Perpetrators exactly = PerpetratorsFrom("5");
  EXPECT_EQ(exactly.count_state(), v1::COUNT_STATE_STATED);
  EXPECT_EQ(exactly.count_min(), 5u);
}

}  // namespace
}  // namespace lightship::formats
