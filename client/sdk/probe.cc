#include "client/sdk/probe.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/sdk/grpc_status.h"
#include "grpc/support/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "lightship/v1/node.grpc.pb.h"
#include "node/base/mutex.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

namespace tls = grpc::experimental;

// What the verifier saw. It may still run when the call has been given up.
class Seen {
 public:
  explicit Seen(Judge judge) : judge_(std::move(judge)) {}

  grpc::Status Take(absl::string_view pem) {
    auto chain = crypto::CertificatesFromPem(pem);
    absl::Status verdict = chain.ok() ? judge_(*chain) : chain.status();
    base::MutexLock lock(mutex_);
    if (chain.ok()) chain_ = *chain;
    verdict_ = verdict;
    if (verdict.ok()) return grpc::Status::OK;
    return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, std::string(verdict.message()));
  }
  void Give(Probed& probed) const {
    base::MutexLock lock(mutex_);
    probed.chain = chain_;
    probed.verdict = verdict_;
  }

 private:
  const Judge judge_;
  mutable base::Mutex mutex_;
  std::vector<crypto::Certificate> chain_ ABSL_GUARDED_BY(mutex_);
  absl::Status verdict_ ABSL_GUARDED_BY(mutex_);
};

// The only judge of the chain: gRPC's own check, which does not say what it saw, is off.
class Onlooker final : public tls::ExternalCertificateVerifier {
 public:
  explicit Onlooker(std::shared_ptr<Seen> seen) : seen_(std::move(seen)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    grpc::string_ref chain = request->peer_cert_full_chain();
    if (chain.empty()) chain = request->peer_cert();
    *sync_status = seen_->Take(absl::string_view(chain.data(), chain.size()));
    return true;
  }
  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::shared_ptr<Seen> seen_;
};

std::shared_ptr<grpc::Channel> ChannelOf(const std::string& address, const ShownByUs& ours,
                                         std::shared_ptr<Seen> seen) {
  std::vector<tls::IdentityKeyCertPair> own = {{ours.key_pem, ours.chain_pem}};
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(std::make_shared<tls::StaticDataCertificateProvider>(own));
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(false);
  options.set_check_call_host(false);
  options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<Onlooker>(std::move(seen)));
  grpc::ChannelArguments arguments;
  // Not a connection that something else in this process has made and judged.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, tls::TlsCredentials(options), arguments);
}

struct FreeAddresses {
  void operator()(addrinfo* found) const { freeaddrinfo(found); }
};

absl::Status ConnectTo(const addrinfo& where, absl::Duration within) {
  const int fd = socket(where.ai_family, where.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return absl::UnavailableError(std::strerror(errno));
  int error = connect(fd, where.ai_addr, where.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    pollfd waiting{fd, POLLOUT, 0};
    socklen_t size = sizeof error;
    if (poll(&waiting, 1, static_cast<int>(absl::ToInt64Milliseconds(within))) <= 0) {
      error = ETIMEDOUT;
    } else {
      getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  close(fd);
  return error == 0 ? absl::OkStatus() : absl::UnavailableError(std::strerror(error));
}

}  // namespace

Probed Probe(const std::string& address, const ShownByUs& ours, absl::Duration within, Judge judge) {
  auto seen = std::make_shared<Seen>(std::move(judge));
  auto stub = v1::NodeService::NewStub(ChannelOf(address, ours, seen));
  grpc::ClientContext context;
  // However wrong the clock is.
  context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                    gpr_time_from_millis(absl::ToInt64Milliseconds(within), GPR_TIMESPAN)));
  context.set_wait_for_ready(false);
  v1::GetStatusResponse response;
  const grpc::Status status = stub->GetStatus(&context, {}, &response);
  Probed probed;
  probed.call = StatusFromWire(status.error_code(), status.error_message(), status.error_details());
  seen->Give(probed);
  return probed;
}

absl::Status Reach(const std::string& address, absl::Duration within) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0) {
    return absl::InvalidArgumentError(absl::StrCat("\"", address, "\" should be host:port"));
  }
  absl::string_view host = absl::string_view(address).substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) host = absl::StripSuffix(host, "]");
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(std::string(host).c_str(), address.c_str() + colon + 1, &wanted, &found);
  if (failed != 0) return absl::NotFoundError(absl::StrCat(host, ": ", gai_strerror(failed)));
  std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
  absl::Status reached;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    reached = ConnectTo(*at, within);
    if (reached.ok()) break;
  }
  return reached;
}

}  // namespace lightship::sdk
