#include "node/app/reload.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"

namespace lightship::app {
namespace {

using config::v1::NodeConfig;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// A block stands for all its keys.
const std::set<absl::string_view>& TakenKeys() {
  static const auto* keys = new std::set<absl::string_view>{
      "peers",       "signatures_behind", "log_level", "holders", "care",           "two_person",  "correlation",
      "attachments", "quotas",    "disk",    "backup.every_s", "backup.keep", "limits.redial_first_ms", "limits.redial_most_ms"};
  return *keys;
}

std::string ValueOf(const Message& block, const FieldDescriptor& field) {
  std::string all, one;
  const int count = field.is_repeated() ? block.GetReflection()->FieldSize(block, &field) : 1;
  for (int i = 0; i < count; ++i) {
    TextFormat::PrintFieldValueToString(block, &field, field.is_repeated() ? i : -1, &one);
    absl::StrAppend(&all, all.empty() ? "" : ", ", one);
  }
  return all.empty() ? "none" : all;
}

// Every key with its value, as text.
void Flatten(const Message& block, const std::string& above, std::map<std::string, std::string>& values) {
  for (int i = 0; i < block.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *block.GetDescriptor()->field(i);
    const std::string key = above + field.name();
    if (field.message_type() == nullptr) {
      values[key] = ValueOf(block, field);
    } else if (!field.is_repeated()) {
      Flatten(block.GetReflection()->GetMessage(block, &field), key + ".", values);
    }
  }
}

std::map<std::string, std::string> ValuesOf(const NodeConfig& config) {
  std::map<std::string, std::string> values;
  Flatten(config, "", values);
  for (const config::v1::Peer& peer : config.peers()) {
    values[absl::StrCat("peers[", peer.economy(), "]")] =
        absl::StrCat(peer.address().empty() ? "no address" : peer.address(), peer.ignore_duplicate() ? ", ignore_duplicate" : "",
                     !peer.has_signatures_behind() ? "" : peer.signatures_behind() ? ", signatures_behind" : ", signatures before the commit");
  }
  return values;
}

void Take(const Message& wanted, const std::string& above, Message& running) {
  for (int i = 0; i < running.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = running.GetDescriptor()->field(i);
    const std::string key = above + field->name();
    if (IsTakenWhileRunning(key)) {
      std::unique_ptr<Message> copy(wanted.New());
      copy->CopyFrom(wanted);
      running.GetReflection()->SwapFields(&running, copy.get(), {field});
    } else if (field->message_type() != nullptr && !field->is_repeated()) {
      Take(wanted.GetReflection()->GetMessage(wanted, field), key + ".", *running.GetReflection()->MutableMessage(&running, field));
    }
  }
}

}  // namespace

bool IsTakenWhileRunning(absl::string_view key) {
  return TakenKeys().contains(key) || TakenKeys().contains(key.substr(0, key.find_first_of(".[")));
}

std::string ConfigChange::Text() const {
  return absl::StrCat(key, ": changed from ", from, " to ", to, taken ? "" : "; takes effect at the next start");
}

std::vector<ConfigChange> ChangesOf(const NodeConfig& running, const NodeConfig& wanted) {
  std::map<std::string, std::pair<std::string, std::string>> both;
  for (auto& [key, value] : ValuesOf(running)) both[key] = {std::move(value), "none"};
  for (auto& [key, value] : ValuesOf(wanted)) {
    both.try_emplace(key, "none", "").first->second.second = std::move(value);
  }
  std::vector<ConfigChange> changes;
  for (auto& [key, values] : both) {
    if (values.first == values.second) continue;
    changes.push_back({key, std::move(values.first), std::move(values.second), IsTakenWhileRunning(key)});
  }
  return changes;
}

NodeConfig WithTaken(const NodeConfig& running, const NodeConfig& wanted) {
  NodeConfig taken = running;
  Take(wanted, "", taken);
  return taken;
}

}  // namespace lightship::app
