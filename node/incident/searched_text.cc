#include "node/incident/searched_text.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/report.pb.h"
#include "node/base/limits.h"
#include "node/ledger/audit.h"
#include "node/maritime/folded_words.h"

namespace lightship::incident {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void AppendText(const std::string& text, std::string& lines) {
  const std::string words = maritime::FoldedWords(text);
  if (words.empty()) return;
  absl::StrAppend(&lines, words, "\n");
}

// Every text field, however deep. "language" says how to read one, not what it says.
void AppendTexts(const Message& message, std::string& lines) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        AppendTexts(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                         : reflection.GetMessage(message, field),
                    lines);
      } else if (field->type() == FieldDescriptor::TYPE_STRING && field->name() != "language") {
        AppendText(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                        : reflection.GetString(message, field),
                   lines);
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

void AddStatement(const Member& member, IncidentDocument& document) {
  const ledger::NewStatement& statement = *member.statement;
  v1::AuditedRead restricted;
  for (const v1::Part& part : statement.parts) {
    std::unique_ptr<Message> message = MessageOf(part.name());
    if (message == nullptr || !message->ParseFromString(part.content())) continue;
    std::string lines;
    AppendTexts(*message, lines);
    const size_t held = document.open_text.size() + document.restricted_text.size();
    if (lines.empty() || held + lines.size() > base::limits::kSearchedTextBytes) continue;
    v1::AuditedRead kept = ledger::RestrictedAmong(member.log.At(statement.index).ToString(),
                                                   statement.manifest, {part.name()});
    (kept.part_names().empty() ? document.open_text : document.restricted_text) += lines;
    restricted.set_address(kept.address());
    restricted.mutable_part_names()->MergeFrom(kept.part_names());
  }
  if (!restricted.part_names().empty()) document.restricted_texts.push_back(std::move(restricted));
}

}  // namespace

void FillTexts(absl::Span<const Member> members, IncidentDocument& document) {
  for (const Member& member : members) {
    if (member.superseded) continue;
    if (member.retracted && !document.summary.retracted()) continue;
    AddStatement(member, document);
  }
}

}  // namespace lightship::incident
