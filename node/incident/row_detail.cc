#include "node/incident/row_detail.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/bits.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/base/mutex.h"

namespace lightship::incident {
namespace {

// Numbers of a fixed width, one after the other.
template <typename Numbers>
std::string BytesOfNumbers(const Numbers& numbers) {
  const auto* begin = reinterpret_cast<const char*>(numbers.data());
  return {begin, begin + numbers.size() * sizeof(*numbers.data())};
}

template <typename Numbers>
Numbers NumbersOf(absl::string_view bytes) {
  Numbers numbers(bytes.size() / sizeof(typename Numbers::value_type));
  if (!bytes.empty()) std::memcpy(numbers.data(), bytes.data(), bytes.size());
  return numbers;
}

std::string BytesOfSeveral(const Countable& countable) {
  base::Packer out;
  for (const v1::Dimension dimension : kListedDimensions) {
    const uint32_t bits = countable.values[dimension];
    if (bits == 0 || absl::has_single_bit(bits)) continue;
    out.Number(static_cast<uint64_t>(dimension));
    out.Number(bits);
  }
  return std::move(out).Bytes();
}

std::string BytesOfClassifications(const std::vector<v1::Classified>& classifications) {
  base::Packer out;
  for (const v1::Classified& one : classifications) {
    out.Number(static_cast<uint64_t>(one.scheme()));
    out.Text(one.value());
  }
  return std::move(out).Bytes();
}

std::string BytesOfReads(const std::vector<v1::AuditedRead>& reads) {
  storage::v1::IncidentRecord record;
  record.mutable_restricted_texts()->Add(reads.begin(), reads.end());
  return record.SerializeAsString();
}

// What all rows of the program keep.
class KeptRecords {
 public:
  static KeptRecords& All() {
    static auto* const all = new KeptRecords;
    return *all;
  }

  const std::string* Of(const RowDetail* row) {
    base::MutexLock lock(mutex_);
    return records_.at(row).get();
  }
  void Keep(const RowDetail* row, std::string record) {
    base::MutexLock lock(mutex_);
    records_.emplace(row, std::make_unique<const std::string>(std::move(record)));
  }
  void Drop(const RowDetail* row) {
    std::unique_ptr<const std::string> dropped;
    base::MutexLock lock(mutex_);
    const auto found = records_.find(row);
    dropped = std::move(found->second);
    records_.erase(found);
    if (records_.empty()) records_.rehash(0);  // there may have been millions
  }

 private:
  base::Mutex mutex_;
  absl::flat_hash_map<const RowDetail*, std::unique_ptr<const std::string>> records_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::string RowDetail::BytesOf(const Particulars& particulars, Field field) {
  switch (field) {
    case kEconomies: return BytesOfNumbers(particulars.economies);
    case kName: return particulars.name;
    case kAreas: return BytesOfNumbers(particulars.countable.areas);
    case kCoastalStates: return BytesOfNumbers(particulars.coastal_states);
    case kFlags: return BytesOfNumbers(particulars.flags);
    case kImoNumbers: return BytesOfNumbers(particulars.imo_numbers);
    case kMmsiNumbers: return BytesOfNumbers(particulars.mmsi_numbers);
    case kVesselNames: return particulars.vessel_names;
    case kUnlocode: return particulars.unlocode;
    case kPort: return particulars.countable.port;
    case kSeveral: return BytesOfSeveral(particulars.countable);
    case kTold: return particulars.told;
    case kClassifications: return BytesOfClassifications(particulars.classifications);
    case kRestrictedTexts: return BytesOfReads(particulars.restricted_texts);
    case kGroup: return BytesOfNumbers(particulars.group);
    case kFields: break;
  }
  return "";
}

RowDetail::RowDetail(const Head& head, absl::string_view bytes)
    : changed(head.changed),
      id(head.id),
      present_(head.present),
      utc_offset_minutes_(head.utc_offset_minutes),
      navarea_(head.navarea),
      reporting_area_(head.reporting_area),
      several_statements_(head.several_statements),
      restricted_(head.restricted) {
  std::copy(bytes.begin(), bytes.end(), const_cast<char*>(Bytes()));
}

RowDetail::~RowDetail() {
  if (keeps_.load(std::memory_order_relaxed)) KeptRecords::All().Drop(this);
}

const std::string* RowDetail::Kept() const { return KeptRecords::All().Of(this); }

void RowDetail::Keep(std::string record) const {
  if (kept() != nullptr) return;
  KeptRecords::All().Keep(this, std::move(record));
  keeps_.store(true, std::memory_order_release);
}

RowDetailPointer RowDetail::Make(const Head& head, absl::string_view bytes) {
  static_assert(alignof(RowDetail) > sizeof(RowDetail) - kMembersBytes, "there is padding between members");
  void* const memory = ::operator new(std::max(sizeof(RowDetail), kMembersBytes + bytes.size()));
  return RowDetailPointer(new (memory) RowDetail(head, bytes));
}

RowDetailPointer::~RowDetailPointer() {
  if (detail_ == nullptr || detail_->holders_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  detail_->~RowDetail();
  ::operator delete(const_cast<RowDetail*>(detail_));
}

RowDetailPointer RowDetail::Make(const Particulars& particulars) {
  Head head{particulars.id, particulars.changed, 0, particulars.countable.utc_offset_minutes, particulars.navarea,
            particulars.reporting_area, particulars.several_statements, particulars.countable.restricted};
  const std::string bytes = Packed([&](Field field) { return BytesOf(particulars, field); }, head.present);
  return Make(head, bytes);
}

RowDetailPointer RowDetail::Renamed(absl::string_view name) const {
  Head head{id, changed, 0, utc_offset_minutes_, navarea_, reporting_area_, several_statements_, restricted_};
  const std::string bytes = Packed([&](Field field) { return field == kName ? name : Of(field); }, head.present);
  return Make(head, bytes);
}

template <typename BytesOfField>
std::string RowDetail::Packed(const BytesOfField& bytes_of, uint16_t& present) {
  static_assert(kFields <= 16);
  base::Packer out;
  for (int field = 0; field < kFields; ++field) {
    const auto bytes = bytes_of(static_cast<Field>(field));
    if (bytes.empty()) continue;
    out.Text(bytes);
    present = static_cast<uint16_t>(present | 1 << field);
  }
  return std::move(out).Bytes();
}

RowDetailPointer RowDetail::ReadFrom(base::Unpacker& in) {
  Head head;
  head.id = *crypto::DigestFromBytes(in.Text());
  head.changed = in.Number();
  head.present = static_cast<uint16_t>(in.Number());
  head.utc_offset_minutes = static_cast<int16_t>(in.Signed());
  head.navarea = static_cast<uint8_t>(in.Number());
  head.reporting_area = static_cast<uint8_t>(in.Number());
  head.several_statements = in.Number() == 1;
  head.restricted = in.Number() == 1;
  return Make(head, in.Text());
}

void RowDetail::WriteTo(base::Packer& out) const {
  out.Text(crypto::AsView(id));
  out.Number(changed);
  out.Number(present_);
  out.Signed(utc_offset_minutes_);
  out.Number(navarea_);
  out.Number(reporting_area_);
  out.Number(several_statements_ ? 1 : 0);
  out.Number(restricted_ ? 1 : 0);
  const int last = static_cast<int>(absl::bit_width(present_)) - 1;
  const absl::string_view end = last < 0 ? absl::string_view(Bytes(), 0) : Of(static_cast<Field>(last));
  out.Text({Bytes(), static_cast<size_t>(end.data() + end.size() - Bytes())});
}

absl::string_view RowDetail::Of(Field field) const {
  if (!Has(field)) return {};
  const char* at = Bytes();
  for (int left = absl::popcount(static_cast<uint16_t>(present_ & ((1 << field) - 1)));; --left) {
    size_t length = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at++);
      length |= size_t{byte & 127u} << shift;
      if (byte < 128) break;
    }
    if (left == 0) return {at, length};
    at += length;
  }
}

RowDetail::ShipNumbers RowDetail::imo_numbers() const { return NumbersOf<ShipNumbers>(Of(kImoNumbers)); }
RowDetail::ShipNumbers RowDetail::mmsi_numbers() const { return NumbersOf<ShipNumbers>(Of(kMmsiNumbers)); }
RowDetail::EconomyNumbers RowDetail::economies() const { return NumbersOf<EconomyNumbers>(Of(kEconomies)); }
RowDetail::EconomyNumbers RowDetail::coastal_states() const { return NumbersOf<EconomyNumbers>(Of(kCoastalStates)); }
RowDetail::EconomyNumbers RowDetail::flags() const { return NumbersOf<EconomyNumbers>(Of(kFlags)); }
std::vector<crypto::Digest> RowDetail::group() const { return NumbersOf<std::vector<crypto::Digest>>(Of(kGroup)); }
RowDetail::Areas RowDetail::areas() const { return NumbersOf<Areas>(Of(kAreas)); }

bool RowDetail::IsClassified(v1::ClassificationScheme scheme, absl::string_view value) const {
  base::Unpacker in(Of(kClassifications));
  while (!in.AtEnd()) {
    const bool of_scheme = in.Number() == static_cast<uint64_t>(scheme);
    const absl::string_view held = in.Text();
    if (of_scheme && (value.empty() || value == held)) return true;
  }
  return false;
}

std::vector<v1::AuditedRead> RowDetail::restricted_texts() const {
  if (!has_restricted_texts()) return {};
  storage::v1::IncidentRecord record;
  const absl::string_view bytes = Of(kRestrictedTexts);
  record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return {record.restricted_texts().begin(), record.restricted_texts().end()};
}

uint32_t RowDetail::SeveralOf(v1::Dimension dimension) const {
  base::Unpacker in(Of(kSeveral));
  while (!in.AtEnd()) {
    const bool found = in.Number() == static_cast<uint64_t>(dimension);
    const auto bits = static_cast<uint32_t>(in.Number());
    if (found) return bits;
  }
  return 0;
}

}  // namespace lightship::incident
