#include "client/formats/csv.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/formats/safe_text.h"

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

}  // namespace

CsvReader::CsvReader(absl::string_view text) : text_(text) {
  if (absl::StartsWith(text_, kByteOrderMark)) at_ = kByteOrderMark.size();
}

bool CsvReader::Next(CsvRecord& record) {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    if (text_[at_++] == '\n') ++line_;
  }
  if (at_ >= text_.size()) return false;
  record.line = line_;
  record.number = records_++;
  record.fields.clear();
  while (true) {
    record.fields.push_back(ReadField());
    if (AtRecordEnd()) return true;
    ++at_;  // the comma
  }
}

std::string CsvReader::ReadField() {
  std::string field;
  bool quoted = at_ < text_.size() && text_[at_] == '"';
  if (!quoted) {
    size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    field = std::string(text_.substr(at_, end - at_));
    at_ = end;
    return field;
  }
  for (++at_; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      ++at_;
    } else if (c == '"') {
      ++at_;
      // What stands between the closing quote and the comma belongs to the field all the same.
      size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
      absl::StrAppend(&field, text_.substr(at_, end - at_));
      at_ = end;
      return field;
    }
    if (c == '\n') ++line_;
    field.push_back(c);
  }
  unterminated_ = true;
  return field;
}

bool CsvReader::AtRecordEnd() {
  if (at_ >= text_.size()) return true;
  if (text_[at_] == ',') return false;
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
    std::string text = SafeText(fields[i]);
    if (LooksLikeFormula(text) || LooksLikeFormula(fields[i])) text.insert(0, 1, '\'');
    bool quote = text.find_first_of(",\"\n\r") != std::string::npos;
    if (quote) text = absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
    absl::StrAppend(&line, i == 0 ? "" : ",", text);
  }
  return absl::StrCat(line, "\n");
}

}  // namespace lightship::formats
