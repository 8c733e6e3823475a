#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace lightship::fuzz {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kMostBytes = 1 << 16;
constexpr int64_t kNumbers[] = {0, 1, -1, 2, 59, 60, 90, 180, 255, 256, 900000000, -900000001, 1800000000, 2147483647,
                                -2147483648LL, 4294967295LL, 253402300800LL,
                                std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()};
constexpr double kFractions[] = {0, -0.0, 1e-9, 0.5, -1, 1e9, 1e308, -1e308, std::numeric_limits<double>::infinity(),
                                 std::numeric_limits<double>::quiet_NaN()};
// Characters and words that readers have been wrong about.
constexpr absl::string_view kPieces[] = {
    "",  " ",  "\n", "\r\n", "\t", "\"", "'",  ",",   ";",  "=",        "-",        "+",    "@",   "<",
    "&", ">",  "/",  "\\",   "\x1b[2J", "\x7f",     "\xc2\x9b", "\xe2\x80\xae", "\xef\xbb\xbf", "\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x80\x93",
    "0", "9",  "00", "-0",   "1e9", "18446744073709551616", "99999999999999999999999", "nan",  "NOT", "(",   ")", "AND", "N",
    "S", "\xc2\xb0", "UTC+14", "all", "own", "SG", "SG/1", "XX"};

std::string WithBytes(std::string bytes, Dice& dice) {
  const size_t at = dice.Roll(bytes.size() + 1);
  const size_t length = std::min<size_t>(bytes.size() - at, 1 + dice.Roll(8));
  switch (dice.Roll(9)) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.Roll(8)));
      break;
    case 1:
      if (at < bytes.size()) bytes[at] = static_cast<char>(dice.Next());
      break;
    case 2:
      bytes.erase(at, length);
      break;
    case 3:
      bytes.insert(at, bytes.substr(at, length));
      break;
    case 4:
      bytes.insert(at, std::string(kPieces[dice.Roll(std::size(kPieces))]));
      break;
    case 5:
      bytes.replace(at, length, std::string(kPieces[dice.Roll(std::size(kPieces))]));
      break;
    case 6:
      bytes.resize(at);
      break;
    case 7:
      bytes.insert(at, bytes.substr(dice.Roll(bytes.size() + 1), 1 + dice.Roll(64)));
      break;
    default:
      for (size_t i = at; i < bytes.size(); ++i) {
        if (bytes[i] < '0' || bytes[i] > '9') continue;
        bytes[i] = static_cast<char>('0' + dice.Roll(10));
        break;
      }
  }
  if (bytes.size() > kMostBytes) bytes.resize(kMostBytes);
  return bytes;
}

// Every message within, itself included.
void Collect(Message& message, std::vector<Message*>& all) {
  all.push_back(&message);
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      Collect(*reflection.MutableMessage(&message, field), all);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      Collect(*reflection.MutableRepeatedMessage(&message, field, i), all);
    }
  }
}

int AnyValue(const EnumDescriptor& list, Dice& dice) {
  if (dice.Roll(8) == 0) return static_cast<int>(dice.Roll(200)) - 2;
  return list.value(static_cast<int>(dice.Roll(list.value_count())))->number();
}

int64_t AnyNumber(int64_t before, Dice& dice) {
  if (dice.Roll(3) == 0) return static_cast<int64_t>(static_cast<uint64_t>(before) + dice.Roll(5) - 2);
  return dice.Roll(2) == 0 ? kNumbers[dice.Roll(std::size(kNumbers))] : static_cast<int64_t>(dice.Next() >> dice.Roll(64));
}

void SetSingle(Message& message, const FieldDescriptor* field, Dice& dice) {
  const Reflection& r = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return r.SetInt32(&message, field, static_cast<int32_t>(AnyNumber(r.GetInt32(message, field), dice)));
    case FieldDescriptor::CPPTYPE_INT64:
      return r.SetInt64(&message, field, AnyNumber(r.GetInt64(message, field), dice));
    case FieldDescriptor::CPPTYPE_UINT32:
      return r.SetUInt32(&message, field, static_cast<uint32_t>(AnyNumber(r.GetUInt32(message, field), dice)));
    case FieldDescriptor::CPPTYPE_UINT64:
      return r.SetUInt64(&message, field, static_cast<uint64_t>(AnyNumber(static_cast<int64_t>(r.GetUInt64(message, field)), dice)));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return r.SetDouble(&message, field, kFractions[dice.Roll(std::size(kFractions))]);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return r.SetFloat(&message, field, static_cast<float>(kFractions[dice.Roll(std::size(kFractions))]));
    case FieldDescriptor::CPPTYPE_BOOL:
      return r.SetBool(&message, field, !r.GetBool(message, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return r.SetEnumValue(&message, field, AnyValue(*field->enum_type(), dice));
    case FieldDescriptor::CPPTYPE_STRING:
      return r.SetString(&message, field, WithBytes(r.GetString(message, field), dice));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      r.MutableMessage(&message, field);
      return;
  }
}

void AddToList(Message& message, const FieldDescriptor* field, Dice& dice) {
  const Reflection& r = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return r.AddUInt32(&message, field, static_cast<uint32_t>(AnyNumber(0, dice)));
    case FieldDescriptor::CPPTYPE_UINT64:
      return r.AddUInt64(&message, field, static_cast<uint64_t>(AnyNumber(0, dice)));
    case FieldDescriptor::CPPTYPE_ENUM:
      return r.AddEnumValue(&message, field, AnyValue(*field->enum_type(), dice));
    case FieldDescriptor::CPPTYPE_STRING:
      return r.AddString(&message, field, WithBytes("", dice));
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const int size = r.FieldSize(message, field);
      Message* added = r.AddMessage(&message, field);
      if (size > 0) added->CopyFrom(r.GetRepeatedMessage(message, field, static_cast<int>(dice.Roll(size))));
      return;
    }
    default:
      return;
  }
}

void ChangeElement(Message& message, const FieldDescriptor* field, int at, Dice& dice) {
  const Reflection& r = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return r.SetRepeatedUInt32(&message, field, at, static_cast<uint32_t>(AnyNumber(r.GetRepeatedUInt32(message, field, at), dice)));
    case FieldDescriptor::CPPTYPE_UINT64:
      return r.SetRepeatedUInt64(&message, field, at, static_cast<uint64_t>(AnyNumber(static_cast<int64_t>(r.GetRepeatedUInt64(message, field, at)), dice)));
    case FieldDescriptor::CPPTYPE_ENUM:
      return r.SetRepeatedEnumValue(&message, field, at, AnyValue(*field->enum_type(), dice));
    case FieldDescriptor::CPPTYPE_STRING:
      return r.SetRepeatedString(&message, field, at, WithBytes(r.GetRepeatedString(message, field, at), dice));
    default:
      return;
  }
}

void ChangeList(Message& message, const FieldDescriptor* field, Dice& dice) {
  const Reflection& r = *message.GetReflection();
  const int size = r.FieldSize(message, field);
  if (size == 0) return AddToList(message, field, dice);
  switch (dice.Roll(5)) {
    case 0:
      return r.RemoveLast(&message, field);
    case 1:
      return r.SwapElements(&message, field, 0, static_cast<int>(dice.Roll(size)));
    case 2:
      for (int more = std::min(size, 64); more > 0; --more) AddToList(message, field, dice);
      return;
    case 3:
      return AddToList(message, field, dice);
    default:
      return ChangeElement(message, field, static_cast<int>(dice.Roll(size)), dice);
  }
}

void ChangeField(Message& message, Dice& dice) {
  std::vector<Message*> all;
  Collect(message, all);
  Message& chosen = *all[dice.Roll(all.size())];
  const int fields = chosen.GetDescriptor()->field_count();
  if (fields == 0) return;
  const FieldDescriptor* field = chosen.GetDescriptor()->field(static_cast<int>(dice.Roll(fields)));
  if (field->is_repeated()) return ChangeList(chosen, field, dice);
  if (dice.Roll(5) == 0) return chosen.GetReflection()->ClearField(&chosen, field);
  SetSingle(chosen, field, dice);
}

}  // namespace

uint64_t Dice::Next() {
  uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::string MutateBytes(absl::string_view input, Dice& dice) {
  std::string bytes(input);
  for (uint64_t times = 1 + dice.Roll(3); times > 0; --times) bytes = WithBytes(std::move(bytes), dice);
  return bytes;
}

std::string MutateMessage(absl::string_view input, const Shape& shape, Dice& dice) {
  const size_t offset = std::min(shape.offset, input.size());
  const absl::string_view body = input.substr(offset);
  const std::unique_ptr<Message> message(shape.message->New());
  if (!message->ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return MutateBytes(input, dice);
  }
  for (uint64_t times = 1 + dice.Roll(3); times > 0; --times) ChangeField(*message, dice);
  // Text that is not UTF-8 is written as it is, for readers that must refuse it.
  std::string bytes(input.substr(0, offset));
  message->AppendPartialToString(&bytes);
  return bytes.size() > kMostBytes ? std::string(input) : bytes;
}

std::string Mutate(const Target& target, absl::string_view input, Dice& dice) {
  if (target.mutate != nullptr && dice.Roll(4) != 0) return target.mutate(input, dice);
  const Shape shape = target.shape == nullptr ? Shape{} : target.shape(input);
  if (shape.message == nullptr || dice.Roll(4) == 0) return MutateBytes(input, dice);
  return MutateMessage(input, shape, dice);
}

}  // namespace lightship::fuzz
