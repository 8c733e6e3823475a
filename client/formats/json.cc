#include "client/formats/json.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"

namespace lightship::formats {
namespace util = google::protobuf::util;

namespace {

// No format that is read nests so deep; protobuf's reader takes minutes, and gigabytes, for what nests a million times.
constexpr int kDepthMost = 32;

bool NestsTooDeep(absl::string_view json) {
  int depth = 0;
  char quote = 0;  // of the string that this is in; protobuf's reader takes both kinds
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quote != 0) {
      if (c == '\\') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == '{') {
      if (++depth > kDepthMost) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::string EscapeControls(absl::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (size_t i = 0; i < json.size(); ++i) {
    uint8_t byte = static_cast<uint8_t>(json[i]);
    uint8_t next = i + 1 < json.size() ? static_cast<uint8_t>(json[i + 1]) : 0;
    if (byte == 0xC2 && next >= 0x80 && next <= 0x9F) {
      absl::StrAppendFormat(&safe, "\\u%04x", next);
      ++i;
    } else if (byte < 0x20 || byte == 0x7F) {
      absl::StrAppendFormat(&safe, "\\u%04x", byte);
    } else {
      safe.push_back(json[i]);
    }
  }
  return safe;
}

std::string JsonLine(const google::protobuf::Message& message) {
  util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (auto status = util::MessageToJsonString(message, &json, options); !status.ok()) {
    // A timestamp out of range, from a peer: show that the object is there, not half of it.
    return absl::StrFormat("{\"unprintable\":\"%s\"}\n", message.GetTypeName());
  }
  return absl::StrCat(EscapeControls(json), "\n");
}

absl::Status FromJson(absl::string_view json, google::protobuf::Message& message) {
  if (NestsTooDeep(json)) {
    return absl::InvalidArgumentError(absl::StrCat("nests deeper than ", kDepthMost, " levels"));
  }
  auto status = util::JsonStringToMessage(std::string(json), &message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(std::string(status.message().data(), status.message().size()));
}

}  // namespace lightship::formats
