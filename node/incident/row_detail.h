// What few questions look at of a row, in as few bytes as it takes: there may be millions.
#ifndef LIGHTSHIP_NODE_INCIDENT_ROW_DETAIL_H_
#define LIGHTSHIP_NODE_INCIDENT_ROW_DETAIL_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
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

class RowDetail;

// Shares the row's detail with others; it goes with the last of them. Half of a std::shared_ptr, and nothing beside the detail.
class RowDetailPointer {
 public:
  RowDetailPointer() = default;
  RowDetailPointer(const RowDetailPointer& other);
  RowDetailPointer(RowDetailPointer&& other) noexcept : detail_(std::exchange(other.detail_, nullptr)) {}
  RowDetailPointer& operator=(RowDetailPointer other) noexcept {
    std::swap(detail_, other.detail_);
    return *this;
  }
  ~RowDetailPointer();

  const RowDetail* get() const { return detail_; }
  const RowDetail& operator*() const { return *detail_; }
  const RowDetail* operator->() const { return detail_; }
  bool operator==(const RowDetailPointer& other) const = default;
  bool operator==(std::nullptr_t) const { return detail_ == nullptr; }

 private:
  friend class RowDetail;
  explicit RowDetailPointer(const RowDetail* only) : detail_(only) {}

  const RowDetail* detail_ = nullptr;
};

// Immutable but for `changed` and what it keeps, once it is in a table, and shared between snapshots. The rest of the incident is in its
// record (records.h). What is given as a view lives as long as this. One piece of memory holds all of it.
class RowDetail {
 public:
  using EconomyNumbers = absl::InlinedVector<uint16_t, 4>;
  using ShipNumbers = absl::InlinedVector<uint32_t, 2>;
  using Areas = absl::InlinedVector<uint8_t, 3>;

  static RowDetailPointer Make(const Particulars& particulars);
  // The same under another name, and nothing kept.
  RowDetailPointer Renamed(absl::string_view name) const;
  // REQUIRES: what WriteTo has written.
  static RowDetailPointer ReadFrom(base::Unpacker& in);
  RowDetail(const RowDetail&) = delete;
  RowDetail& operator=(const RowDetail&) = delete;
  // All but what it keeps.
  void WriteTo(base::Packer& out) const;

  mutable uint64_t changed;  // the writer may set it when the row is made already
  const crypto::Digest id;

  // The bytes of its record when that is no longer in the store, or never was; nullptr until it keeps them. For any thread.
  const std::string* kept() const { return keeps_.load(std::memory_order_acquire) ? Kept() : nullptr; }
  // For the writer alone. Does nothing when one is kept.
  void Keep(std::string record) const;

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
  friend class RowDetailPointer;

  // In the order in which they stand in Bytes().
  enum Field {
    kEconomies, kName, kAreas, kCoastalStates, kFlags, kImoNumbers, kMmsiNumbers, kVesselNames, kUnlocode, kPort, kSeveral,
    kTold, kClassifications, kRestrictedTexts, kGroup, kFields
  };
  // What is as long in every row.
  struct Head {
    crypto::Digest id{};
    uint64_t changed = 0;
    uint16_t present = 0;
    int16_t utc_offset_minutes = 0;
    uint8_t navarea = 0;
    uint8_t reporting_area = 0;
    bool several_statements = false;
    bool restricted = false;
  };
  // `bytes` of the fields that are present, to be copied behind it.
  RowDetail(const Head& head, absl::string_view bytes);
  ~RowDetail();
  const std::string* Kept() const;
  static RowDetailPointer Make(const Head& head, absl::string_view bytes);
  // The bytes of the fields that `bytes_of(Field)` has, which are present then.
  template <typename BytesOfField>
  static std::string Packed(const BytesOfField& bytes_of, uint16_t& present);
  static std::string BytesOf(const Particulars& particulars, Field field);
  // base::Packer's texts, of the fields that are present: right behind the last member, in what would be padding.
  const char* Bytes() const { return reinterpret_cast<const char*>(this) + kMembersBytes; }
  bool Has(Field field) const { return (present_ >> field & 1) != 0; }
  // Empty when the row has none.
  absl::string_view Of(Field field) const;

  mutable std::atomic<uint32_t> holders_{1};
  const uint16_t present_;  // one bit a Field
  const int16_t utc_offset_minutes_;
  const uint8_t navarea_;
  const uint8_t reporting_area_;
  const bool several_statements_;
  const bool restricted_;
  mutable std::atomic<bool> keeps_{false};  // few do: the bytes stand elsewhere

  static constexpr size_t kMembersBytes = sizeof(changed) + sizeof(id) + sizeof(holders_) + sizeof(present_) +
                                          sizeof(utc_offset_minutes_) + sizeof(navarea_) + sizeof(reporting_area_) +
                                          sizeof(several_statements_) + sizeof(restricted_) + sizeof(keeps_);
};

inline RowDetailPointer::RowDetailPointer(const RowDetailPointer& other) : detail_(other.detail_) {
  if (detail_ != nullptr) detail_->holders_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_ROW_DETAIL_H_
