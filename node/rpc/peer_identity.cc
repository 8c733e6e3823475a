#include "node/rpc/peer_identity.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/auth_context.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

namespace limits = base::limits;

absl::Status Unauthenticated(absl::string_view message) {
  return base::Error(absl::StatusCode::kUnauthenticated, base::reason::kUntrustedCertificate,
                     message);
}

absl::string_view Property(const grpc::AuthContext& context, const char* name) {
  std::vector<grpc::string_ref> values = context.FindPropertyValues(name);
  if (values.empty()) return {};
  return {values.front().data(), values.front().size()};
}

}  // namespace

absl::StatusOr<std::vector<crypto::Certificate>> ReadChain(absl::string_view certificate_pem,
                                                           absl::string_view chain_pem) {
  if (certificate_pem.empty()) {
    return Unauthenticated("no certificate was shown; connect with an officer's or node's certificate");
  }
  // PEM is a third longer than DER.
  if (certificate_pem.size() + chain_pem.size() >
      2 * limits::kCertificateBytes * limits::kCertificatesOfChain) {
    return Unauthenticated("the certificate chain is too long");
  }
  auto own = crypto::CertificatesFromPem(certificate_pem);
  if (!own.ok()) return Unauthenticated(own.status().message());
  std::vector<crypto::Certificate> chain = {own->front()};
  if (chain_pem.empty()) return chain;
  auto rest = crypto::CertificatesFromPem(chain_pem);
  if (!rest.ok()) return Unauthenticated(rest.status().message());
  for (crypto::Certificate& certificate : *rest) {
    if (certificate.der() != chain.front().der()) chain.push_back(std::move(certificate));
  }
  if (chain.size() > limits::kCertificatesOfChain) {
    return Unauthenticated(absl::StrCat("the certificate chain has ", chain.size(),
                                        " certificates; at most ", limits::kCertificatesOfChain));
  }
  return chain;
}

absl::StatusOr<std::shared_ptr<const Peer>> PeerIdentities::Identify(
    const grpc::AuthContext& context) {
  return Verify(Property(context, GRPC_X509_PEM_CERT_PROPERTY_NAME),
                Property(context, GRPC_X509_PEM_CERT_CHAIN_PROPERTY_NAME));
}

absl::StatusOr<std::shared_ptr<const Peer>> PeerIdentities::Verify(
    absl::string_view certificate_pem, absl::string_view chain_pem) {
  absl::Time now = clock_->Now();
  crypto::Digest digest = crypto::Sha256({certificate_pem, chain_pem});
  if (std::shared_ptr<const Peer> peer = Recall(digest, now)) return peer;

  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain, ReadChain(certificate_pem, chain_pem));
  ASSIGN_OR_RETURN(statement::Identity identity, statement::VerifyIdentity(chain, *roots_, now));
  auto peer = std::make_shared<const Peer>(
      Peer{std::move(identity), chain.front().public_key().key_id()});
  absl::Time until = now + kRememberedFor;
  for (const crypto::Certificate& certificate : chain) {
    until = std::min(until, certificate.not_after());
  }
  Remember(digest, {peer, until}, now);
  return peer;
}

std::shared_ptr<const Peer> PeerIdentities::Recall(const crypto::Digest& digest, absl::Time now) {
  base::MutexLock lock(mutex_);
  auto found = remembered_.find(digest);
  if (found == remembered_.end()) return nullptr;
  // Not longer when the clock is set back: a root may have been taken out of the trust directory since.
  if (found->second.until > now && found->second.until - now <= kRememberedFor) return found->second.peer;
  remembered_.erase(found);
  return nullptr;
}

void PeerIdentities::Remember(const crypto::Digest& digest, Remembered remembered,
                              absl::Time now) {
  base::MutexLock lock(mutex_);
  if (remembered_.size() >= kRemembered) {
    std::erase_if(remembered_, [now](const auto& item) { return item.second.until <= now; });
  }
  // Still full: all of them are in use, and one verification more often is the price.
  if (remembered_.size() >= kRemembered) remembered_.erase(remembered_.begin());
  remembered_.insert_or_assign(digest, std::move(remembered));
}

}  // namespace lightship::rpc
