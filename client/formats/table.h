// Rows under headings, fitted to the width of a terminal.
#ifndef LIGHTSHIP_CLIENT_FORMATS_TABLE_H_
#define LIGHTSHIP_CLIENT_FORMATS_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

namespace lightship::formats {

// For one thread.
class Table {
 public:
  struct Column {
    std::string heading;
    // Never cut below this many columns; 0: never cut at all (addresses, dates).
    size_t least = 0;
    bool right = false;  // numbers
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell a column, made safe to print here. REQUIRES: as many cells as columns.
  void Add(std::vector<std::string> cells);

  // All rows, two spaces between columns. When they do not fit into `width`, the widest column that may be cut is cut
  // first, with an ellipsis; columns that may not be cut can make a line longer than `width`.
  std::string Render(size_t width) const;

  size_t rows() const { return rows_.size(); }

 private:
  std::vector<size_t> Widths(size_t width) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_TABLE_H_
