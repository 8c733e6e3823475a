#include "node/rpc/tls.h"

#include <functional>
#include <utility>
#include <vector>

#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "node/rpc/authorize.h"
#include "node/rpc/peer_identity.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

namespace tls = grpc::experimental;

absl::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

std::shared_ptr<tls::CertificateProviderInterface> Provider(const TlsIdentity& own,
                                                            const std::string& roots_pem) {
  return std::make_shared<tls::StaticDataCertificateProvider>(
      roots_pem, std::vector<tls::IdentityKeyCertPair>{{own.key_pem, own.chain_pem}});
}

// Runs on gRPC's handshake threads, after TLS has checked the chain's signatures.
class NodeOfEconomy final : public tls::ExternalCertificateVerifier {
 public:
  NodeOfEconomy(const statement::PinnedRoots* roots, const base::Clock* clock,
                absl::string_view economy)
      : identities_(roots, clock), economy_(economy) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    *sync_status = ToGrpc(Check(*request));
    return true;
  }
  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

 private:
  absl::Status Check(const tls::TlsCustomVerificationCheckRequest& request) {
    auto peer =
        identities_.Verify(View(request.peer_cert()), View(request.peer_cert_full_chain()));
    if (!peer.ok()) return peer.status();
    return AuthorizeNodeOf((*peer)->identity, economy_);
  }

  PeerIdentities identities_;
  const std::string economy_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const TlsIdentity& own,
                                                           const statement::PinnedRoots& roots) {
  tls::TlsServerCredentialsOptions options(Provider(own, roots.AllAsPem()));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> PeerCredentials(const TlsIdentity& own,
                                                          const statement::PinnedRoots* roots,
                                                          const base::Clock* clock,
                                                          absl::string_view economy) {
  std::string roots_pem;
  for (const crypto::Certificate& root : roots->Of(economy)) roots_pem += root.pem();
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Provider(own, roots_pem));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(true);
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<NodeOfEconomy>(roots, clock, economy));
  return tls::TlsCredentials(options);
}

}  // namespace lightship::rpc
