#include "node/rpc/tls.h"

#include <functional>
#include <utility>
#include <vector>

#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "node/base/status.h"
#include "node/rpc/authorize.h"
#include "node/rpc/peer_identity.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

namespace tls = grpc::experimental;

constexpr unsigned kReadAgainSeconds = 1;

absl::string_view View(const grpc::string_ref& text) { return {text.data(), text.size()}; }

std::shared_ptr<tls::CertificateProviderInterface> Provider(const TlsIdentity& own) {
  return std::make_shared<tls::FileWatcherCertificateProvider>(own.key_file, own.chain_file,
                                                               kReadAgainSeconds);
}

// Verifiers run on gRPC's handshake threads.
class ChainVerifier : public tls::ExternalCertificateVerifier {
 public:
  bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    *sync_status = ToGrpc(Check(View(request->peer_cert()), View(request->peer_cert_full_chain())));
    return true;
  }
  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

 protected:
  virtual absl::Status Check(absl::string_view certificate_pem, absl::string_view chain_pem) = 0;
};

class EndsAtPinnedRoot final : public ChainVerifier {
 public:
  EndsAtPinnedRoot(const statement::PinnedRoots* roots, const base::Clock* clock)
      : roots_(roots), clock_(clock) {}

 private:
  absl::Status Check(absl::string_view certificate_pem, absl::string_view chain_pem) override {
    ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain,
                     ReadChain(certificate_pem, chain_pem));
    return crypto::VerifyChain(chain, roots_->All(), clock_->Now());
  }

  const statement::PinnedRoots* const roots_;
  const base::Clock* const clock_;
};

class NodeOfEconomy final : public ChainVerifier {
 public:
  NodeOfEconomy(const statement::PinnedRoots* roots, const base::Clock* clock,
                const ledger::HeadsBoard* heads, absl::string_view economy)
      : identities_(roots, clock), heads_(heads), economy_(economy) {}

 private:
  absl::Status Check(absl::string_view certificate_pem, absl::string_view chain_pem) override {
    ASSIGN_OR_RETURN(auto peer, identities_.Verify(certificate_pem, chain_pem));
    ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain,
                     ReadChain(certificate_pem, chain_pem));
    RETURN_IF_ERROR(crypto::CheckMayServe(chain.front()));
    RETURN_IF_ERROR(AuthorizeNodeOf(peer->identity, economy_));
    return heads_->Get()->CheckNotRevoked(peer->identity, peer->key_id);
  }

  PeerIdentities identities_;
  const ledger::HeadsBoard* const heads_;
  const std::string economy_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const TlsIdentity& own,
                                                           const statement::PinnedRoots* roots,
                                                           const base::Clock* clock) {
  tls::TlsServerCredentialsOptions options(Provider(own));
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_BUT_DONT_VERIFY);
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<EndsAtPinnedRoot>(roots, clock));
  return tls::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> PeerCredentials(const TlsIdentity& own,
                                                          const statement::PinnedRoots* roots,
                                                          const base::Clock* clock,
                                                          const ledger::HeadsBoard* heads,
                                                          absl::string_view economy) {
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Provider(own));
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(false);
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<NodeOfEconomy>(roots, clock, heads, economy));
  return tls::TlsCredentials(options);
}

}  // namespace lightship::rpc
