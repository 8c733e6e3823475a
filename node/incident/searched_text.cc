#include "node/incident/searched_text.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/report.pb.h"
#include "node/base/limits.h"
#include "node/ledger/audit.h"
#include "node/maritime/folded_words.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void AppendText(const std::string& text, std::string& lines) {
  if (text.empty()) return;
  const std::string words = maritime::FoldedWords(text);
  if (words.empty()) return;
  absl::StrAppend(&lines, words, "\n");
}

// Which fields of each kind of message have text, or messages that may have some, in order of number: most have none.
// "language" says how to read a text, not what it says.
class TextFields {
 public:
  explicit TextFields(std::initializer_list<const Descriptor*> kinds) {
    for (const Descriptor* kind : kinds) Learn(kind);
  }

  const std::vector<const FieldDescriptor*>& Of(const Message& message) const {
    return fields_.at(message.GetDescriptor());
  }

 private:
  void Learn(const Descriptor* kind) {
    if (!fields_.try_emplace(kind).second) return;
    std::vector<const FieldDescriptor*> fields;
    for (int i = 0; i < kind->field_count(); ++i) {
      const FieldDescriptor* field = kind->field(i);
      if (field->message_type() != nullptr) Learn(field->message_type());
      // A kind within itself is not known to the end here, and may have some.
      const bool deeper = field->message_type() != nullptr && !IsWithout(field->message_type());
      if (deeper || (field->type() == FieldDescriptor::TYPE_STRING && field->name() != "language")) fields.push_back(field);
    }
    std::sort(fields.begin(), fields.end(),
              [](const FieldDescriptor* x, const FieldDescriptor* y) { return x->number() < y->number(); });
    fields_[kind] = std::move(fields);
    known_.insert(kind);
  }
  bool IsWithout(const Descriptor* kind) const { return known_.contains(kind) && fields_.at(kind).empty(); }

  absl::flat_hash_map<const Descriptor*, std::vector<const FieldDescriptor*>> fields_;
  absl::flat_hash_set<const Descriptor*> known_;
};

const TextFields& AllTextFields() {
  static const auto* const fields = new TextFields(
      {v1::Facts::descriptor(), v1::VesselDetails::descriptor(), v1::Narrative::descriptor(), v1::Response::descriptor(),
       v1::Notice::descriptor(), v1::Comment::descriptor(), v1::Assertion::descriptor()});
  return *fields;
}

// Every text, however deep.
void AppendTexts(const Message& message, std::string& lines) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::string scratch;
  for (const FieldDescriptor* field : AllTextFields().Of(message)) {
    const bool repeated = field->is_repeated();
    const int count = repeated ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->message_type() == nullptr) {
        AppendText(repeated ? reflection.GetRepeatedStringReference(message, field, i, &scratch)
                            : reflection.GetStringReference(message, field, &scratch),
                   lines);
      } else if (repeated) {
        AppendTexts(reflection.GetRepeatedMessage(message, field, i), lines);
      } else if (reflection.HasField(message, field)) {
        AppendTexts(reflection.GetMessage(message, field), lines);
      }
    }
  }
}

// nullptr for parts that are not searched.
std::unique_ptr<Message> MessageOf(absl::string_view part) {
  if (part == "facts") return std::make_unique<v1::Facts>();
  if (part == "vessel") return std::make_unique<v1::VesselDetails>();
  if (part == "narrative") return std::make_unique<v1::Narrative>();
  if (part == "response") return std::make_unique<v1::Response>();
  if (part == "notice") return std::make_unique<v1::Notice>();
  if (part == "comment") return std::make_unique<v1::Comment>();
  if (part == "assertion") return std::make_unique<v1::Assertion>();
  return nullptr;
}

// The texts of a part; none of one that is not searched. `report`: what has been parsed of the statement, or null.
std::string TextsOf(const v1::Part& part, const Report* report) {
  std::string lines;
  if (report != nullptr && part.name() == "facts" && report->facts.has_value()) {
    AppendTexts(*report->facts, lines);
  } else if (report != nullptr && part.name() == "vessel" && report->vessel.has_value()) {
    AppendTexts(*report->vessel, lines);
  } else if (std::unique_ptr<Message> message = MessageOf(part.name()); message != nullptr && message->ParseFromString(part.content())) {
    AppendTexts(*message, lines);
  }
  return lines;
}

const v1::Part* PartOf(const ledger::NewStatement& statement, absl::string_view name) {
  const auto found = std::find_if(statement.parts.begin(), statement.parts.end(), [&](const v1::Part& part) { return part.name() == name; });
  return found == statement.parts.end() ? nullptr : &*found;
}

// In the manifest's order, whatever order they came in.
void AddStatement(const Member& member, const Report* report, IncidentDocument& document) {
  const ledger::NewStatement& statement = *member.statement;
  v1::AuditedRead restricted;
  for (const v1::PartRef& ref : statement.manifest.parts()) {
    const v1::Part* part = PartOf(statement, ref.name());
    if (part == nullptr) continue;
    const std::string lines = TextsOf(*part, report);
    const size_t held = document.open_text.size() + document.restricted_text.size();
    if (lines.empty() || held + lines.size() > base::limits::kSearchedTextBytes) continue;
    const bool kept = ledger::IsRestricted(statement.manifest, ref);
    (kept ? document.restricted_text : document.open_text) += lines;
    if (kept) restricted.add_part_names(ref.name());
  }
  if (restricted.part_names().empty()) return;
  restricted.set_address(member.log.At(statement.index).ToString());
  document.restricted_texts.push_back(std::move(restricted));
}

}  // namespace

void FillTexts(absl::Span<const Member> members, absl::Span<const Report> reports, IncidentDocument& document) {
  // Nearly all incidents have one report.
  const Report* const only = reports.size() == 1 ? &reports.front() : nullptr;
  for (const Member& member : members) {
    if (member.superseded) continue;
    if (member.retracted && !document.summary.retracted()) continue;
    AddStatement(member, only != nullptr && only->member == &member ? only : nullptr, document);
  }
}

}  // namespace lightship::incident
