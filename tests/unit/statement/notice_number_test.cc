#include "node/statement/notice_number.h"

#include "gtest/gtest.h"
#include "node/base/limits.h"

namespace lightship::statement {
namespace {

TEST(NoticeNumber, IsWrittenAsUkmtoDoes) {
  for (const char* text : {"002/FEB/2018", "003/JUN/2017", "001/SEP/2018", "1000/DEC/2026", "999999/JAN/1900"}) {
    absl::StatusOr<NoticeNumber> number = NoticeNumber::Parse(text);
    ASSERT_TRUE(number.ok()) << number.status();
    EXPECT_EQ(number->ToString(), text);
  }
  EXPECT_EQ(*NoticeNumber::Parse("002/FEB/2018"), (NoticeNumber{2, 2, 2018}));
}

TEST(NoticeNumber, HasOneFormAlone) {
  for (const char* text : {"", "2/FEB/2018", "0002/FEB/2018", "002/feb/2018", "002/FEB/18", "000/FEB/2018",
                           "002/FEB/2018 ", "002/FEB", "-02/FEB/2018", "002/02/2018", "1000000/FEB/2018",
                           "002/FEB/3000", "002/FEB/2018/1", "+02/FEB/2018"}) {
    EXPECT_FALSE(NoticeNumber::Parse(text).ok()) << text;
  }
}

TEST(NoticeNumber, TakesMonthAndYearFromTheTimeOfIssueInUtc) {
  const absl::Time last = absl::FromCivil(absl::CivilSecond(2026, 12, 31, 23, 59, 59), absl::UTCTimeZone());
  EXPECT_EQ(NumberAt(7, last).ToString(), "007/DEC/2026");
  EXPECT_EQ(NumberAt(1, last + absl::Seconds(1)).ToString(), "001/JAN/2027");
}

TEST(CapId, IsOneWordThatCapAllows) {
  EXPECT_TRUE(IsCapId("SG-WARNING-002-FEB-2018-6f1a09c3"));
  for (const char* text : {"", "a b", "a,b", "a<b", "a&b", "a\tb", "\xc3\xa9"}) EXPECT_FALSE(IsCapId(text)) << text;
  EXPECT_TRUE(IsCapId(std::string(base::limits::kCapIdChars, 'x')));
  EXPECT_FALSE(IsCapId(std::string(base::limits::kCapIdChars + 1, 'x')));
}

}  // namespace
}  // namespace lightship::statement
