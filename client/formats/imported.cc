#include "client/formats/imported.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {
namespace {

// As report.proto says.
constexpr int kMostNotes = 32;
constexpr size_t kNoteColumns = 200;

}  // namespace

void AddDoubt(std::string kind, std::string note, ImportedReport& report) {
  if (report.facts.quality_notes_size() < kMostNotes) {
    report.facts.add_quality_notes(FitTo(SafeLine(note), kNoteColumns));
  }
  report.doubts.push_back({std::move(kind), std::move(note)});
}

void AddUnmapped(const std::string& column, const std::string& text, ImportedReport& report) {
  std::string word = absl::StrCat(column, " \"", text, "\"");
  AddDoubt("word in no list", absl::StrCat(word, " is in no list"), report);
  report.unmapped.push_back(std::move(word));
}

}  // namespace lightship::formats
