#include "node/statement/field_rules.h"

#include <cmath>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "node/base/limits.h"
#include "node/statement/open.h"

namespace lightship::statement {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The schema nests four deep; this stands against a future recursive one.
constexpr int kDepth = 16;

// A field of one message, or one item of a repeated field (item >= 0).
struct Place {
  const Message& message;
  const FieldDescriptor* field;
  int item;
};

void CheckText(const Place& at, absl::string_view path, size_t text_bytes, Findings& findings) {
  const Reflection* reflection = at.message.GetReflection();
  std::string scratch;
  const std::string& text =
      at.item < 0 ? reflection->GetStringReference(at.message, at.field, &scratch)
                  : reflection->GetRepeatedStringReference(at.message, at.field, at.item, &scratch);
  if (text.size() > text_bytes) {
    findings.Add(path, text.size(), " bytes; at most ", text_bytes);
  } else if (at.field->type() == FieldDescriptor::TYPE_STRING && !IsCleanText(text)) {
    findings.Add(path, "holds a control character; only newline and tab are allowed");
  }
}

void CheckEnum(const Place& at, absl::string_view path, Findings& findings) {
  const Reflection* reflection = at.message.GetReflection();
  const int value = at.item < 0 ? reflection->GetEnumValue(at.message, at.field)
                                : reflection->GetRepeatedEnumValue(at.message, at.field, at.item);
  if (at.field->enum_type()->FindValueByNumber(value) == nullptr) {
    findings.Add(path, value, " is no value of ", at.field->enum_type()->name(),
                 " that this release knows");
  } else if (at.item >= 0 && value == 0) {
    findings.Add(path, "an item that says nothing; leave it out");
  }
}

void CheckMessage(const Place& at, const std::string& path, size_t text_bytes, int depth,
                  Findings& findings);

void CheckFields(const Message& message, absl::string_view path, size_t text_bytes, int depth,
                 Findings& findings) {
  if (depth > kDepth) return findings.Add(path, "nested too deeply");
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    if (!field->is_repeated()) {
      CheckMessage({message, field, -1}, name, text_bytes, depth, findings);
      continue;
    }
    const int items = message.GetReflection()->FieldSize(message, field);
    if (items > static_cast<int>(base::limits::kListItems)) {
      findings.Add(name, items, " items; at most ", base::limits::kListItems);
      continue;
    }
    for (int item = 0; item < items; ++item) {
      CheckMessage({message, field, item}, absl::StrCat(name, "[", item, "]"), text_bytes, depth,
                   findings);
    }
  }
}

void CheckMessage(const Place& at, const std::string& path, size_t text_bytes, int depth,
                  Findings& findings) {
  const Reflection* reflection = at.message.GetReflection();
  switch (at.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return CheckText(at, path, text_bytes, findings);
    case FieldDescriptor::CPPTYPE_ENUM:
      return CheckEnum(at, path, findings);
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const double value = at.item < 0
                               ? reflection->GetDouble(at.message, at.field)
                               : reflection->GetRepeatedDouble(at.message, at.field, at.item);
      return findings.Require(std::isfinite(value), path, "not a finite number");
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return;
  }
  const Message& inner = at.item < 0
                             ? reflection->GetMessage(at.message, at.field)
                             : reflection->GetRepeatedMessage(at.message, at.field, at.item);
  if (inner.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    google::protobuf::Timestamp timestamp;
    timestamp.CopyFrom(inner);
    const absl::StatusOr<absl::Time> time = ToTime(timestamp);
    if (!time.ok()) findings.Add(path, time.status().message());
    return;
  }
  CheckFields(inner, path, text_bytes, depth + 1, findings);
}

}  // namespace

bool IsCleanText(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) return false;
    // U+0080 to U+009F in UTF-8.
    if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) {
      return false;
    }
  }
  return true;
}

void CheckEveryField(const Message& message, absl::string_view path, size_t text_bytes,
                     Findings& findings) {
  CheckFields(message, path, text_bytes, 0, findings);
}

}  // namespace lightship::statement
