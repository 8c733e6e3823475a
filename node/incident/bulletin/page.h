// What the lists of notices and of contact cards have in common. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_BULLETIN_PAGE_H_
#define LIGHTSHIP_NODE_INCIDENT_BULLETIN_PAGE_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "lightship/v1/filter.pb.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::incident::bulletin {

// What makes no sense in a request: INVALID_ARGUMENT (INVALID_FILTER) with field violations. `filter` is the part of it that
// incidents' filters have too; its circle is called "near".
absl::Status CheckListRequest(const v1::IncidentFilter& filter,
                              const google::protobuf::Timestamp& at, uint32_t page_size);

// Whether an exercise status is asked for. None listed: actual ones.
bool IsAsked(const google::protobuf::RepeatedField<int>& statuses, v1::ExerciseStatus status);

inline size_t PageSize(uint32_t asked) {
  return asked == 0 ? base::limits::kPostingsOfPage : asked;
}

// A page token names the last posting of a page, so that what is added meanwhile neither repeats nor hides others.
inline std::string PageToken(absl::string_view last_statement_id) {
  return base::Hex(last_statement_id);
}

// Where the page begins among `views`: after the one that the token names. INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
template <typename Views>
absl::StatusOr<size_t> PageStart(const Views& views, absl::string_view token) {
  if (token.empty()) return size_t{0};
  const absl::StatusOr<std::string> id = base::FromHex(token);
  for (size_t i = 0; id.ok() && i < views.size(); ++i) {
    if (views[i].shown.statement_id() == *id) return i + 1;
  }
  return base::InvalidFields(
      base::reason::kInvalidPageToken,
      {{"page_token", "not a page token; give next_page_token of the previous response unchanged, "
                      "or start again"}});
}

template <typename List, typename Value>
bool IsAmong(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_NODE_INCIDENT_BULLETIN_PAGE_H_
