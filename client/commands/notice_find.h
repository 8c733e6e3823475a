// Finding notices by what people call them, and the next free number.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_NOTICE_FIND_H_
#define LIGHTSHIP_CLIENT_COMMANDS_NOTICE_FIND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "client/sdk/node.h"
#include "lightship/v1/notice.pb.h"
#include "node/statement/notice_number.h"

namespace lightship::commands {

// All that match, page after page, without their page tokens.
absl::StatusOr<v1::ListNoticesResponse> AllNotices(v1::ListNoticesRequest request, sdk::Node& node);

// Every notice that `economy` has issued, whether in force or not; of exercises and tests, or actual ones.
absl::StatusOr<std::vector<v1::PostedNotice>> NoticesOf(const std::string& economy, bool exercise,
                                                        sdk::Node& node);

// The one that an update or all clear can refer to: the newest of its line, not retracted. `name` is "002/FEB/2018", "WARNING
// 002/FEB/2018" or an address. NOT_FOUND, or a usage error that lists those it could be.
absl::StatusOr<v1::PostedNotice> FindStanding(absl::Span<const v1::PostedNotice> notices,
                                              absl::string_view name);

// One more than the largest serial of that level in the year of `issued_at`. Retracted notices keep theirs. FAILED_PRECONDITION
// when there is none left.
absl::StatusOr<statement::NoticeNumber> NextNumber(absl::Span<const v1::PostedNotice> notices,
                                                   v1::NoticeLevel level, absl::Time issued_at);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_NOTICE_FIND_H_
