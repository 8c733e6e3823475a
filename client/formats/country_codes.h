// ISO 3166-1 codes of the coasts that incident sets name.
#ifndef LIGHTSHIP_CLIENT_FORMATS_COUNTRY_CODES_H_
#define LIGHTSHIP_CLIENT_FORMATS_COUNTRY_CODES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lightship::formats {

// "SG" for "SGP"; "" for a code that is not known here.
std::string Alpha2Of(absl::string_view alpha3);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_COUNTRY_CODES_H_
