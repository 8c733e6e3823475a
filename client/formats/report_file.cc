#include "client/formats/report_file.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/formats/json.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "node/base/status.h"

namespace lightship::formats {
namespace {

absl::Status ReadMember(const std::string& name, const google::protobuf::Value& value,
                        google::protobuf::Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(value, &json).ok()) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": is not an object"));
  }
  return base::Annotate(FromJson(json, message), name);
}

}  // namespace

absl::StatusOr<ReportFile> ReadReportFile(absl::string_view json) {
  google::protobuf::Struct members;
  RETURN_IF_ERROR(FromJson(json, members));
  ReportFile file;
  for (const auto& [name, value] : members.fields()) {
    if (name == "facts") {
      RETURN_IF_ERROR(ReadMember(name, value, file.facts));
    } else if (name == "vessel") {
      RETURN_IF_ERROR(ReadMember(name, value, file.vessel.emplace()));
    } else if (name == "narrative") {
      RETURN_IF_ERROR(ReadMember(name, value, file.narrative.emplace()));
    } else if (name == "people") {
      RETURN_IF_ERROR(ReadMember(name, value, file.people.emplace()));
    } else {
      return absl::InvalidArgumentError(absl::StrCat(
          "\"", name, "\" is not a part of a report; there are facts, vessel, narrative and people"));
    }
  }
  if (!members.fields().contains("facts")) {
    return absl::InvalidArgumentError("\"facts\" is missing; every report has it");
  }
  return file;
}

}  // namespace lightship::formats
