#include "node/incident/few_values.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace lightship::incident {
namespace {

constexpr size_t kRows = 512;
using Column = FewValues<uint64_t, kRows>;
using Model = std::array<uint64_t, kRows>;

// Of values that are not what a row has that was never set.
uint64_t ValueOf(uint64_t number) { return 1000 + number * number; }

void ExpectSame(const Column& column, const Model& model) {
  for (size_t row = 0; row < kRows; ++row) ASSERT_EQ(column[row], model[row]) << row;
}

// Every row set once, then some again, to one of so many values.
void Fill(size_t values, Column& column, Model& model) {
  std::mt19937 random(static_cast<uint32_t>(values));
  for (size_t i = 0; i < 3 * kRows; ++i) {
    const size_t row = i < kRows ? i : random() % kRows;
    model[row] = ValueOf(i < values ? i : random() % values);
    column.Set(row, model[row]);
  }
}

Column Reread(const Column& column) {
  base::Packer out;
  column.WriteTo(out);
  const std::string bytes = std::move(out).Bytes();
  base::Unpacker in(bytes);
  Column reread;
  reread.ReadFrom(in);
  EXPECT_TRUE(in.AtEnd());
  return reread;
}

class OfSoManyValues : public testing::TestWithParam<size_t> {};
INSTANTIATE_TEST_SUITE_P(FewValues, OfSoManyValues, testing::Values(1, 2, 3, 255, 256, 257, 512));

TEST_P(OfSoManyValues, EachRowHasWhatItWasSetToLast) {
  Column column;
  Model model;
  Fill(GetParam(), column, model);
  ExpectSame(column, model);
  ExpectSame(Reread(column), model);
  Column copy = Reread(column);
  model[7] = copy[8] + 1;
  copy.Set(7, model[7]);
  ExpectSame(copy, model);
}

TEST_P(OfSoManyValues, TakesNoMoreThanItMust) {
  Column column;
  Model model;
  Fill(GetParam(), column, model);
  EXPECT_EQ(column.values().size(), GetParam() <= 256 ? GetParam() : kRows);
  EXPECT_EQ(column.places().size(), GetParam() > 1 && GetParam() <= 256 ? kRows : 0);
}

}  // namespace
}  // namespace lightship::incident
