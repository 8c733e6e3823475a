// Formats on disk: every table's keys and values. Golden bytes in tests hold them still; a change needs a new
// kFormatVersion and a migration.
//
//   table         key                              value
//   kMeta         "format"                         kFormatVersion, big-endian 64
//   kMeta         "audit"                          storage.v1.AuditState
//   kMeta         "audience/" audience             epoch and index, 8 bytes each, of the statement that defines such as SG/patrol@1:
//                                                  none that stands later takes its place while it is lost
//   kMeta         "database"                       8 bytes, drawn when the database was made (database_id.h)
//   kMeta         "backups/" directory             nothing; backups were made there (former_backups.h)
//   kMeta         "verify-first/" economy          nothing; a report of its logs, committed ahead of its signatures, had a bad one
//   kMeta         "restored"                       nothing; there while the database counts as an old one (restored.h)
//   kHeads        origin                           storage.v1.LogHead
//   kEntries      origin 00 index                  entry bytes, verbatim; absent: only the leaf is held
//   kParts        origin 00 index part-name        salt (16 bytes) || content
//   kTiles        origin 00 level index            hashes, 32 bytes each; grows by appending
//   kCheckpoints  origin 00 size                   signed note with the cosignatures known
//   kStatements   statement id                     storage.v1.StatementLocation
//   kIncidents    incident id                      storage.v1.IncidentRecord
//   kStubs        origin 00 index                  v1.WithheldReason, 1 byte: why only the leaf is held, or parts are missing;
//                                                  'a': the author lacks these parts as well
//   kActs         origin 00 index                  storage.v1.Acts: what later statements did to this one
//   kPurges       origin 00 index withdrawal       parts were deleted as the WITHDRAWAL of that index asked (0: as the
//                                                  retention date had come), and it is not attested yet that their traces on
//                                                  disk are gone; SHA-256 of each attachment deleted with them
//   kEvidence     origin                           v1.EvidenceFile: why the log is frozen
//   kBlobs        SHA-256                          bytes held from the beginning on (8 bytes), and 1 when these are all, and
//                                                  match the digest, else 0 (1 byte)
//   kBlobs        SHA-256 chunk                    SHA-256 of the chunk (32 bytes) || the chunk; 256 KiB each but the last
//   kBlobRefs     SHA-256 origin 00 index part     v1.Attachment, size and type alone: a part that names it
//   kAudit        record                           v1.AuditRecord, verbatim: who read which restricted part
//   kRetention    seconds origin 00 index          empty: an entry whose parts go after that time (seconds since 1970)
//   kPostings     statement id                     storage.v1.PostingRecord: a notice, a contact card or a withdrawal
//
// origin is text, which never holds a zero byte; index, size, chunk, record, seconds, withdrawal are 8 bytes and level 1
// byte, big-endian, so that keys sort as numbers.
#ifndef LIGHTSHIP_NODE_STORE_SCHEMA_H_
#define LIGHTSHIP_NODE_STORE_SCHEMA_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::store {

inline constexpr uint64_t kFormatVersion = 1;
inline constexpr absl::string_view kFormatKey = "format";
inline constexpr absl::string_view kAuditKey = "audit";
inline constexpr absl::string_view kAudiencePrefix = "audience/";
inline constexpr absl::string_view kVerifyFirstPrefix = "verify-first/";

// kEntries, kCheckpoints, kStubs: origin 00 number.
std::string NumberedKey(absl::string_view origin, uint64_t number);
// The number at the end of such a key. DATA_LOSS when it is too short.
absl::StatusOr<uint64_t> NumberOfKey(absl::string_view key);
// First key of an origin, and the first key after it, for scans of NumberedKey and PartKey tables.
std::string OriginStart(absl::string_view origin);
std::string OriginLimit(absl::string_view origin);

std::string PartKey(absl::string_view origin, uint64_t index, absl::string_view part_name);
// The part name in a PartKey of that origin.
absl::string_view PartNameOfKey(absl::string_view origin, absl::string_view key);

// kAudit.
std::string AuditKey(uint64_t record);
std::string PurgeKey(absl::string_view origin, uint64_t index, uint64_t withdrawal);
// Seconds before 1970 count as 0.
std::string RetentionKey(int64_t seconds, absl::string_view origin, uint64_t index);
// The place at the end of `key` behind its first `skip` bytes: origin 00 number. DATA_LOSS when it is none.
struct Place {
  std::string origin;
  uint64_t index = 0;
};
absl::StatusOr<Place> PlaceInKey(absl::string_view key, size_t skip);

// kBlobs: a chunk. The row of the blob itself has the SHA-256 alone as its key.
std::string BlobChunkKey(absl::string_view sha256, uint64_t chunk);
// kBlobRefs: a part that names the blob; what stands after the 32 bytes of SHA-256 is a PartKey.
std::string BlobRefKey(absl::string_view sha256, absl::string_view origin, uint64_t index,
                       absl::string_view part_name);
// First key after all that begin with these bytes, empty (the end of the table) when these are all 0xFF.
std::string AfterPrefix(absl::string_view prefix);

std::string TileKey(absl::string_view origin, uint32_t level, uint64_t index);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_SCHEMA_H_
