// What must hold in notices and contact cards.
#include "gtest/gtest.h"
#include "lightship/v1/claims.pb.h"
#include "tests/unit/statement/trial.h"

namespace lightship::statement {
namespace {

using lightship::testing::Noon;

TEST(Validate, ChecksNotices) {
  v1::Notice notice;
  notice.set_level(v1::NOTICE_LEVEL_WARNING);
  notice.set_text("Keep clear.");
  notice.set_number("002/FEB/2018");
  const auto fault = [&] { return Of(v1::STATEMENT_KIND_NOTICE, notice).Fault(); };
  EXPECT_EQ(fault(), "");
  notice.set_radius_nm(20);
  EXPECT_EQ(fault(), "notice.radius_nm");  // about no position
  notice.mutable_position()->set_lat_e7(12'500'000);
  notice.mutable_position()->set_lon_e7(1'040'000'000);
  EXPECT_EQ(fault(), "");
  notice.set_radius_nm(-1);
  EXPECT_EQ(fault(), "notice.radius_nm");
  notice.set_radius_nm(20);
  notice.set_number("2/FEB/2018");
  EXPECT_EQ(fault(), "notice.number");
  notice.set_number("002/FEB/2018");
  notice.set_cap_id("two words");
  EXPECT_EQ(fault(), "notice.cap_id");
  notice.set_cap_id("SG-WARNING-002-FEB-2018-6f1a09c3");
  notice.mutable_valid_from()->set_seconds(1'519'000'000);
  notice.mutable_valid_until()->set_seconds(1'519'000'000);
  EXPECT_EQ(fault(), "notice.valid_until");
  notice.mutable_valid_until()->set_seconds(1'519'000'001);
  EXPECT_EQ(fault(), "");
}

TEST(Validate, UpdatesAndAllClearsNameTheNoticeThatTheyReplaceOrEnd) {
  v1::Notice notice;
  notice.set_text("All clear.");
  notice.set_number("002/FEB/2018");
  for (v1::NoticeLevel level : {v1::NOTICE_LEVEL_UPDATE, v1::NOTICE_LEVEL_ALL_CLEAR}) {
    notice.set_level(level);
    Trial trial = Of(v1::STATEMENT_KIND_NOTICE, notice);
    EXPECT_EQ(trial.Fault(), "manifest.supersedes");
    trial.manifest.add_supersedes(std::string(32, 'n'));
    EXPECT_EQ(trial.Fault(), "");
  }
  notice.set_level(v1::NOTICE_LEVEL_WARNING);
  Trial trial = Of(v1::STATEMENT_KIND_NOTICE, notice);
  trial.manifest.add_supersedes(std::string(32, 'n'));
  EXPECT_EQ(trial.Fault(), "manifest.supersedes");
}

TEST(Validate, ChecksContactCards) {
  v1::Contact card;
  card.set_agency("Police Coast Guard");
  const auto fault = [&] { return Of(v1::STATEMENT_KIND_CONTACT, card).Fault(); };
  EXPECT_EQ(fault(), "contact");  // no way to reach it
  card.add_phones("+65 0000 0000");
  EXPECT_EQ(fault(), "");
  v1::AreaOfResponsibility& area = *card.add_areas();
  EXPECT_EQ(fault(), "contact.areas[0]");
  area.set_navarea(22);
  EXPECT_EQ(fault(), "contact.areas[0].navarea");
  area.set_navarea(21);
  EXPECT_EQ(fault(), "");
  area.set_area("Singapore Strait");
  EXPECT_EQ(fault(), "contact.areas[0].area");
  area.set_area("singapore-strait");
  EXPECT_EQ(fault(), "");
  area.mutable_circle()->set_lat_e7(900'000'001);
  area.mutable_circle()->set_radius_m(1000);
  EXPECT_EQ(fault(), "contact.areas[0].circle");
  area.mutable_circle()->set_lat_e7(900'000'000);
  EXPECT_EQ(fault(), "");
  area.mutable_circle()->set_radius_m(0);
  EXPECT_EQ(fault(), "contact.areas[0].circle");
  area.mutable_box()->set_south_e7(1);
  EXPECT_EQ(fault(), "contact.areas[0].box");
  area.mutable_box()->set_north_e7(1);
  EXPECT_EQ(fault(), "");
  *card.mutable_last_confirmed() = ToTimestamp(Noon() + absl::Seconds(1));
  EXPECT_EQ(fault(), "contact.last_confirmed");
  *card.mutable_last_confirmed() = ToTimestamp(Noon());
  EXPECT_EQ(fault(), "");
  for (int i = 0; i < 10; ++i) card.add_phones("+65 0000 0000");
  EXPECT_EQ(fault(), "contact.phones");
  card.clear_phones();
  card.add_emails(std::string(201, 'x'));
  EXPECT_EQ(fault(), "contact.emails");
}

}  // namespace
}  // namespace lightship::statement
