#include "client/formats/withheld.h"

#include "absl/strings/str_cat.h"

namespace lightship::formats {

std::string WithheldText(const v1::IncidentStatement& statement, absl::string_view part) {
  for (const v1::WithheldPart& withheld : statement.withheld()) {
    if (withheld.name() == part) {
      if (withheld.absence() == v1::PART_ABSENCE_ERASED) {
        return withheld.erased_by().empty() ? "erased (retention)"
                                            : absl::StrCat("erased by ", withheld.erased_by());
      }
      if (withheld.absence() == v1::PART_ABSENCE_AWAITED) return "awaited";
      if (withheld.absence() == v1::PART_ABSENCE_LOST) return "lost";
      return withheld.audience().empty() ? "withheld"
                                         : absl::StrCat("withheld (", withheld.audience(), ")");
    }
  }
  return "";
}

}  // namespace lightship::formats
