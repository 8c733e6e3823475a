#include "node/incident/row_detail.h"

#include <algorithm>
#include <cstring>

#include "absl/numeric/bits.h"
#include "lightship/storage/v1/storage.pb.h"

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

RowDetail::RowDetail(const Particulars& particulars)
    : id(particulars.id),
      changed(particulars.changed),
      utc_offset_minutes_(particulars.countable.utc_offset_minutes),
      navarea_(particulars.navarea),
      reporting_area_(particulars.reporting_area),
      several_statements_(particulars.several_statements),
      restricted_(particulars.countable.restricted) {
  Pack([&](Field field) { return BytesOf(particulars, field); });
}

RowDetail::RowDetail(const RowDetail& other, absl::string_view name)
    : id(other.id),
      changed(other.changed),
      utc_offset_minutes_(other.utc_offset_minutes_),
      navarea_(other.navarea_),
      reporting_area_(other.reporting_area_),
      several_statements_(other.several_statements_),
      restricted_(other.restricted_) {
  Pack([&](Field field) { return field == kName ? name : other.Of(field); });
}

template <typename BytesOfField>
void RowDetail::Pack(const BytesOfField& bytes_of) {
  static_assert(kFields <= 16);
  base::Packer out;
  for (int field = 0; field < kFields; ++field) {
    const auto bytes = bytes_of(static_cast<Field>(field));
    if (bytes.empty()) continue;
    out.Text(bytes);
    present_ = static_cast<uint16_t>(present_ | 1 << field);
  }
  Hold(out.bytes());
}

void RowDetail::Hold(absl::string_view bytes) {
  auto held = std::make_unique<char[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), held.get());
  bytes_ = std::move(held);
}

RowDetail::RowDetail(base::Unpacker& in)
    : id(*crypto::DigestFromBytes(in.Text())),
      changed(in.Number()),
      present_(static_cast<uint16_t>(in.Number())),
      utc_offset_minutes_(static_cast<int16_t>(in.Signed())),
      navarea_(static_cast<uint8_t>(in.Number())),
      reporting_area_(static_cast<uint8_t>(in.Number())),
      several_statements_(in.Number() == 1),
      restricted_(in.Number() == 1) {
  Hold(in.Text());
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
  const absl::string_view end = last < 0 ? absl::string_view(bytes_.get(), 0) : Of(static_cast<Field>(last));
  out.Text({bytes_.get(), static_cast<size_t>(end.data() + end.size() - bytes_.get())});
}

absl::string_view RowDetail::Of(Field field) const {
  if (!Has(field)) return {};
  const char* at = bytes_.get();
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
