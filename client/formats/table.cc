#include "client/formats/table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {
namespace {

constexpr size_t kGap = 2;

std::string Padded(const std::string& text, size_t width, bool right) {
  std::string fitted = FitTo(text, width);
  size_t used = DisplayWidth(fitted);
  std::string padding(width > used ? width - used : 0, ' ');
  return right ? padding + fitted : fitted + padding;
}

}  // namespace

void Table::Add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = SafeLine(cell);
  rows_.push_back(std::move(cells));
}

std::vector<size_t> Table::Widths(size_t width) const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t widest = DisplayWidth(columns_[i].heading);
    for (const auto& row : rows_) widest = std::max(widest, DisplayWidth(row[i]));
    widths.push_back(widest);
  }
  auto total = [&] {
    return std::accumulate(widths.begin(), widths.end(), kGap * (columns_.size() - 1));
  };
  while (total() > width) {
    size_t widest = columns_.size();
    for (size_t i = 0; i < columns_.size(); ++i) {
      bool may_shrink = columns_[i].least > 0 && widths[i] > columns_[i].least;
      if (may_shrink && (widest == columns_.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
  }
  return widths;
}

std::string Table::Render(size_t width) const {
  std::vector<size_t> widths = Widths(width);
  std::string text;
  auto add_line = [&](auto cell_of) {
    std::string line;
    for (size_t i = 0; i < columns_.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : std::string(kGap, ' '),
                      Padded(cell_of(i), widths[i], columns_[i].right));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  };
  add_line([&](size_t i) { return columns_[i].heading; });
  for (const auto& row : rows_) add_line([&](size_t i) { return row[i]; });
  return text;
}

}  // namespace lightship::formats
