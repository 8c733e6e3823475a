// Every limit of the console, on one page. Those of formats and protocol: node/base/limits.h. Units stand last in the names.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_LIMITS_H_
#define LIGHTSHIP_CLIENT_CONSOLE_LIMITS_H_

#include <cstddef>
#include <ctime>

#include "absl/time/time.h"
#include "node/base/limits.h"

namespace lightship::console::limits {

// Bodies of requests: with an attachment, of everything else, and of whoever shows no open session's key. What stands around an
// attachment is its name and caption; around a statement's parts, its manifest, and for each part that it is one.
inline constexpr size_t kEnvelopeBytes = 128 * 1024;
inline constexpr size_t kAttachmentRequestBytes = base::limits::kAttachmentBytes + kEnvelopeBytes;
inline constexpr size_t kRequestBytes = base::limits::kPartsOfStatementBytes + kEnvelopeBytes;
inline constexpr size_t kStrangersRequestBytes = 4 * 1024;
static_assert(kEnvelopeBytes >= base::limits::kManifestBytes + 2 * base::limits::kFieldTextBytes);

// Connections: answered at once, and accepted to be answered next; the rest waits where the system lets it. Each stream holds one.
inline constexpr size_t kAnsweredAtOnce = 48;
inline constexpr size_t kWaiting = 48;
inline constexpr int kStreams = 24;

// For one piece of a request or an answer, and for a whole body.
inline constexpr time_t kReadSeconds = 10;
inline constexpr time_t kWriteSeconds = 20;
inline constexpr absl::Duration kBodyWithin = absl::Minutes(1);
// A call that says less has less.
inline constexpr absl::Duration kCallWithin = absl::Minutes(2);

// The page. A directory that is none, such as a home, is not read into memory.
inline constexpr size_t kPageFiles = 2000;
inline constexpr size_t kPageBytes = 128 << 20;

// Small things that the desk keeps: collections, items of one, and bytes of an item.
inline constexpr size_t kCollections = 16;
inline constexpr size_t kItemsOfCollection = 1000;
inline constexpr size_t kItemBytes = 256 * 1024;
static_assert(kItemBytes < kRequestBytes);

}  // namespace lightship::console::limits

#endif  // LIGHTSHIP_CLIENT_CONSOLE_LIMITS_H_
