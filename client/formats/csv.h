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
  bool broken = false;  // a quote is out of place: the fields are those of the one line
  std::vector<std::string> fields;
};

// Reads records one by one from a whole file in memory. Fields stand between commas, semicolons or tabs, whichever the first
// line has most; quoted ones may hold these, doubled quotes and line breaks; LF and CRLF end a record; a UTF-8 byte order
// mark is skipped, and so are records without any text. For one thread; `text` must outlive the reader.
//
// A quote that is never closed, or closed by a later record's, must not take others' lines with it: a record of several lines
// in which text stands behind a closing quote, or that has not as many fields as the first record, is `broken`, is cut to its
// first line, and reading goes on with the next line.
class CsvReader {
 public:
  explicit CsvReader(absl::string_view text);

  // False at the end.
  bool Next(CsvRecord& record);
  // Share of the text that has been read, 0 to 1, for progress bars.
  double progress() const;

 private:
  bool ReadRecord(CsvRecord& record);
  void CutToOneLine(size_t start, CsvRecord& record);
  std::string ReadField();
  size_t FieldEnd() const;
  bool AtRecordEnd();

  absl::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t records_ = 0;
  size_t columns_ = 0;        // of the first record
  char separator_ = ',';
  bool unterminated_ = false;       // in the record just read: a quote that is never closed,
  bool text_behind_quote_ = false;  // or text between a closing one and the separator
};

// One record, ended with LF. Text that a spreadsheet would take for a formula (it starts with = + - @, a tab or a
// carriage return and is not a plain number), also behind a semicolon or a line's end within a field, gets an apostrophe in front; control
// characters are replaced.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_CSV_H_
