#include "client/sdk/channel.h"

#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "node/statement/identity.h"

namespace lightship::sdk {
namespace {

namespace tls = grpc::experimental;

// An incident with all its statements and attachments' descriptions.
constexpr int kReceiveBytes = 32 * 1024 * 1024;
// A connection, with its handshake of some 4 kB, takes half a minute at 2.4 kbit/s; a ping waits there behind what is on its way.
constexpr int kConnectWithinMs = 60'000;
// A node that was away is found again soon by whoever waits for it.
constexpr int kReconnectWithinMs = 5'000;
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 120'000;

grpc::Status Refused(const std::string& message) {
  return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, message);
}

// The chain has been checked against the economy's roots by the time this runs; what is left is whom it names.
class NodeOf final : public tls::ExternalCertificateVerifier {
 public:
  explicit NodeOf(std::string economy) : economy_(std::move(economy)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    *sync_status = Check(*request);
    return true;
  }
  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

 private:
  grpc::Status Check(const tls::TlsCustomVerificationCheckRequest& request) const {
    grpc::string_ref pem = request.peer_cert();
    auto certificates = crypto::CertificatesFromPem(absl::string_view(pem.data(), pem.size()));
    if (!certificates.ok()) return Refused(std::string(certificates.status().message()));
    auto server = statement::IdentityOf(certificates->front());
    if (!server.ok()) return Refused(std::string(server.status().message()));
    if (server->economy != economy_ || !server->is_node || !server->Has(statement::Role::kNode)) {
      return Refused(absl::StrCat("the server is ", server->Uri(), ", not a node of ", economy_));
    }
    return grpc::Status::OK;
  }

  const std::string economy_;
};

}  // namespace

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address, const std::string& economy,
                                           const OfficerIdentity& officer,
                                           absl::Span<const crypto::Certificate> roots) {
  std::string root_pem;
  for (const crypto::Certificate& root : roots) root_pem += root.pem();
  std::vector<tls::IdentityKeyCertPair> own = {{officer.key_pem, officer.chain_pem}};

  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(
      std::make_shared<tls::StaticDataCertificateProvider>(root_pem, own));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(true);
  options.set_check_call_host(false);
  options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<NodeOf>(economy));

  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kReceiveBytes);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectWithinMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectWithinMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  return grpc::CreateCustomChannel(address, tls::TlsCredentials(options), arguments);
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& address,
                                                           const std::string& economy,
                                                           const OfficerIdentity& officer,
                                                           const statement::PinnedRoots& roots) {
  const std::string& of = economy.empty() ? officer.who.economy : economy;
  if (address.find(':') == std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "node address \"", address, "\" should be host:port, such as localhost:7401"));
  }
  if (roots.Of(of).empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "no root of ", of, " is pinned: put it into the trust directory as ", of,
        ".pem"));
  }
  return MakeChannel(address, of, officer, roots.Of(of));
}

}  // namespace lightship::sdk
