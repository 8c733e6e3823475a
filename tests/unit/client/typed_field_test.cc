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

}  // namespace
}  // namespace lightship::formats
