// What every importer makes of a file: rows, each a report with its doubts, or the reason why it is none.
#ifndef LIGHTSHIP_CLIENT_FORMATS_IMPORTED_H_
#define LIGHTSHIP_CLIENT_FORMATS_IMPORTED_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/v1/report.pb.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::formats {

// Something that somebody should look at.
struct Doubt {
  std::string kind;  // the same words for all of a kind, by which a summary counts them: "position unreadable"
  std::string note;  // what is doubtful here
};

struct ImportedReport {
  v1::Facts facts;
  std::optional<v1::VesselDetails> vessel;
  std::optional<v1::Narrative> narrative;
  // As a column says; unset when none does.
  v1::ExerciseStatus status = v1::EXERCISE_STATUS_UNSPECIFIED;
  // End of the interval of occurrence: the earliest moment at which the report can have been made.
  absl::Time known_by;
  std::vector<Doubt> doubts;  // their notes stand in facts.quality_notes too
  // Words of the source that no list has, with their column: "hostility \"PIRTATES\"". Each is a doubt as well.
  std::vector<std::string> unmapped;
};

struct ImportedRow {
  size_t line = 0;    // physical, from 1
  size_t record = 0;  // data record, from 1
  std::string content;  // all of the row as it stands, by which it is known again
  std::string nearest;  // ISO 3166-1 alpha-2 of the nearest coast; empty if the set does not say
  absl::StatusOr<ImportedReport> report = absl::UnknownError("not read");
};

// A row that was found and not read yet: reading takes much longer than finding the next one.
struct FoundRow {
  struct Reading {
    absl::StatusOr<ImportedReport> report;
    std::string nearest = "";
  };

  size_t line = 0, record = 0;
  std::string content;
  std::function<Reading()> read;  // for any thread, while the importer lives
};

// Adds a doubt to the report and its note to the facts (at most 32 notes, 200 characters each).
void AddDoubt(std::string kind, std::string note, ImportedReport& report);

// A word of the source that no list has: a doubt, and one of `unmapped`.
void AddUnmapped(const std::string& column, const std::string& text, ImportedReport& report);

// The value, or 0 with its word added to the unmapped.
template <typename List>
List Coded(const absl::StatusOr<List>& parsed, const std::string& column, const std::string& text,
           ImportedReport& report) {
  if (parsed.ok()) return *parsed;
  AddUnmapped(column, text, report);
  return static_cast<List>(0);
}

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_IMPORTED_H_
