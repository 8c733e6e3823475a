#include "client/formats/holders.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {

std::string Codes(const EconomyCodes& economies) { return SafeLine(absl::StrJoin(economies, " ")); }

std::string HoldersText(const EconomyCodes& holders, const EconomyCodes& audience) {
  std::vector<std::string> waiting;
  for (const std::string& economy : audience) {
    if (std::find(holders.begin(), holders.end(), economy) == holders.end()) {
      waiting.push_back(economy);
    }
  }
  std::string text = absl::StrCat("held by ", holders.size(), " of ",
                                  holders.size() + static_cast<int>(waiting.size()), ": ",
                                  Codes(holders));
  if (!waiting.empty()) {
    absl::StrAppend(&text, "; waiting for ", SafeLine(absl::StrJoin(waiting, " ")));
  }
  return text;
}

}  // namespace lightship::formats
