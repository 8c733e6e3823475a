#include "node/incident/chunk.h"

#include <cstring>
#include <tuple>
#include <type_traits>

namespace lightship::incident {
namespace {

// Every column beside the field of Row that it is of, but `listed`. Which change a row is of, its detail tells.
constexpr std::tuple kColumns(
    std::pair(&Chunk::start_us, &Row::start_us),
    std::pair(&Chunk::end_us, &Row::end_us),
    std::pair(&Chunk::day, &Row::day),
    std::pair(&Chunk::cell, &Row::cell),
    std::pair(&Chunk::lat_e7, &Row::lat_e7),
    std::pair(&Chunk::lon_e7, &Row::lon_e7),
    std::pair(&Chunk::ship_types, &Row::ship_types),
    std::pair(&Chunk::weapons, &Row::weapons),
    std::pair(&Chunk::crew_consequences, &Row::crew_consequences),
    std::pair(&Chunk::losses, &Row::losses),
    std::pair(&Chunk::craft, &Row::craft),
    std::pair(&Chunk::craft_indicators, &Row::craft_indicators),
    std::pair(&Chunk::legal_classes, &Row::legal_classes),
    std::pair(&Chunk::economies, &Row::economies),
    std::pair(&Chunk::ships, &Row::ships),
    std::pair(&Chunk::updated_us, &Row::updated_us),
    std::pair(&Chunk::perpetrators_least, &Row::perpetrators_least),
    std::pair(&Chunk::perpetrators_most, &Row::perpetrators_most),
    std::pair(&Chunk::uncertainty_m, &Row::uncertainty_m),
    std::pair(&Chunk::act_stage, &Row::act_stage),
    std::pair(&Chunk::ship_status, &Row::ship_status),
    std::pair(&Chunk::exercise_status, &Row::exercise_status),
    std::pair(&Chunk::verification, &Row::verification),
    std::pair(&Chunk::light, &Row::light),
    std::pair(&Chunk::sea_zone, &Row::sea_zone),
    std::pair(&Chunk::navarea, &Row::navarea),
    std::pair(&Chunk::reporting_area, &Row::reporting_area),
    std::pair(&Chunk::weapons_statement, &Row::weapons_statement),
    std::pair(&Chunk::located, &Row::located),
    std::pair(&Chunk::map_category, &Row::map_category),
    std::pair(&Chunk::economy, &Row::economy),
    std::pair(&Chunk::counting, &Row::counting),
    std::pair(&Chunk::restricted, &Row::restricted),
    std::pair(&Chunk::retracted, &Row::retracted),
    std::pair(&Chunk::part_of_another, &Row::part_of_another),
    std::pair(&Chunk::detail, &Row::detail));

template <typename T, typename Value>
void SetIn(Chunk::Column<T>& column, size_t row, const Value& value) {
  column[row] = value;
}

template <typename T>
void SetIn(Chunk::Few<T>& column, size_t row, const T& value) {
  column.Set(row, value);
}

template <typename T>
void WriteColumn(const Chunk::Column<T>& column, size_t size, base::Packer& out) {
  out.Text({reinterpret_cast<const char*>(column.data()), size * sizeof(T)});
}

template <typename T>
void WriteColumn(const Chunk::Few<T>& column, size_t, base::Packer& out) {
  column.WriteTo(out);
}

template <typename T>
void ReadColumn(base::Unpacker& in, Chunk::Column<T>& column) {
  const absl::string_view bytes = in.Text();
  std::memcpy(column.data(), bytes.data(), bytes.size());
}

template <typename T>
void ReadColumn(base::Unpacker& in, Chunk::Few<T>& column) {
  column.ReadFrom(in);
}

template <typename Visit>
void ForEachColumn(Visit visit) {
  std::apply([&](const auto&... pairs) { (visit(pairs.first, pairs.second), ...); }, kColumns);
}

}  // namespace

void Chunk::Set(size_t at, const Row& row) {
  size = std::max(size, at + 1);
  text_index = nullptr;
  region_text = nullptr;
  outline.Add(row);
  blocks[at / kBlockRows].Add(row);
  ForEachColumn([&](auto column, auto field) { SetIn(this->*column, at, row.*field); });
  for (size_t i = 0; i < listed.size(); ++i) listed[i][at] = row.listed[i];
  if (row.texts != nullptr && texts.size() <= at) texts.resize(at + 1);
  if (at < texts.size()) texts[at] = row.texts;
}

absl::StatusOr<std::shared_ptr<const RowTexts>> Chunk::TextsAt(size_t row) const {
  if (row < texts.size() && texts[row] != nullptr) return texts[row];
  return TextsOf(*detail[row], records.get());
}

void Chunk::WriteTo(base::Packer& out) const {
  out.Number(size);
  ForEachColumn([&](auto column, auto) {
    if constexpr (!std::is_same_v<decltype(column), decltype(&Chunk::detail)>) WriteColumn(this->*column, size, out);
  });
  for (const Column<uint8_t>& column : listed) WriteColumn(column, size, out);
  for (size_t row = 0; row < size; ++row) detail[row]->WriteTo(out);
}

void Chunk::ReadFrom(base::Unpacker& in) {
  size = in.Number();
  ForEachColumn([&](auto column, auto) {
    if constexpr (!std::is_same_v<decltype(column), decltype(&Chunk::detail)>) ReadColumn(in, this->*column);
  });
  for (Column<uint8_t>& column : listed) ReadColumn(in, column);
  for (size_t at = 0; at < size; ++at) {
    detail[at] = RowDetail::ReadFrom(in);
    const Row row = Get(at);
    outline.Add(row);
    blocks[at / kBlockRows].Add(row);
  }
}

Row Chunk::Get(size_t at) const {
  Row row;
  ForEachColumn([&](auto column, auto field) { row.*field = (this->*column)[at]; });
  row.changed = row.detail->changed;
  for (size_t i = 0; i < listed.size(); ++i) row.listed[i] = listed[i][at];
  return row;
}

}  // namespace lightship::incident
