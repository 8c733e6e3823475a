#include "node/statement/field_scan.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/base/casts.h"
#include "absl/container/flat_hash_map.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/wire_format_lite.h"
#include "node/base/limits.h"
#include "node/base/mutex.h"
#include "node/statement/field_rules.h"
#include "node/statement/open.h"

namespace lightship::statement {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;

// Fields of larger numbers are left to CheckEveryField.
constexpr int kNumbers = 64;
constexpr int kScanDepth = 8;

struct Plan;

// What a field's values are held against.
struct Field {
  enum Kind : uint8_t { kNone, kText, kBytes, kEnum, kDouble, kVarint, kTime, kMessage };
  Kind kind = kNone;  // kNone: not of the schema, or of a kind that is left to CheckEveryField
  bool repeated = false;
  uint64_t known = 0;  // values of an enum below 64, a bit each
  const Plan* inner = nullptr;
};

struct Plan {
  std::array<Field, kNumbers> fields;
};

uint64_t SmallValuesOf(const EnumDescriptor& list) {
  uint64_t known = 0;
  for (int i = 0; i < list.value_count(); ++i) {
    const int number = list.value(i)->number();
    if (number >= 0 && number < 64) known |= uint64_t{1} << number;
  }
  return known;
}

Field::Kind KindOf(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      return Field::kText;
    case FieldDescriptor::TYPE_BYTES:
      return Field::kBytes;
    case FieldDescriptor::TYPE_ENUM:
      return Field::kEnum;
    case FieldDescriptor::TYPE_DOUBLE:
      return field.is_repeated() ? Field::kNone : Field::kDouble;
    case FieldDescriptor::TYPE_MESSAGE:
      return field.message_type() == google::protobuf::Timestamp::descriptor() ? Field::kTime : Field::kMessage;
    case FieldDescriptor::TYPE_BOOL:
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SINT64:
      return field.is_repeated() ? Field::kNone : Field::kVarint;
    default:
      return Field::kNone;
  }
}

// Plans of types, made when first asked for, each with those of the types in it; kept for ever.
class Plans {
 public:
  const Plan& Of(const Descriptor& type) {
    base::MutexLock lock(mutex_);
    return Make(type);
  }

 private:
  const Plan& Make(const Descriptor& type) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::unique_ptr<Plan>& known = plans_[&type];
    if (known != nullptr) return *known;
    known = std::make_unique<Plan>();
    Plan& plan = *known;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.number() >= kNumbers) continue;
      Field& made = plan.fields[static_cast<size_t>(field.number())];
      made.kind = KindOf(field);
      made.repeated = field.is_repeated();
      if (made.kind == Field::kEnum) made.known = SmallValuesOf(*field.enum_type());
      if (made.kind == Field::kMessage) made.inner = &Make(*field.message_type());
    }
    return plan;
  }

  base::Mutex mutex_;
  absl::flat_hash_map<const Descriptor*, std::unique_ptr<Plan>> plans_ ABSL_GUARDED_BY(mutex_);
};

// Takes what it reads off the front of `rest`.
bool TakeVarint(absl::string_view& rest, uint64_t& value) {
  value = 0;
  for (size_t i = 0; i < rest.size() && i < 10; ++i) {
    const auto byte = static_cast<uint8_t>(rest[i]);
    value |= uint64_t{byte & 0x7Fu} << (7 * i);
    if (byte >= 0x80) continue;
    rest.remove_prefix(i + 1);
    return true;
  }
  return false;
}

bool TakeBytes(absl::string_view& rest, absl::string_view& bytes) {
  uint64_t size = 0;
  if (!TakeVarint(rest, size) || size > rest.size()) return false;
  bytes = rest.substr(0, size);
  rest.remove_prefix(size);
  return true;
}

bool TakeFiniteDouble(absl::string_view& rest) {
  if (rest.size() < sizeof(uint64_t)) return false;
  uint64_t bits = 0;
  google::protobuf::io::CodedInputStream::ReadLittleEndian64FromArray(reinterpret_cast<const uint8_t*>(rest.data()), &bits);
  rest.remove_prefix(sizeof bits);
  return std::isfinite(absl::bit_cast<double>(bits));
}

bool IsKnown(const Field& field, uint64_t value) {
  return value < 64 && (field.known >> value & 1) != 0 && (!field.repeated || value != 0);
}

bool IsTime(absl::string_view bytes) {
  google::protobuf::Timestamp timestamp;
  return timestamp.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) && ToTime(timestamp).ok();
}

class Scan {
 public:
  explicit Scan(size_t text_bytes) : text_bytes_(text_bytes) {}

  bool Message(absl::string_view rest, const Plan& plan, int depth) const {
    if (depth > kScanDepth) return false;
    uint64_t seen = 0;
    size_t items = 0;  // of all lists together: lists as long as a limit are left to CheckEveryField
    while (!rest.empty()) {
      uint64_t tag = 0;
      if (!TakeVarint(rest, tag)) return false;
      const uint64_t number = tag >> WireFormatLite::kTagTypeBits;
      if (number >= kNumbers) return false;
      const Field& field = plan.fields[number];
      const uint64_t bit = uint64_t{1} << number;
      if (!field.repeated && (seen & bit) != 0) return false;
      seen |= bit;
      if (!Value(rest, field, static_cast<WireFormatLite::WireType>(tag & WireFormatLite::kTagTypeMask), depth, items)) return false;
    }
    return items <= base::limits::kListItems;
  }

 private:
  bool Value(absl::string_view& rest, const Field& field, WireFormatLite::WireType wire, int depth, size_t& items) const {
    if (field.repeated) ++items;
    if (wire == WireFormatLite::WIRETYPE_VARINT) {
      uint64_t value = 0;
      if (!TakeVarint(rest, value)) return false;
      return field.kind == Field::kVarint || (field.kind == Field::kEnum && IsKnown(field, value));
    }
    if (wire == WireFormatLite::WIRETYPE_FIXED64) return field.kind == Field::kDouble && TakeFiniteDouble(rest);
    absl::string_view bytes;
    if (wire != WireFormatLite::WIRETYPE_LENGTH_DELIMITED || !TakeBytes(rest, bytes)) return false;
    switch (field.kind) {
      case Field::kText:
        return bytes.size() <= text_bytes_ && IsCleanText(bytes);
      case Field::kBytes:
        return bytes.size() <= text_bytes_;
      case Field::kEnum:
        return field.repeated && Packed(bytes, field, items);
      case Field::kTime:
        return IsTime(bytes);
      case Field::kMessage:
        return Message(bytes, *field.inner, depth + 1);
      default:
        return false;
    }
  }

  static bool Packed(absl::string_view rest, const Field& field, size_t& items) {
    for (uint64_t value = 0; !rest.empty(); ++items) {
      if (!TakeVarint(rest, value) || !IsKnown(field, value)) return false;
    }
    return true;
  }

  const size_t text_bytes_;
};

}  // namespace

bool AllFieldsSound(absl::string_view bytes, const Descriptor& type, size_t text_bytes) {
  static Plans* const plans = new Plans();
  return Scan(text_bytes).Message(bytes, plans->Of(type), 0);
}

}  // namespace lightship::statement
