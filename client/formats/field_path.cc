#include "client/formats/field_path.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/formats/json.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"

namespace lightship::formats {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

struct Step {
  const FieldDescriptor* field = nullptr;
  std::optional<int> index;  // of a repeated field
};

std::vector<std::string> NamesOf(const Descriptor* type) {
  std::vector<std::string> names;
  for (int i = 0; i < type->field_count(); ++i) names.push_back(type->field(i)->name());
  return names;
}

const Descriptor* PartType(absl::string_view part) {
  if (part == "facts") return v1::Facts::descriptor();
  if (part == "vessel") return v1::VesselDetails::descriptor();
  if (part == "narrative") return v1::Narrative::descriptor();
  if (part == "people") return v1::People::descriptor();
  return nullptr;
}

// "victims[0]" of `type`.
absl::StatusOr<Step> StepOf(absl::string_view word, const Descriptor* type) {
  Step step;
  const size_t bracket = word.find('[');
  const absl::string_view name = word.substr(0, bracket);
  step.field = type == nullptr ? nullptr : type->FindFieldByName(std::string(name));
  if (step.field == nullptr) {
    return absl::InvalidArgumentError(
        type == nullptr ? absl::StrCat("\"", name, "\" stands below a value that has no fields")
                        : absl::StrCat("there is no field \"", name, "\"; there are ",
                                       absl::StrJoin(NamesOf(type), ", ")));
  }
  if (bracket == absl::string_view::npos) return step;
  int index = 0;
  const absl::string_view inside = word.substr(bracket + 1, word.size() - bracket - 2);
  if (!absl::EndsWith(word, "]") || !absl::SimpleAtoi(inside, &index) || index < 0 || !step.field->is_repeated()) {
    return absl::InvalidArgumentError(absl::StrCat("\"", word, "\" should be like victims[0], of a repeated field"));
  }
  step.index = index;
  return step;
}

absl::StatusOr<std::vector<Step>> StepsOf(absl::string_view path) {
  const std::vector<std::string> words = absl::StrSplit(path, '.');
  const Descriptor* type = PartType(words[0]);
  if (type == nullptr || words.size() < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", path, "\" should begin with facts, vessel, narrative or people, and name a field of it"));
  }
  std::vector<Step> steps;
  for (size_t i = 1; i < words.size(); ++i) {
    if (!steps.empty() && steps.back().field->is_repeated() && !steps.back().index) {
      return absl::InvalidArgumentError(absl::StrCat("\"", words[i - 1], "\" is repeated; say which, as in ",
                                                     words[i - 1], "[0]"));
    }
    ASSIGN_OR_RETURN(Step step, StepOf(words[i], type));
    steps.push_back(step);
    type = step.field->message_type();
  }
  return steps;
}

const Message* PartOf(const v1::IncidentStatement& report, absl::string_view path) {
  if (absl::StartsWith(path, "facts.")) return report.has_facts() ? &report.facts() : nullptr;
  if (absl::StartsWith(path, "vessel.")) return report.has_vessel() ? &report.vessel() : nullptr;
  if (absl::StartsWith(path, "narrative.")) return report.has_narrative() ? &report.narrative() : nullptr;
  return report.has_people() ? &report.people() : nullptr;
}

bool IsThere(const Message& message, const Step& step) {
  const Reflection* reflection = message.GetReflection();
  if (!step.field->is_repeated()) return reflection->HasField(message, step.field);
  return reflection->FieldSize(message, step.field) > step.index.value_or(0);
}

// The JSON of a message that holds nothing but the field: `{"name":VALUE}`, without what stands around the value.
std::string ValueIn(const Message& message, const FieldDescriptor* field, bool element) {
  std::string json = JsonLine(message);
  absl::string_view value = absl::StripAsciiWhitespace(json);
  value.remove_prefix(std::min(value.size(), field->name().size() + 4));
  value.remove_suffix(1);
  if (element) {
    value.remove_prefix(1);
    value.remove_suffix(1);
  }
  return std::string(value);
}

std::string JsonOf(const Message& message, const Step& step) {
  std::unique_ptr<Message> only(message.New());
  only->CopyFrom(message);
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*only, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field != step.field) reflection->ClearField(only.get(), field);
  }
  if (step.index) {
    reflection->SwapElements(only.get(), step.field, 0, *step.index);
    while (reflection->FieldSize(*only, step.field) > 1) reflection->RemoveLast(only.get(), step.field);
  }
  return ValueIn(*only, step.field, step.index.has_value());
}

// What people type, as JSON: a list's value by its display name, text in quotes.
std::string Quoted(const FieldDescriptor* field, absl::string_view value) {
  if (field->type() == FieldDescriptor::TYPE_ENUM) {
    absl::StatusOr<int> number = maritime::ParseValue(field->enum_type(), value);
    if (number.ok()) return absl::StrCat("\"", field->enum_type()->FindValueByNumber(*number)->name(), "\"");
  }
  const bool text = field->type() == FieldDescriptor::TYPE_STRING || field->type() == FieldDescriptor::TYPE_ENUM;
  if (!text || absl::StartsWith(value, "\"")) return std::string(value);
  google::protobuf::Value quoted;
  quoted.set_string_value(std::string(value));
  std::string json;
  return google::protobuf::util::MessageToJsonString(quoted, &json).ok() ? json : "";
}

}  // namespace

absl::StatusOr<FieldValue> FindField(const v1::IncidentStatement& report, absl::string_view path) {
  ASSIGN_OR_RETURN(std::vector<Step> steps, StepsOf(path));
  const Message* message = PartOf(report, path);
  for (size_t i = 0; message != nullptr && i + 1 < steps.size(); ++i) {
    const Reflection* reflection = message->GetReflection();
    if (!IsThere(*message, steps[i])) return FieldValue();
    message = steps[i].index ? &reflection->GetRepeatedMessage(*message, steps[i].field, *steps[i].index)
                             : &reflection->GetMessage(*message, steps[i].field);
  }
  if (message == nullptr || !IsThere(*message, steps.back())) return FieldValue();
  return FieldValue{true, JsonOf(*message, steps.back())};
}

absl::StatusOr<std::string> FieldJson(absl::string_view path, absl::string_view value) {
  ASSIGN_OR_RETURN(std::vector<Step> steps, StepsOf(path));
  const FieldDescriptor* field = steps.back().field;
  const bool list = field->is_repeated() && !steps.back().index;
  const std::string typed = list ? std::string(value) : Quoted(field, value);
  const bool element = steps.back().index.has_value();
  std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(field->containing_type())->New());
  absl::Status read = FromJson(absl::StrCat("{\"", field->name(), "\":", element ? "[" : "", typed,
                                            element ? "]" : "", "}"),
                               *message);
  if (!read.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("\"", value, "\" is no value of ", path, ": ", read.message()));
  }
  if (!IsThere(*message, {field, element ? std::optional<int>(0) : std::nullopt})) {
    return absl::InvalidArgumentError("is empty; to say that a field is wrong use `lightship dispute`");
  }
  return JsonOf(*message, {field, element ? std::optional<int>(0) : std::nullopt});
}

}  // namespace lightship::formats
