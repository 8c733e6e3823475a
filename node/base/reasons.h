// Every error reason a client or peer can meet (google.rpc.ErrorInfo `reason`, domain "lightship"). proto/README.md
// explains each one; a test keeps the two in step.
#ifndef LIGHTSHIP_NODE_BASE_REASONS_H_
#define LIGHTSHIP_NODE_BASE_REASONS_H_

#include "absl/strings/string_view.h"

namespace lightship::base::reason {

// Input.
inline constexpr absl::string_view kMalformed = "MALFORMED";
inline constexpr absl::string_view kInvalidStatement = "INVALID_STATEMENT";
inline constexpr absl::string_view kInvalidFilter = "INVALID_FILTER";
inline constexpr absl::string_view kInvalidPageToken = "INVALID_PAGE_TOKEN";
inline constexpr absl::string_view kInvalidCursor = "INVALID_CURSOR";
inline constexpr absl::string_view kQueryTooLong = "QUERY_TOO_LONG";
inline constexpr absl::string_view kTooLarge = "TOO_LARGE";
inline constexpr absl::string_view kUnsupportedVersion = "UNSUPPORTED_VERSION";
inline constexpr absl::string_view kClockSkew = "CLOCK_SKEW";
inline constexpr absl::string_view kDigestMismatch = "DIGEST_MISMATCH";
inline constexpr absl::string_view kWrongFileType = "WRONG_FILE_TYPE";
inline constexpr absl::string_view kBadSignature = "BAD_SIGNATURE";
inline constexpr absl::string_view kBadProof = "BAD_PROOF";
inline constexpr absl::string_view kInconsistentLog = "INCONSISTENT_LOG";

// Who.
inline constexpr absl::string_view kUntrustedCertificate = "UNTRUSTED_CERTIFICATE";
inline constexpr absl::string_view kUnknownEconomy = "UNKNOWN_ECONOMY";
inline constexpr absl::string_view kWrongEconomy = "WRONG_ECONOMY";
inline constexpr absl::string_view kUnknownKey = "UNKNOWN_KEY";
inline constexpr absl::string_view kRevokedKey = "REVOKED_KEY";
inline constexpr absl::string_view kMissingRole = "MISSING_ROLE";
inline constexpr absl::string_view kSecondPersonNeeded = "SECOND_PERSON_NEEDED";

// State.
inline constexpr absl::string_view kNotFound = "NOT_FOUND";
inline constexpr absl::string_view kOverloaded = "OVERLOADED";
inline constexpr absl::string_view kTooManyStreams = "TOO_MANY_STREAMS";
inline constexpr absl::string_view kOverQuota = "OVER_QUOTA";
inline constexpr absl::string_view kRecovering = "RECOVERING";
inline constexpr absl::string_view kFrozen = "FROZEN";
inline constexpr absl::string_view kNodeKeyUnfit = "NODE_KEY_UNFIT";
inline constexpr absl::string_view kDuplicateNode = "DUPLICATE_NODE";
inline constexpr absl::string_view kShuttingDown = "SHUTTING_DOWN";
inline constexpr absl::string_view kNotHereYet = "NOT_HERE_YET";
inline constexpr absl::string_view kDiskFull = "DISK_FULL";
inline constexpr absl::string_view kStorage = "STORAGE";
inline constexpr absl::string_view kDataDirInUse = "DATA_DIR_IN_USE";
inline constexpr absl::string_view kConfiguration = "CONFIGURATION";

// Of the console's gateway alone (client/console).
inline constexpr absl::string_view kForeignRequest = "FOREIGN_REQUEST";
inline constexpr absl::string_view kBadToken = "BAD_TOKEN";
inline constexpr absl::string_view kNoSession = "NO_SESSION";
inline constexpr absl::string_view kLocked = "LOCKED";
inline constexpr absl::string_view kWrongCode = "WRONG_CODE";
inline constexpr absl::string_view kNotForwarded = "NOT_FORWARDED";

}  // namespace lightship::base::reason

#endif  // LIGHTSHIP_NODE_BASE_REASONS_H_
