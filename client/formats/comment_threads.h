// What was remarked on an incident, as conversations.
#ifndef LIGHTSHIP_CLIENT_FORMATS_COMMENT_THREADS_H_
#define LIGHTSHIP_CLIENT_FORMATS_COMMENT_THREADS_H_

#include <cstddef>
#include <string>

#include "lightship/v1/incident.pb.h"

namespace lightship::formats {

// Comments by time of admission, each answer under what it answers and indented by two columns more; empty when there is none. A
// comment on something else than a comment names it. What is retracted, replaced or in doubt is marked.
std::string CommentThreads(const v1::GetIncidentResponse& incident, size_t columns);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_COMMENT_THREADS_H_
