// Numbers of notices as UKMTO writes them: "002/FEB/2018". Pure.
#ifndef LIGHTSHIP_NODE_STATEMENT_NOTICE_NUMBER_H_
#define LIGHTSHIP_NODE_STATEMENT_NOTICE_NUMBER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lightship::statement {

// The serial counts the notices of one economy and level in a year, from 1; those of exercises are counted apart.
struct NoticeNumber {
  uint32_t serial = 0;  // 1 to 999,999
  int month = 0;        // 1 to 12, of issue, UTC
  int year = 0;         // 1900 to 2999

  // Three digits at least.
  std::string ToString() const;
  // Only what ToString writes. INVALID_ARGUMENT (MALFORMED) with an example otherwise.
  static absl::StatusOr<NoticeNumber> Parse(absl::string_view text);

  friend bool operator==(const NoticeNumber&, const NoticeNumber&) = default;
};

// The number of this serial for a notice that is issued at `time`.
NoticeNumber NumberAt(uint32_t serial, absl::Time time);

// CAP 1.2 section 3.2.1: no blanks, commas, < or &; printable ASCII here, at most limits::kCapIdChars.
bool IsCapId(absl::string_view id);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_NOTICE_NUMBER_H_
