// Saved statements: "<stem>.lightship" (the statement with the keys that explain it) and "<stem>.tlog-proof" (its receipt).
#ifndef LIGHTSHIP_CLIENT_SDK_SAVED_H_
#define LIGHTSHIP_CLIENT_SDK_SAVED_H_

#include <string>

#include "absl/status/status.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::sdk {

// Writes both files, replacing older ones: a newer receipt has more cosignatures.
absl::Status SaveReceipt(const std::string& stem, const v1::GetReceiptResponse& response);

// Writes what openssl alone can verify (proto/README.md): "manifest.bin", and for each signature n from 1
// "signature-<n>.bin" and the signer's own "certificate-<n>.pem", as the log's grant carries it.
absl::Status SaveRaw(const std::string& directory, const v1::GetReceiptResponse& response);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_SAVED_H_
