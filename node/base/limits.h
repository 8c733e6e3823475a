// Every limit of the formats and of the protocol, on one page. Limits of one node's resources are configuration
// (config/node.textproto). Units stand last in the names.
#ifndef LIGHTSHIP_NODE_BASE_LIMITS_H_
#define LIGHTSHIP_NODE_BASE_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace lightship::base::limits {

// Statements.
inline constexpr size_t kManifestBytes = 32 * 1024;
inline constexpr size_t kEntryBytes = 64 * 1024;
inline constexpr size_t kPartsOfStatementBytes = 1024 * 1024;
inline constexpr size_t kPartsOfStatement = 64;
inline constexpr size_t kPartNameChars = 64;
inline constexpr size_t kSignatures = 8;
// Keys of which multiples are kept, 150 kB each, to verify their many signatures sooner.
inline constexpr size_t kKeyTables = 64;
inline constexpr size_t kSupersedes = 16;
inline constexpr size_t kPurposes = 8;
inline constexpr size_t kNonceBytes = 16;
inline constexpr size_t kSaltBytes = 16;
inline constexpr size_t kLabelChars = 40;  // agencies, audiences, names of officers and nodes
inline constexpr size_t kAudienceChars = 128;  // as text in a manifest, with room for newer forms
inline constexpr size_t kAudienceMembers = 300;
inline constexpr size_t kAudiencesListed = 3000;  // in one answer
// Texts in parts: of a narrative, and of everything else.
inline constexpr size_t kNarrativeTextBytes = 256 * 1024;
inline constexpr size_t kFieldTextBytes = 16 * 1024;
inline constexpr size_t kListItems = 1000;
inline constexpr size_t kQualityNotes = 32;
inline constexpr size_t kQualityNoteBytes = 800;  // 200 characters of UTF-8
inline constexpr size_t kViolations = 64;
inline constexpr size_t kAttachmentBytes = 64 * 1024 * 1024;
inline constexpr size_t kAttachmentChunkBytes = 256 * 1024;
inline constexpr size_t kCertificateBytes = 16 * 1024;
inline constexpr size_t kCertificatesOfChain = 4;
// How long before the node's own certificate ends the operator is warned.
inline constexpr absl::Duration kExpiryNotice = absl::Hours(30 * 24);
inline constexpr absl::Duration kClockSkewIntoFuture = absl::Minutes(5);

// A statement as armored text: printable characters, both marker lines included, and those of a line.
inline constexpr size_t kArmorChars = 1200;
inline constexpr size_t kArmorLineChars = 60;
// Text in which armored statements are looked for, such as a mail with what it quotes.
inline constexpr size_t kArmoredTextBytes = 4 * 1024 * 1024;

// A stream of submissions. Of one message from a caller, and of one to it, which stays below kFrameBytes with receipts of any size;
// what is examined in one turn of the caller's; and what may be unanswered before no more is read: the message that is read last comes
// on top.
inline constexpr int kSubmissionsOfMessage = 256;
inline constexpr size_t kOutcomesOfMessage = 32;
inline constexpr size_t kSubmissionsOfTurn = 16;
inline constexpr size_t kSubmissionsOpen = 1024;
inline constexpr size_t kSubmissionsOpenBytes = 2 * 1024 * 1024;

// The network.
inline constexpr size_t kEconomies = 300;

// Of one log: AUDIENCE statements that count, the first ones; KEY statements that a grant may stand behind, and any KEY, so that each
// key can still be revoked.
inline constexpr size_t kAudiencesOfLog = 10'000;
inline constexpr size_t kKeysBeforeGrant = 10'000;
inline constexpr size_t kKeysOfLog = 2 * kKeysBeforeGrant;

// A WITHDRAWAL's part that releases, narrows or erases (room for each part's name), and of those on one statement that count: the first
// that erase, and as many others.
inline constexpr size_t kActBytes = 8 * 1024;
inline constexpr int kActsOfTarget = 64;

// Erasure: of one attestation, of one economy about one statement, and entries whose date has come in one commit.
inline constexpr size_t kErasedOfAttestation = 1000;
inline constexpr size_t kConfirmationsOfEconomy = 64;
inline constexpr size_t kExpiredOfCommit = 1000;

// Records of the audit log in one answer, and their bytes, which the last of them may exceed; reads in one record of a map.
inline constexpr size_t kAuditRecordsOfPage = 1000;
inline constexpr size_t kAuditPageBytes = 1024 * 1024;
inline constexpr size_t kAuditReadsOfMap = 10'000;

// Exchange.
inline constexpr size_t kBatchEntries = 1000;
inline constexpr size_t kBatchBytes = 1024 * 1024;
// A frame holds one batch; a batch of one entry may reach the limits of an entry with its parts.
inline constexpr size_t kFrameBytes = 4 * 1024 * 1024;
inline constexpr size_t kMissingOfFetch = 1000;
inline constexpr size_t kByeDetailChars = 500;
// What waits to be written to one peer: from the mark on, whatever can wait is not sent; beyond the other the session ends.
inline constexpr size_t kOutboxMarkBytes = 8 * 1024 * 1024;
inline constexpr size_t kOutboxBytes = 64 * 1024 * 1024;
// A stream that was closed and has not ended by then is cut.
inline constexpr absl::Duration kCloseWithin = absl::Seconds(10);
// Notes with cosignatures that one peer has brought, waiting for the writer.
inline constexpr size_t kCosignaturesOfPeer = 64;
// Entries and parts that are read for one answer to Fetch.missing.
inline constexpr size_t kBackfillReadBytes = 8 * 1024 * 1024;
// Of one log: parts naming the same attachment that count, and attachments waited for at once.
inline constexpr size_t kBlobRefsOfLog = 64;
inline constexpr size_t kWantedBlobsOfLog = 10'000;
// A file type's name: type, slash, subtype (RFC 6838 section 4.2).
inline constexpr size_t kFileTypeChars = 255;
// Checkpoints that a log has reached ahead of its officers' signatures: the next, the newest, and the last of each log key between.
inline constexpr size_t kHeadsAwaitingSignatures = 64;

// How many epochs beyond the newest one held of an economy a log may be that is followed.
inline constexpr uint32_t kEpochsAhead = 8;

// Bundles: a whole file, which is held in memory until its seal has been checked, and one piece of it on the wire.
inline constexpr size_t kBundleBytes = 256 * 1024 * 1024;
inline constexpr size_t kBundlePieceBytes = 1024 * 1024;

// Signed notes.
inline constexpr size_t kNoteBytes = 64 * 1024;
inline constexpr size_t kNoteSignatures = 400;
inline constexpr size_t kProofHashes = 63;

// What a scrub lists of what it found; the rest is counted.
inline constexpr size_t kDamagesListed = 100;

// Value in a classification scheme that has no list of its own.
inline constexpr size_t kClassBytes = 200;

// Longest field of a table that is imported; more is a quote out of place.
inline constexpr size_t kCsvFieldBytes = 256 << 10;

// Queries.
inline constexpr uint32_t kPageDefault = 100;
inline constexpr uint32_t kPageMost = 1000;
inline constexpr int kPolygonVertices = 1000;
inline constexpr int kValuesOfCondition = 300;
inline constexpr size_t kVesselNameBytes = 200;
inline constexpr size_t kTextQueryBytes = 1000;
inline constexpr size_t kTextQueryTerms = 64;
inline constexpr size_t kTextQueryDepth = 16;
// Of an incident's texts, that searches look in.
inline constexpr size_t kSearchedTextBytes = 512 * 1024;
// Of the texts that one index of a region is made of; while it is made, it takes up to some twenty times as much.
inline constexpr size_t kRegionTextBytes = 64 * 1024 * 1024;
// A map: incidents of one message, of one answer, and of one that does not say how many; answers under way at once, each of which
// holds a picture of the incidents, in all and of one caller, and how long one may take.
inline constexpr uint32_t kMapMessage = 10'000;
inline constexpr uint32_t kMapMost = 1'000'000;
inline constexpr uint32_t kMapDefault = 200'000;
inline constexpr size_t kMapsAtOnce = 16;
inline constexpr size_t kMapsOfCaller = 4;
inline constexpr absl::Duration kMapWithin = absl::Minutes(5);
// Metres that a position may be off and still count as precise: five nautical miles.
inline constexpr uint32_t kPreciseMetres = 9260;
// Rows of one table of counts; and under how many combinations of values it counts incidents between two looks at the time, some
// milliseconds.
inline constexpr size_t kCountRows = 20'000;
inline constexpr uint64_t kCountSteps = 50'000;

// Notices and contact cards: of one page (each may have several texts of kFieldTextBytes), and a notice's CAP identifier and
// language tag.
inline constexpr uint32_t kPostingsOfPage = 100;
inline constexpr size_t kCapIdChars = 128;
inline constexpr size_t kLanguageTagChars = 35;

// Contact cards: numbers, addresses or languages of each kind, one text, areas of responsibility; what a search names; how
// long a confirmation counts, and how long before its end a card is said to end.
inline constexpr int kContactEntries = 10;
inline constexpr size_t kContactTextBytes = 200;
inline constexpr int kContactAreas = 32;
inline constexpr int kContactsFound = 20;
inline constexpr absl::Duration kConfirmationCounts = absl::Hours(180 * 24);
inline constexpr absl::Duration kContactExpiryNotice = absl::Hours(30 * 24);

// Incidents told as one, and pairs of incidents shown with one of them.
inline constexpr size_t kIncidentsOfGroup = 64;
inline constexpr int kLinksShown = 64;
// Incidents proposed as possibly the same as one.
inline constexpr int kSimilarShown = 50;

}  // namespace lightship::base::limits

#endif  // LIGHTSHIP_NODE_BASE_LIMITS_H_
