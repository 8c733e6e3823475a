// An incident's record in the store (Table::kIncidents), between bytes and structure.
#ifndef LIGHTSHIP_NODE_INCIDENT_RECORD_H_
#define LIGHTSHIP_NODE_INCIDENT_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/crypto/digest.h"
#include "node/incident/fold.h"

namespace lightship::incident {

// A statement of an incident and where it lies.
struct StatementRef {
  crypto::Digest id{};
  std::string origin;
  uint64_t index = 0;
  bool doubtful = false;  // ledger::NewStatement
};

struct Record {
  IncidentDocument document;
  std::vector<StatementRef> members;  // in order of id, each once
  std::optional<absl::Time> founded_at;
  std::vector<Verdict> verdicts;
  std::vector<crypto::Digest> group;  // storage.v1.IncidentRecord
  // Restricted verdicts behind the summary's `joined`, `part_of` and `links`; rows have them in its `restricted`.
  std::vector<v1::AuditedRead> restricted_verdicts;
  uint64_t changed = 0;
  uint32_t fold_version = 0;          // of `document`
};

// Told in another incident, which is the first of its group.
inline bool IsPartOfAnother(const Record& record) {
  return !record.group.empty() && record.group.front() != record.document.id;
}

std::string EncodeRecord(const Record& record);
// Sets `changed` in the bytes of a record that was encoded without.
void AddChanged(uint64_t changed, std::string& stored);
// Adds the texts to the bytes of a record that a row keeps: the parts may say something else by then.
void AddTexts(absl::string_view open, absl::string_view restricted, std::string& kept);

// The bytes of a record of one report, but for where that stands.
struct UnplacedRecord {
  std::string record;   // and but for the summary
  std::string summary;
};
// Takes from the record what it tells of the place of its only report.
UnplacedRecord EncodeUnplaced(Record& record);
// As EncodeRecord would give it of the report in its place.
std::string EncodePlaced(const UnplacedRecord& unplaced, const StatementRef& report, absl::string_view address,
                         absl::Time admitted_at, uint64_t changed);

// `key` is the record's key. DATA_LOSS (STORAGE) that names the record when it is not one.
absl::StatusOr<Record> DecodeRecord(absl::string_view key, absl::string_view bytes);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_RECORD_H_
