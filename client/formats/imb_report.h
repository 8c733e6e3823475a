// A row of an IMB set as a report: values read, the words kept, doubts flagged and nothing silently repaired.
#ifndef LIGHTSHIP_CLIENT_FORMATS_IMB_REPORT_H_
#define LIGHTSHIP_CLIENT_FORMATS_IMB_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/formats/imb_csv.h"
#include "lightship/v1/report.pb.h"

namespace lightship::formats {

struct ImbReport {
  v1::Facts facts;
  std::optional<v1::VesselDetails> vessel;
  std::optional<v1::Narrative> narrative;
  // End of the interval of occurrence: the earliest moment at which the report can have been made.
  absl::Time known_by;
  // What somebody should look at; the same words stand in facts.quality_notes.
  std::vector<std::string> flags;
};

// INVALID_ARGUMENT when there is no report in the row: fields missing, or a date that is none. Everything else is kept
// with a flag: a time or position that cannot be read, words outside the lists, placeholder names, and, where the
// narrative tells otherwise, date and position.
absl::StatusOr<ImbReport> ReportFromImb(const ImbRow& row);

// Where narrative and column disagree about the position, the doubt that explains it; nothing when they agree.
struct PositionDoubt {
  v1::PositionQualityFlag flag;
  std::string note;
};
std::optional<PositionDoubt> ComparePositions(const v1::Position& column,
                                              const v1::Position& narrative);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_IMB_REPORT_H_
