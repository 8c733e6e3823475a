#include "client/sdk/saved.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "client/sdk/file.h"
#include "lightship/v1/key.pb.h"
#include "node/base/status.h"
#include "node/crypto/certificate.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"

namespace lightship::sdk {
namespace {

// The first certificate of every key that the file explains, by key id.
std::map<std::string, crypto::Certificate> CertificatesIn(const v1::StatementFile& file) {
  std::map<std::string, crypto::Certificate> certificates;
  for (const v1::ProvenEntry& key : file.keys()) {
    for (const v1::Part& part : key.held().parts()) {
      v1::KeyStatement content;
      if (part.name() != "key" || !content.ParseFromString(part.content())) continue;
      const auto& chain = content.has_grant() ? content.grant().certificate_chain()
                                              : content.log_opened().certificate_chain();
      if (chain.empty()) continue;
      absl::StatusOr<crypto::Certificate> own = crypto::Certificate::FromDer(chain.Get(0));
      if (own.ok()) certificates.emplace(crypto::AsString(own->public_key().key_id()), *own);
    }
  }
  return certificates;
}

absl::Status SaveFile(const std::string& directory, absl::string_view name,
                      absl::string_view bytes) {
  return ReplaceFile(absl::StrCat(directory, "/", name), bytes, Access::kEverybody);
}

}  // namespace

absl::Status SaveReceipt(const std::string& stem, const v1::GetReceiptResponse& response) {
  RETURN_IF_ERROR(ReplaceFile(absl::StrCat(stem, ".lightship"),
                              statement::SerializeDeterministic(response.file()),
                              Access::kEverybody));
  return ReplaceFile(absl::StrCat(stem, ".tlog-proof"), response.receipt().tlog_proof(),
                     Access::kEverybody);
}

absl::Status SaveRaw(const std::string& directory, const v1::GetReceiptResponse& response) {
  ASSIGN_OR_RETURN(statement::OpenedEntry opened,
                   statement::OpenEntry(response.file().statement().entry()));
  const std::map<std::string, crypto::Certificate> certificates = CertificatesIn(response.file());
  RETURN_IF_ERROR(SaveFile(directory, "manifest.bin", opened.entry.manifest()));
  for (int i = 0; i < opened.entry.signatures_size(); ++i) {
    const v1::Signature& signature = opened.entry.signatures(i);
    RETURN_IF_ERROR(SaveFile(directory, absl::StrCat("signature-", i + 1, ".bin"),
                             signature.signature()));
    auto certificate = certificates.find(signature.key_id());
    if (certificate == certificates.end()) continue;
    RETURN_IF_ERROR(SaveFile(directory, absl::StrCat("certificate-", i + 1, ".pem"),
                             certificate->second.pem()));
  }
  return absl::OkStatus();
}

}  // namespace lightship::sdk
