// Reports filled in as text: the forms of MSC.1/Circ.1333 and 1334, alone or as the body of an e-mail.
#ifndef LIGHTSHIP_CLIENT_FORMATS_CIRC_TEXT_H_
#define LIGHTSHIP_CLIENT_FORMATS_CIRC_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/template_csv.h"

namespace lightship::formats {

struct CircForm {
  size_t line = 0, record = 0;  // from 1
  std::string content;          // all of the message
  TemplateValues values;
};

// "4.1 Method of attack: boarded over the stern": numbers, quoting signs and letters' heads are passed over, labels are
// known in several wordings, lines without a label go on with what stood before; what stands under no label is kept with
// the narrative. A form feed separates messages. INVALID_ARGUMENT when no message names a date and two facts more.
absl::StatusOr<std::vector<CircForm>> ReadCircText(absl::string_view text);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_CIRC_TEXT_H_
