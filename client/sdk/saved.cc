#include "client/sdk/saved.h"

#include "absl/strings/str_cat.h"
#include "client/sdk/file.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "node/base/status.h"

namespace lightship::sdk {

std::string SerializeDeterministically(const google::protobuf::MessageLite& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

absl::Status SaveReceipt(const std::string& stem, const v1::GetReceiptResponse& response) {
  RETURN_IF_ERROR(ReplaceFile(absl::StrCat(stem, ".lightship"),
                              SerializeDeterministically(response.file()), Access::kEverybody));
  return ReplaceFile(absl::StrCat(stem, ".tlog-proof"), response.receipt().tlog_proof(),
                     Access::kEverybody);
}

}  // namespace lightship::sdk
