#include "node/incident/row_detail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "node/incident/row.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Classified Classified(v1::ClassificationScheme scheme, const char* value) {
  v1::Classified classified;
  classified.set_scheme(scheme);
  classified.set_value(value);
  return classified;
}

Particulars Full() {
  Particulars particulars;
  particulars.id = crypto::Sha256({"one"});
  particulars.changed = 7;
  particulars.name = "SG/17";
  particulars.told = std::string(300, '\0');
  particulars.navarea = 11;
  particulars.reporting_area = 3;
  particulars.several_statements = true;
  particulars.vessel_names = " BLUE STAR \n RED MOON \n";
  particulars.imo_numbers = {9074729, 4294967295};
  particulars.mmsi_numbers = {563000000};
  particulars.economies = {EconomyNumber("SG"), EconomyNumber("ID"), EconomyNumber("MY"), EconomyNumber("PH"), EconomyNumber("JP")};
  particulars.coastal_states = {EconomyNumber("ID")};
  particulars.flags = {EconomyNumber("LR"), EconomyNumber("PA")};
  particulars.unlocode = "SGSIN";
  particulars.classifications = {Classified(v1::CLASSIFICATION_SCHEME_RECAAP_CAT, "2"),
                                 Classified(v1::CLASSIFICATION_SCHEME_UNCLOS_IMO, "PIRACY")};
  v1::AuditedRead& read = particulars.restricted_texts.emplace_back();
  read.set_address("SG/17");
  read.add_part_names("vessel");
  particulars.group = {crypto::Sha256({"one"}), crypto::Sha256({"other"})};
  particulars.countable.areas = {0, 4};
  particulars.countable.port = "SGSIN";
  particulars.countable.utc_offset_minutes = -210;
  particulars.countable.restricted = true;
  particulars.countable.values[v1::DIMENSION_WEAPON] = 1u << 2 | 1u << 31;
  particulars.countable.values[v1::DIMENSION_ACT] = 1u << 3;
  particulars.countable.values[v1::DIMENSION_ARRESTS] = 3;
  return particulars;
}

TEST(RowDetail, TellsWhatItIsMadeOf) {
  const RowDetailPointer made = RowDetail::Make(Full());
  const RowDetail& row = *made;
  EXPECT_EQ(row.id, crypto::Sha256({"one"}));
  EXPECT_EQ(row.changed, 7u);
  EXPECT_EQ(row.name(), "SG/17");
  EXPECT_EQ(row.told(), std::string(300, '\0'));
  EXPECT_EQ(row.navarea(), 11);
  EXPECT_EQ(row.reporting_area(), 3);
  EXPECT_TRUE(row.several_statements());
  EXPECT_EQ(row.vessel_names(), " BLUE STAR \n RED MOON \n");
  EXPECT_THAT(row.imo_numbers(), ElementsAre(9074729, 4294967295));
  EXPECT_THAT(row.mmsi_numbers(), ElementsAre(563000000));
  EXPECT_THAT(row.economies(), ElementsAre(EconomyNumber("SG"), EconomyNumber("ID"), EconomyNumber("MY"), EconomyNumber("PH"),
                                           EconomyNumber("JP")));
  EXPECT_THAT(row.coastal_states(), ElementsAre(EconomyNumber("ID")));
  EXPECT_THAT(row.flags(), ElementsAre(EconomyNumber("LR"), EconomyNumber("PA")));
  EXPECT_EQ(row.unlocode(), "SGSIN");
  EXPECT_THAT(row.group(), ElementsAre(crypto::Sha256({"one"}), crypto::Sha256({"other"})));
  EXPECT_THAT(row.areas(), ElementsAre(0, 4));
  EXPECT_EQ(row.port(), "SGSIN");
  EXPECT_EQ(row.utc_offset_minutes(), -210);
  EXPECT_TRUE(row.restricted());
  ASSERT_EQ(row.restricted_texts().size(), 1u);
  EXPECT_EQ(row.restricted_texts()[0].address(), "SG/17");
  EXPECT_THAT(row.restricted_texts()[0].part_names(), ElementsAre("vessel"));
}

TEST(RowDetail, KnowsWhichClassificationsItHas) {
  const RowDetailPointer made = RowDetail::Make(Full());
  const RowDetail& row = *made;
  EXPECT_TRUE(row.IsClassified(v1::CLASSIFICATION_SCHEME_RECAAP_CAT, "2"));
  EXPECT_TRUE(row.IsClassified(v1::CLASSIFICATION_SCHEME_UNCLOS_IMO, ""));
  EXPECT_FALSE(row.IsClassified(v1::CLASSIFICATION_SCHEME_UNCLOS_IMO, "2"));
  EXPECT_FALSE(row.IsClassified(v1::CLASSIFICATION_SCHEME_UNSPECIFIED, ""));
}

TEST(RowDetail, KeepsTheValuesOfADimensionThatHasSeveral) {
  const RowDetailPointer made = RowDetail::Make(Full());
  const RowDetail& row = *made;
  EXPECT_EQ(row.SeveralOf(v1::DIMENSION_WEAPON), 1u << 2 | 1u << 31);
  EXPECT_EQ(row.SeveralOf(v1::DIMENSION_ARRESTS), 3u);
  EXPECT_EQ(row.SeveralOf(v1::DIMENSION_ACT), 0u);
}

TEST(RowDetail, IsThereUntilTheLastWhoHoldsItGoes) {
  std::vector<RowDetailPointer> later;  // where the memory of what has gone is used again
  const auto made = [](const char* name) {
    Particulars particulars = Full();
    particulars.name = name;
    return RowDetail::Make(particulars);
  };
  const auto expect = [&](const RowDetailPointer& row, absl::string_view name) {
    for (int i = 0; i < 100; ++i) later.push_back(made("XX/99"));
    EXPECT_EQ(row->name(), name);
  };
  RowDetailPointer one = made("SG/17"), other = made("ID/18");
  RowDetailPointer copy = one;
  one = other;
  expect(copy, "SG/17");
  other = copy;
  copy = std::move(one);
  one = RowDetailPointer();
  EXPECT_EQ(one.get(), nullptr);
  expect(copy, "ID/18");
  copy = other;
  other = RowDetailPointer();
  expect(copy, "SG/17");
}

TEST(RowDetail, KeepsOneRecordForAsLongAsItIsThere) {
  std::vector<RowDetailPointer> rows;
  for (int i = 0; i < 1000; ++i) {
    RowDetailPointer row = RowDetail::Make(Full());
    EXPECT_EQ(row->kept(), nullptr) << "where another was before";
    row->Keep(std::to_string(i));
    row->Keep("another");
    if (i % 2 == 0) rows.push_back(std::move(row));
  }
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(*rows[i]->kept(), std::to_string(2 * i));
  EXPECT_EQ(rows[0]->name(), "SG/17");
}

TEST(RowDetail, IsTheSameUnderAnotherNameAndWhenItIsReadAgain) {
  const RowDetailPointer made = RowDetail::Make(Full());
  made->Keep("what it was");
  const RowDetailPointer renamed = made->Renamed("ID/4");
  base::Packer out;
  renamed->WriteTo(out);
  base::Unpacker in(out.bytes());
  const RowDetailPointer read = RowDetail::ReadFrom(in);
  EXPECT_TRUE(in.AtEnd());
  for (const RowDetailPointer& row : {renamed, read}) {
    EXPECT_EQ(row->name(), "ID/4");
    EXPECT_EQ(row->id, made->id);
    EXPECT_EQ(row->changed, 7u);
    EXPECT_EQ(row->kept(), nullptr);
    EXPECT_EQ(row->told(), made->told());
    EXPECT_EQ(row->group(), made->group());
    EXPECT_EQ(row->vessel_names(), made->vessel_names());
    EXPECT_EQ(row->utc_offset_minutes(), -210);
    EXPECT_EQ(row->navarea(), 11);
    EXPECT_EQ(row->reporting_area(), 3);
    EXPECT_TRUE(row->several_statements());
    EXPECT_TRUE(row->restricted());
  }
}

TEST(RowDetail, TellsNothingOfWhatIsNotThere) {
  const RowDetailPointer made = RowDetail::Make(Particulars());
  const RowDetail& row = *made;
  EXPECT_EQ(row.name(), "");
  EXPECT_THAT(row.economies(), IsEmpty());
  EXPECT_THAT(row.group(), IsEmpty());
  EXPECT_FALSE(row.has_group());
  EXPECT_FALSE(row.has_restricted_texts());
  EXPECT_THAT(row.restricted_texts(), IsEmpty());
  EXPECT_FALSE(row.IsClassified(v1::CLASSIFICATION_SCHEME_UNSPECIFIED, ""));
  EXPECT_EQ(row.SeveralOf(v1::DIMENSION_WEAPON), 0u);
  EXPECT_EQ(row.utc_offset_minutes(), kUnknownOffset);
}

}  // namespace
}  // namespace lightship::incident
