// Why a part of a statement is not shown.
#ifndef LIGHTSHIP_CLIENT_FORMATS_WITHHELD_H_
#define LIGHTSHIP_CLIENT_FORMATS_WITHHELD_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lightship/v1/incident.pb.h"

namespace lightship::formats {

// "withheld (SG/straits-patrol@3)", "erased by SG/14", "awaited", "lost"; empty when the part is there or was never.
std::string WithheldText(const v1::IncidentStatement& statement, absl::string_view part);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_WITHHELD_H_
