// Saved statements: "<stem>.lightship" (the statement with the keys that explain it) and "<stem>.tlog-proof" (its receipt).
#ifndef LIGHTSHIP_CLIENT_SDK_SAVED_H_
#define LIGHTSHIP_CLIENT_SDK_SAVED_H_

#include <string>

#include "absl/status/status.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::sdk {

// Writes both files, replacing older ones: a newer receipt has more cosignatures.
absl::Status SaveReceipt(const std::string& stem, const v1::GetReceiptResponse& response);

// Bytes that the same message always has, as StatementFile asks for.
std::string SerializeDeterministically(const google::protobuf::MessageLite& message);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_SAVED_H_
