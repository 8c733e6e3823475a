// Who holds a statement, in one line.
#ifndef LIGHTSHIP_CLIENT_FORMATS_HOLDERS_H_
#define LIGHTSHIP_CLIENT_FORMATS_HOLDERS_H_

#include <string>

#include "google/protobuf/repeated_ptr_field.h"

namespace lightship::formats {

using EconomyCodes = google::protobuf::RepeatedPtrField<std::string>;

// "SG ID PH".
std::string Codes(const EconomyCodes& economies);

// "held by 2 of 3: SG ID; waiting for PH".
std::string HoldersText(const EconomyCodes& holders, const EconomyCodes& audience);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_HOLDERS_H_
