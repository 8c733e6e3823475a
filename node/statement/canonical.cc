#include "node/statement/canonical.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/message.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::statement {

std::string SerializeDeterministic(const google::protobuf::MessageLite& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&out);
  }
  return bytes;
}

absl::Status ParseCanonical(absl::string_view bytes, google::protobuf::Message& message) {
  const std::string name = message.GetDescriptor()->full_name();
  if (bytes.size() > INT32_MAX ||
      !message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                       absl::StrCat("these ", bytes.size(), " bytes are no ", name));
  }
  message.DiscardUnknownFields();
  if (SerializeDeterministic(message) != bytes) {
    return base::Error(
        absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
        absl::StrCat(name,
                     " is not in its canonical encoding: fields in order, none twice, "
                     "none unknown, nothing after them"));
  }
  return absl::OkStatus();
}

}  // namespace lightship::statement
