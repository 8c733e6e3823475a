#include "node/statement/field_rules.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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

// Where a field stands: written out for a finding alone, since nearly every field is sound.
struct Path {
  const Path* above;  // null at the top
  absl::string_view name;
  int item = -1;  // of a repeated field

  std::string Text() const {
    const std::string before = above == nullptr ? "" : above->Text();
    return absl::StrCat(before, before.empty() ? "" : ".", name, item < 0 ? "" : absl::StrCat("[", item, "]"));
  }
};

// A field of one message, or one item of a repeated field (item >= 0).
struct Place {
  const Message& message;
  const Reflection& reflection;  // the message's
  const FieldDescriptor* field;
  int item;
};

const google::protobuf::Descriptor* TimestampType() {
  static const google::protobuf::Descriptor* const type = google::protobuf::Timestamp::descriptor();
  return type;
}

void CheckText(const Place& at, const Path& path, size_t text_bytes, Findings& findings) {
  std::string scratch;
  const std::string& text =
      at.item < 0 ? at.reflection.GetStringReference(at.message, at.field, &scratch)
                  : at.reflection.GetRepeatedStringReference(at.message, at.field, at.item, &scratch);
  if (text.size() > text_bytes) {
    findings.Add(path.Text(), text.size(), " bytes; at most ", text_bytes);
  } else if (at.field->type() == FieldDescriptor::TYPE_STRING && !IsCleanText(text)) {
    findings.Add(path.Text(), "holds a control character; only newline and tab are allowed");
  }
}

void CheckEnum(const Place& at, const Path& path, Findings& findings) {
  const int value = at.item < 0 ? at.reflection.GetEnumValue(at.message, at.field)
                                : at.reflection.GetRepeatedEnumValue(at.message, at.field, at.item);
  if (at.field->enum_type()->FindValueByNumber(value) == nullptr) {
    findings.Add(path.Text(), value, " is no value of ", at.field->enum_type()->name(),
                 " that this release knows");
  } else if (at.item >= 0 && value == 0) {
    findings.Add(path.Text(), "an item that says nothing; leave it out");
  }
}

void CheckNumber(const Place& at, const Path& path, Findings& findings) {
  const double value = at.item < 0 ? at.reflection.GetDouble(at.message, at.field)
                                   : at.reflection.GetRepeatedDouble(at.message, at.field, at.item);
  if (!std::isfinite(value)) findings.Add(path.Text(), "not a finite number");
}

void CheckTime(const Message& inner, const Path& path, Findings& findings) {
  google::protobuf::Timestamp timestamp;
  timestamp.CopyFrom(inner);
  const absl::StatusOr<absl::Time> time = ToTime(timestamp);
  if (!time.ok()) findings.Add(path.Text(), time.status().message());
}

void CheckField(const Place& at, const Path& path, size_t text_bytes, int depth, Findings& findings);

void CheckFields(const Message& message, const Path& path, size_t text_bytes, int depth, Findings& findings) {
  if (depth > kDepth) return findings.Add(path.Text(), "nested too deeply");
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      CheckField({message, reflection, field, -1}, {&path, field->name()}, text_bytes, depth, findings);
      continue;
    }
    const int items = reflection.FieldSize(message, field);
    if (items > static_cast<int>(base::limits::kListItems)) {
      findings.Add(Path{&path, field->name()}.Text(), items, " items; at most ", base::limits::kListItems);
      continue;
    }
    for (int item = 0; item < items; ++item) {
      CheckField({message, reflection, field, item}, {&path, field->name(), item}, text_bytes, depth, findings);
    }
  }
}

void CheckField(const Place& at, const Path& path, size_t text_bytes, int depth, Findings& findings) {
  switch (at.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return CheckText(at, path, text_bytes, findings);
    case FieldDescriptor::CPPTYPE_ENUM:
      return CheckEnum(at, path, findings);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return CheckNumber(at, path, findings);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return;
  }
  const Message& inner = at.item < 0 ? at.reflection.GetMessage(at.message, at.field)
                                     : at.reflection.GetRepeatedMessage(at.message, at.field, at.item);
  if (at.field->message_type() == TimestampType()) return CheckTime(inner, path, findings);
  CheckFields(inner, path, text_bytes, depth + 1, findings);
}

}  // namespace

bool IsCleanText(absl::string_view text) {
  // All bytes at once, as compilers can: nearly every text has no such byte.
  bool suspect = false;
  for (const char sign : text) {
    const auto c = static_cast<unsigned char>(sign);
    suspect |= c < 0x20 || c == 0x7f || c == 0xc2;
  }
  if (!suspect) return true;
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
  CheckFields(message, {nullptr, path}, text_bytes, 0, findings);
}

}  // namespace lightship::statement
