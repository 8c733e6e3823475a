// Whether a table that is written here can be read back, and opened in a spreadsheet without harm.
#ifndef LIGHTSHIP_TESTS_FUZZ_JUDGE_CSV_H_
#define LIGHTSHIP_TESTS_FUZZ_JUDGE_CSV_H_

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "client/formats/csv.h"
#include "tests/fuzz/target.h"

namespace lightship::fuzz {

inline void JudgeNoFormula(absl::string_view field) {
  double number = 0;
  const bool is_formula = !field.empty() && absl::string_view("=+-@").find(field[0]) != absl::string_view::npos;
  Must(!is_formula || absl::SimpleAtod(field, &number), absl::StrCat("nothing that is written is a formula: ", field));
}

inline void JudgeCsv(absl::string_view text) {
  // As a spreadsheet of another region parts it.
  for (absl::string_view piece : absl::StrSplit(text, absl::ByAnyChar(";\t\n\r"))) {
    piece.remove_prefix(std::min(piece.find_first_not_of("\" "), piece.size()));
    JudgeNoFormula(piece.substr(0, piece.find_first_of(",\"")));
  }
  formats::CsvReader reader(text);
  formats::CsvRecord record;
  size_t columns = 0;
  while (reader.Next(record)) {
    if (columns == 0) columns = record.fields.size();
    Must(!record.broken && record.fields.size() == columns, "what is written has its columns");
    for (const std::string& field : record.fields) JudgeNoFormula(field);
  }
}

}  // namespace lightship::fuzz

#endif  // LIGHTSHIP_TESTS_FUZZ_JUDGE_CSV_H_
