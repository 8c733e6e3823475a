// Comma-separated values (RFC 4180), read and written.
#ifndef LIGHTSHIP_CLIENT_FORMATS_CSV_H_
#define LIGHTSHIP_CLIENT_FORMATS_CSV_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::formats {

struct CsvRecord {
  size_t line = 0;    // physical line on which the record starts, from 1
  size_t number = 0;  // data record, from 1; 0 is the header
  std::vector<std::string> fields;
};

// Reads records one by one from a whole file in memory. Quoted fields may hold commas, doubled quotes and line breaks;
// LF and CRLF end a record; a UTF-8 byte order mark is skipped, and so are empty lines. For one thread; `text` must
// outlive the reader.
class CsvReader {
 public:
  explicit CsvReader(absl::string_view text);

  // False at the end. A quote that is never closed ends with the text: the field holds all that follows it, and
  // `unterminated` tells.
  bool Next(CsvRecord& record);
  bool unterminated() const { return unterminated_; }
  // Share of the text that has been read, 0 to 1, for progress bars.
  double progress() const;

 private:
  std::string ReadField();
  bool AtRecordEnd();

  absl::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t records_ = 0;
  bool unterminated_ = false;
};

// One record, ended with LF. Text that a spreadsheet would take for a formula (it starts with = + - @, a tab or a
// carriage return and is not a plain number) gets an apostrophe in front; control characters are replaced.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_CSV_H_
