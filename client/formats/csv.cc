#include "client/formats/csv.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/formats/safe_text.h"
#include "node/base/limits.h"

namespace lightship::formats {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool LooksLikeFormula(absl::string_view text) {
  if (text.empty() || absl::string_view("=+-@\t\r").find(text[0]) == absl::string_view::npos) {
    return false;
  }
  double number = 0;
  bool plain = text.find_first_not_of("+-.0123456789") == absl::string_view::npos;
  return !(plain && absl::SimpleAtod(text, &number));
}

// Spreadsheets of other regions part at semicolons, and know no quotes within what they take for a field: no piece of a field may
// look like a formula either.
std::string WithoutFormulas(absl::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const size_t begin = std::min(text.find_first_not_of("\" "), text.size());
    if (LooksLikeFormula(text.substr(begin, text.find_first_of(";\t\r\n", begin) - begin))) {
      absl::StrAppend(&safe, text.substr(0, begin), "'");
      text.remove_prefix(begin);
    }
    const size_t end = text.find_first_of(";\t\r\n");
    const size_t piece = end == absl::string_view::npos ? text.size() : end + 1;
    absl::StrAppend(&safe, text.substr(0, piece));
    text.remove_prefix(piece);
  }
  return safe;
}

}  // namespace

CsvReader::CsvReader(absl::string_view text) : text_(text) {
  if (absl::StartsWith(text_, kByteOrderMark)) at_ = kByteOrderMark.size();
  const absl::string_view first = text_.substr(0, text_.find('\n'));
  auto times = [&](char sign) { return std::count(first.begin(), first.end(), sign); };
  for (char sign : {';', '\t'}) {
    if (times(sign) > times(separator_)) separator_ = sign;
  }
}

bool CsvReader::Next(CsvRecord& record) {
  do {
    if (!ReadRecord(record)) return false;
  } while (std::all_of(record.fields.begin(), record.fields.end(), [](const std::string& field) {
    return absl::StripAsciiWhitespace(field).empty();
  }));
  if (records_ == 0) columns_ = record.fields.size();
  record.number = records_++;
  return true;
}

bool CsvReader::ReadRecord(CsvRecord& record) {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    if (text_[at_++] == '\n') ++line_;
  }
  if (at_ >= text_.size()) return false;
  const size_t start = at_;
  record.line = line_;
  record.broken = false;
  record.fields.clear();
  unterminated_ = text_behind_quote_ = false;
  while (true) {
    record.fields.push_back(ReadField());
    if (AtRecordEnd()) break;
    ++at_;  // the separator
  }
  // A separator at the end of the line, as some sets have, is no field.
  const size_t fields = record.fields.size();
  const bool as_many = records_ == 0 || fields == columns_ || fields + 1 == columns_ ||
                       (fields == columns_ + 1 && record.fields.back().empty());
  const size_t end = std::min(text_.find('\n', start), text_.size());
  const bool several_lines = at_ > end + 1;
  if (unterminated_ || (several_lines && (text_behind_quote_ || !as_many))) CutToOneLine(start, record);
  return true;
}

void CsvReader::CutToOneLine(size_t start, CsvRecord& record) {
  const size_t end = std::min(text_.find('\n', start), text_.size());
  record.broken = true;
  record.fields = {std::string(absl::StripTrailingAsciiWhitespace(text_.substr(start, end - start)))};
  at_ = std::min(end + 1, text_.size());
  line_ = record.line + 1;
}

size_t CsvReader::FieldEnd() const {
  size_t end = at_;
  while (end < text_.size() && text_[end] != separator_ && text_[end] != '\r' && text_[end] != '\n') ++end;
  return end;
}

std::string CsvReader::ReadField() {
  std::string field;
  bool quoted = at_ < text_.size() && text_[at_] == '"';
  if (!quoted) {
    const size_t end = FieldEnd();
    field = std::string(text_.substr(at_, end - at_));
    at_ = end;
    return field;
  }
  // A field that is longer than any has a quote out of place: the limit keeps files full of these from being read over and over.
  const size_t limit = std::min(text_.size(), at_ + base::limits::kCsvFieldBytes);
  for (++at_; at_ < limit; ++at_) {
    char c = text_[at_];
    if (c == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      ++at_;
    } else if (c == '"') {
      ++at_;
      // What stands between the closing quote and the separator belongs to the field all the same.
      const size_t end = FieldEnd();
      absl::StrAppend(&field, text_.substr(at_, end - at_));
      text_behind_quote_ |= end > at_;
      at_ = end;
      return field;
    }
    if (c == '\n') ++line_;
    field.push_back(c);
  }
  unterminated_ = true;
  at_ = text_.size();
  return field;
}

bool CsvReader::AtRecordEnd() {
  if (at_ >= text_.size()) return true;
  if (text_[at_] == separator_) return false;
  if (text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') {
    ++at_;
    ++line_;
  }
  return true;
}

double CsvReader::progress() const {
  return text_.empty() ? 1.0 : static_cast<double>(at_) / static_cast<double>(text_.size());
}

std::string CsvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (size_t i = 0; i < fields.size(); ++i) {
    std::string text = WithoutFormulas(SafeText(fields[i]));
    const bool bare = !absl::StartsWith(text, "'");
    if (bare && (LooksLikeFormula(text) || LooksLikeFormula(fields[i]))) text.insert(0, 1, '\'');
    bool quote = text.find_first_of(",;\t\"\n\r") != std::string::npos;
    if (quote) text = absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
    absl::StrAppend(&line, i == 0 ? "" : ",", text);
  }
  return absl::StrCat(line, "\n");
}

}  // namespace lightship::formats
