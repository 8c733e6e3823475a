// What few questions look at of a row, in as few bytes as it takes: there may be millions.
#ifndef LIGHTSHIP_NODE_INCIDENT_ROW_DETAIL_H_
#define LIGHTSHIP_NODE_INCIDENT_ROW_DETAIL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/audit.pb.h"
#include "lightship/v1/facets.pb.h"
#include "node/base/packed.h"
#include "node/crypto/digest.h"
#include "node/incident/countable.h"

namespace lightship::incident {

// The bytes of a record that is no longer in the store, or never was. Thread-safe.
class KeptRecord {
 public:
  KeptRecord() = default;
  ~KeptRecord() { delete bytes_.load(std::memory_order_relaxed); }
  KeptRecord(const KeptRecord&) = delete;
  KeptRecord& operator=(const KeptRecord&) = delete;

  // nullptr until it is kept.
  const std::string* Get() const { return bytes_.load(std::memory_order_acquire); }
  // For the writer alone. Does nothing when one is kept.
  void Keep(std::string bytes) {
    if (Get() == nullptr) bytes_.store(new std::string(std::move(bytes)), std::memory_order_release);
  }

 private:
  std::atomic<const std::string*> bytes_{nullptr};
};

// What a RowDetail is made of.
struct Particulars {
  crypto::Digest id{};
  uint64_t changed = 0;                      // of the record
  std::string name;                          // the summary's address, else the id in hexadecimal
  std::string told;                          // serialized v1::IncidentSummary of `joined`, `links` and `restricted` alone
  uint8_t navarea = 0;                       // of the summary, as the next
  uint8_t reporting_area = 0;
  bool several_statements = false;
  std::string vessel_names;                  // normalised, each as " WORD WORD \n"
  std::vector<uint32_t> imo_numbers;
  std::vector<uint32_t> mmsi_numbers;
  std::vector<uint16_t> economies;           // EconomyNumber, as the next two
  std::vector<uint16_t> coastal_states;
  std::vector<uint16_t> flags;
  std::string unlocode;
  std::vector<v1::Classified> classifications;
  std::vector<v1::AuditedRead> restricted_texts;  // IncidentDocument
  std::vector<crypto::Digest> group;              // Record
  Countable countable;
};

// Immutable but for `changed` and `kept`, once it is in a table, and shared between snapshots. The rest of the incident is in its
// record (records.h). What is given as a view lives as long as this.
class RowDetail {
 public:
  using EconomyNumbers = absl::InlinedVector<uint16_t, 4>;
  using ShipNumbers = absl::InlinedVector<uint32_t, 2>;
  using Areas = absl::InlinedVector<uint8_t, 3>;

  explicit RowDetail(const Particulars& particulars);
  // The same under another name, and nothing kept.
  RowDetail(const RowDetail& other, absl::string_view name);
  // REQUIRES: what WriteTo has written.
  explicit RowDetail(base::Unpacker& in);
  // All but `kept`.
  void WriteTo(base::Packer& out) const;

  const crypto::Digest id;
  mutable uint64_t changed;  // the writer may set it when the row is made already
  mutable KeptRecord kept;

  // Meaning and units: Particulars, and Countable for the latter ones.
  absl::string_view name() const { return Of(kName); }
  absl::string_view told() const { return Of(kTold); }
  uint8_t navarea() const { return navarea_; }
  uint8_t reporting_area() const { return reporting_area_; }
  bool several_statements() const { return several_statements_; }
  absl::string_view vessel_names() const { return Of(kVesselNames); }
  ShipNumbers imo_numbers() const;
  ShipNumbers mmsi_numbers() const;
  EconomyNumbers economies() const;
  EconomyNumbers coastal_states() const;
  EconomyNumbers flags() const;
  absl::string_view unlocode() const { return Of(kUnlocode); }
  // Whether one is of the scheme, and has the value unless that is empty.
  bool IsClassified(v1::ClassificationScheme scheme, absl::string_view value) const;
  bool has_restricted_texts() const { return Has(kRestrictedTexts); }
  std::vector<v1::AuditedRead> restricted_texts() const;
  bool has_group() const { return Has(kGroup); }
  std::vector<crypto::Digest> group() const;
  Areas areas() const;
  absl::string_view port() const { return Of(kPort); }
  int16_t utc_offset_minutes() const { return utc_offset_minutes_; }
  bool restricted() const { return restricted_; }
  // Countable::values of a dimension under which the row has several; 0 for others.
  uint32_t SeveralOf(v1::Dimension dimension) const;

 private:
  // In the order in which they stand in `bytes_`.
  enum Field {
    kEconomies, kName, kAreas, kCoastalStates, kFlags, kImoNumbers, kMmsiNumbers, kVesselNames, kUnlocode, kPort, kSeveral,
    kTold, kClassifications, kRestrictedTexts, kGroup, kFields
  };
  static std::string BytesOf(const Particulars& particulars, Field field);
  // Makes `bytes_` and `present_` of what `bytes_of(Field)` gives.
  template <typename BytesOfField>
  void Pack(const BytesOfField& bytes_of);
  bool Has(Field field) const { return (present_ >> field & 1) != 0; }
  // Empty when the row has none.
  absl::string_view Of(Field field) const;
  void Hold(absl::string_view bytes);

  std::unique_ptr<const char[]> bytes_;  // base::Packer's texts, of the fields that are present
  uint16_t present_ = 0;                 // one bit a Field
  int16_t utc_offset_minutes_;
  uint8_t navarea_;
  uint8_t reporting_area_;
  bool several_statements_;
  bool restricted_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_ROW_DETAIL_H_
