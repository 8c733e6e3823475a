// From flags to a notice that can be signed.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_NOTICE_DRAFT_H_
#define LIGHTSHIP_CLIENT_COMMANDS_NOTICE_DRAFT_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/commands/context.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/notice.pb.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::commands {

// All as typed; empty: not said.
struct NoticeFlags {
  std::string level, text, incident, position, area, valid_from, valid_until, valid_for, number, refers_to;
  std::string language = "en", audience, tlp, agency;
  double radius_nm = 0;
  bool exercise = false, yes = false;
};

struct NoticeDraft {
  v1::Manifest manifest;  // all but kind, economy and time
  v1::Notice notice;
  std::string title;      // as the node will call it, but for the count of updates
};

// Asks the node for the incident, for the notice that it refers to, and for the next free number, as far as the flags leave them
// open. An update or all clear takes audience, incident, area and language of the former notice where the flags are silent. Usage errors
// name the flag and what would be right.
absl::StatusOr<NoticeDraft> DraftNotice(const NoticeFlags& flags, const std::string& economy,
                                        sdk::Node& node, Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_NOTICE_DRAFT_H_
