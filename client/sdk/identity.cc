#include "client/sdk/identity.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/sdk/file.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

absl::Status Unusable(const std::string& path, const absl::Status& why) {
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", why.message()));
}

absl::StatusOr<std::string> ReadIdentityFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (text.ok()) return text;
  return absl::FailedPreconditionError(
      absl::StrCat(text.status().message(),
                   " (an identity directory holds certificate.pem and key.pem; `lightship pki "
                   "officer` makes one)"));
}

absl::StatusOr<crypto::PrivateKey> ReadKey(const std::string& path, const std::string& token_key) {
  if (!token_key.empty()) return crypto::PrivateKey::FromToken(token_key);
  ASSIGN_OR_RETURN(std::string pem, ReadIdentityFile(path));
  auto key = crypto::PrivateKey::FromPem(pem);
  if (!key.ok()) return Unusable(path, key.status());
  return key;
}

}  // namespace

absl::StatusOr<OfficerIdentity> LoadIdentity(const std::string& directory,
                                             const std::string& token_key) {
  const std::string certificate_path = absl::StrCat(directory, "/certificate.pem");
  const std::string key_path = absl::StrCat(directory, "/key.pem");
  const std::string tls = absl::StrCat(directory, token_key.empty() ? "/" : "/tls-");
  ASSIGN_OR_RETURN(std::string chain_pem, ReadIdentityFile(certificate_path));
  auto chain = crypto::CertificatesFromPem(chain_pem);
  if (!chain.ok()) return Unusable(certificate_path, chain.status());
  ASSIGN_OR_RETURN(crypto::PrivateKey key, ReadKey(key_path, token_key));
  auto who = statement::IdentityOf(chain->front());
  if (!who.ok()) return Unusable(certificate_path, who.status());
  if (chain->front().public_key().spki() != key.public_key().spki()) {
    return absl::FailedPreconditionError(
        absl::StrCat(token_key.empty() ? key_path : token_key, ": is not the key of ",
                     certificate_path, "; the two must be made together"));
  }
  OfficerIdentity officer{*std::move(chain), std::move(key), *std::move(who), "", ""};
  ASSIGN_OR_RETURN(officer.chain_pem, ReadIdentityFile(tls + "certificate.pem"));
  ASSIGN_OR_RETURN(officer.key_pem, ReadIdentityFile(tls + "key.pem"));
  return officer;
}

}  // namespace lightship::sdk
