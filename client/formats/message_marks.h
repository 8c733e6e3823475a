// What a message or a row says of itself as a whole: that it is an exercise, was taken back, or who may have it. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_MESSAGE_MARKS_H_
#define LIGHTSHIP_CLIENT_FORMATS_MESSAGE_MARKS_H_

#include "absl/strings/string_view.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::formats {

struct MessageMarks {
  v1::ExerciseStatus status = v1::EXERCISE_STATUS_UNSPECIFIED;  // unset: no mark
  bool taken_back = false;
  v1::Tlp tlp = v1::TLP_UNSPECIFIED;  // the strictest named
};

// Looks at the beginning of each line, behind signs of quoting and "Subject:": "EXERCISE EXERCISE EXERCISE", "[EXERCISE]",
// "*** TEST ***", "EXERCISE:", "THIS IS AN EXERCISE", and "TLP:AMBER" anywhere. "exercise" in an account is no mark, nor is
// "EXERCISE CAUTION".
MessageMarks MarksOf(absl::string_view text);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_MESSAGE_MARKS_H_
