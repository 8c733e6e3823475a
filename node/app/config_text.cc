#include "node/app/config_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"

namespace lightship::app {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

// A text with more is not worth reading on.
constexpr size_t kMostFaults = 50;

// Changes of one letter that make one word of the other.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// The path of the nearest key, of all blocks when the block itself has none that is near.
struct Nearest {
  std::string path;
  size_t distance;
};
void Search(const Descriptor& block, const std::string& above, absl::string_view word, bool deep, Nearest& nearest) {
  for (int i = 0; i < block.field_count(); ++i) {
    const FieldDescriptor& field = *block.field(i);
    const size_t distance = Distance(word, field.name());
    if (distance < nearest.distance) nearest = {above + field.name(), distance};
    if (deep && field.message_type() != nullptr) {
      Search(*field.message_type(), absl::StrCat(above, field.name(), "."), word, deep, nearest);
    }
  }
}

std::string MeantBy(const std::string& block, absl::string_view word) {
  const Descriptor* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(block);
  Nearest nearest{"", std::max<size_t>(2, word.size() / 3) + 1};
  if (type != nullptr) Search(*type, "", word, false, nearest);
  if (nearest.path.empty()) Search(*config::v1::NodeConfig::descriptor(), "", word, true, nearest);
  return nearest.path;
}

// The words between quotation marks.
std::vector<std::string> Quoted(const std::string& message) {
  std::vector<std::string> pieces = absl::StrSplit(message, '"');
  std::vector<std::string> quoted;
  for (size_t i = 1; i < pieces.size(); i += 2) quoted.push_back(pieces[i]);
  return quoted;
}

// Of a line `key: value`, the key.
std::string KeyOn(absl::string_view line) {
  const std::pair<absl::string_view, absl::string_view> halves = absl::StrSplit(line, absl::MaxSplits(':', 1));
  const absl::string_view key = absl::StripAsciiWhitespace(halves.first);
  const absl::string_view value = absl::StripAsciiWhitespace(halves.second);
  const bool word = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return absl::ascii_isalnum(c) || c == '_'; });
  const bool one = !value.empty() && value.find_first_of("{}<>[") == absl::string_view::npos;
  return word && one ? std::string(key) : "";
}

struct Step {
  std::string name;
  int index;  // -1 of what is there once
};
Step StepOf(absl::string_view word) {
  const size_t bracket = word.find('[');
  int index = -1;
  if (bracket != absl::string_view::npos &&
      !absl::SimpleAtoi(word.substr(bracket + 1, word.size() - bracket - 2), &index)) {
    index = -1;
  }
  return {std::string(word.substr(0, bracket)), index};
}

}  // namespace

// The first error ends a parse; unknown keys are warnings, of which there may be more.
class ConfigText::Collector final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int, const std::string& message) override {
    if (!error_.has_value()) error_ = Fault{line + 1, "", message};
  }
  void AddWarning(int line, int, const std::string& message) override {
    const std::vector<std::string> names = Quoted(message);
    if (names.size() < 2) return;
    const std::string meant = MeantBy(names[0], names[1]);
    unknown_.push_back({line + 1, names[1], absl::StrCat("there is no such key here",
                                                         meant.empty() ? "" : "; is ", meant, meant.empty() ? "" : " meant?")});
  }
  const std::optional<Fault>& error() const { return error_; }
  const std::vector<Fault>& unknown() const { return unknown_; }

 private:
  std::optional<Fault> error_;
  std::vector<Fault> unknown_;
};

ConfigText::ConfigText(absl::string_view text) { Parse(std::string(text)); }

// A line whose value cannot be read is left out, and the rest read again, so that all of them are found.
void ConfigText::Parse(std::string text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  while (true) {
    Collector found;
    TextFormat::Parser parser;
    parser.AllowUnknownField(true);
    parser.RecordErrorsTo(&found);
    places_ = std::make_unique<TextFormat::ParseInfoTree>();
    parser.WriteLocationsTo(places_.get());
    std::string joined;
    for (const std::string& line : lines) absl::StrAppend(&joined, line, "\n");
    const bool read = parser.ParseFromString(joined, &written_);
    std::optional<Fault> error = found.error();
    if (!read && error.has_value()) {
      const size_t at = static_cast<size_t>(error->line) - 1;
      error->key = at < lines.size() ? KeyOn(lines[at]) : "";
      faults_.push_back(*error);
      if (!error->key.empty() && faults_.size() < kMostFaults) {
        unreadable_.insert(error->key);
        lines[at].clear();
        continue;
      }
      whole_ = false;
    }
    faults_.insert(faults_.end(), found.unknown().begin(), found.unknown().end());
    return;
  }
}

int ConfigText::LineOf(absl::string_view key) const {
  const Descriptor* type = config::v1::NodeConfig::descriptor();
  const TextFormat::ParseInfoTree* places = places_.get();
  int line = 0;
  for (absl::string_view word : absl::StrSplit(key, '.')) {
    const Step step = StepOf(word);
    const FieldDescriptor* field = type == nullptr ? nullptr : type->FindFieldByName(step.name);
    if (field == nullptr) return line;
    const int at = places->GetLocation(field, step.index).line;
    if (at < 0) return line;
    line = at + 1;
    type = field->message_type();
    if (type == nullptr) return line;
    places = places->GetTreeForNested(field, step.index);
    if (places == nullptr) return line;
  }
  return line;
}

bool ConfigText::IsUnreadable(absl::string_view key) const {
  const size_t dot = key.rfind('.');
  const absl::string_view last = dot == absl::string_view::npos ? key : key.substr(dot + 1);
  return unreadable_.contains(StepOf(last).name);
}

}  // namespace lightship::app
