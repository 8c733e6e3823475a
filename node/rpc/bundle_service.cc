#include "node/rpc/bundle_service.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/server_context.h"
#include "lightship/v1/bundle.grpc.pb.h"
#include "node/base/limits.h"
#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/rpc/status_map.h"
#include "node/statement/operation.h"

namespace lightship::rpc {
namespace {

namespace limits = base::limits;
using statement::Operation;

// Each reads the disk as fast as its caller takes it in.
constexpr size_t kExportsAtOnce = 4;
// Each holds a whole file in memory.
constexpr size_t kImportsAtOnce = 1;

// A place among those that may work at once; given back when it goes.
class Place {
 public:
  explicit Place(std::atomic<size_t>* taken) : taken_(taken) { ++*taken_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { --*taken_; }
  absl::Status Among(size_t most) const {
    if (*taken_ <= most) return absl::OkStatus();
    return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kTooManyStreams,
                            "as many bundles as this node works on at once are under way",
                            absl::Seconds(5));
  }

 private:
  std::atomic<size_t>* const taken_;
};

// Writes a bundle to its caller: one piece is read and sent, then the next.
class Export final : public grpc::ServerWriteReactor<v1::ExportBundleResponse> {
 public:
  Export(const BundleBackend& backend, std::atomic<size_t>* taken) : backend_(backend), place_(taken) {}

  void Begin(const absl::StatusOr<statement::Identity>& reader,
             const v1::ExportBundleRequest& request) {
    absl::Status may = reader.ok() ? place_.Among(kExportsAtOnce) : reader.status();
    if (!may.ok()) return Finish(ToGrpc(may));
    // Whoever carries the file can read it: all that the economy may have, which is not listed one by one.
    v1::AuditedRead read;
    read.set_address(absl::StrCat("bundle for ", request.economy()));
    backend_.audit->Record(*reader, "ExportBundle", {read},
                           [this, request](const absl::Status& recorded) {
                             if (!recorded.ok()) return Finish(ToGrpc(recorded));
                             Write(request);
                           });
  }

  void OnWriteDone(bool ok) override {
    if (!ok || cancelled_) return Finish(grpc::Status::CANCELLED);
    if (last_) return Finish(grpc::Status::OK);
    backend_.pool->Post([this] { Go(); });
  }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

 private:
  void Write(const v1::ExportBundleRequest& request) {
    backend_.pool->Post([this, request] {
      auto writer = exchange::BundleWriter::Begin(backend_.reader, *backend_.roots, backend_.maker(),
                                                  request, backend_.clock->Now());
      if (!writer.ok()) return Finish(ToGrpc(writer.status()));
      writer_.emplace(*std::move(writer));
      Go();
    });
  }

  void Go() {
    if (pending_.empty()) {
      absl::StatusOr<std::string> next = writer_->Next();
      if (!next.ok()) return Finish(ToGrpc(next.status()));
      pending_ = *std::move(next);
    }
    response_.set_data(pending_.substr(0, limits::kBundlePieceBytes));
    pending_.erase(0, limits::kBundlePieceBytes);
    last_ = response_.data().empty();
    if (last_) response_.mutable_logs()->Add(writer_->logs().begin(), writer_->logs().end());
    StartWrite(&response_);
  }

  const BundleBackend& backend_;
  const Place place_;
  std::optional<exchange::BundleWriter> writer_;
  std::string pending_;
  v1::ExportBundleResponse response_;
  bool last_ = false;
  std::atomic<bool> cancelled_{false};
};

// Reads a whole file, has its seal checked, and waits until it has been taken in. Ends at once when it is cancelled, while the
// node goes on.
class Import final : public grpc::ServerReadReactor<v1::ImportBundleRequest> {
 public:
  Import(const BundleBackend& backend, std::atomic<size_t>* taken, v1::ImportBundleResponse* response)
      : backend_(backend), call_(std::make_shared<Call>(this, taken, response)) {}

  void Begin(const absl::Status& admitted) {
    absl::Status may = admitted.ok() ? call_->place.Among(kImportsAtOnce) : admitted;
    if (!may.ok()) return call_->End(may);
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      return backend_.pool->Post([call = call_, &backend = backend_, file = std::move(file_)]() mutable {
        Take(backend, std::move(call), std::move(file));
      });
    }
    if (file_.size() + request_.data().size() > limits::kBundleBytes) {
      return call_->End(base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                                    absl::StrCat("a bundle has at most ", limits::kBundleBytes,
                                                 " bytes; carry the logs in several")));
    }
    file_ += request_.data();
    StartRead(&request_);
  }
  void OnCancel() override { call_->End(absl::CancelledError("the caller has gone")); }
  void OnDone() override { delete this; }

 private:
  // Outlives the reactor when the caller goes before the bundle has been taken in.
  struct Call {
    Call(Import* reactor, std::atomic<size_t>* taken, v1::ImportBundleResponse* answer)
        : place(taken), import(reactor), response(answer) {}

    void End(const absl::StatusOr<v1::ImportBundleResponse>& outcome) {
      Import* ending = nullptr;
      {
        base::MutexLock lock(mutex);
        ending = std::exchange(import, nullptr);
        if (ending != nullptr && outcome.ok()) *response = *outcome;
      }
      if (ending != nullptr) ending->Finish(ToGrpc(outcome.status()));
    }

    const Place place;
    base::Mutex mutex;
    Import* import ABSL_GUARDED_BY(mutex);  // null once it ends
    v1::ImportBundleResponse* const response;
  };

  static void Take(const BundleBackend& backend, std::shared_ptr<Call> call, std::string file) {
    auto bundle = exchange::Bundle::Open(std::move(file), backend.gate->economy(), *backend.roots,
                                         *backend.reader->heads(), backend.clock->Now());
    if (!bundle.ok()) return call->End(bundle.status());
    backend.take(*std::move(bundle), [call = std::move(call)](
                                         const absl::StatusOr<v1::ImportBundleResponse>& outcome) {
      call->End(outcome);
    });
  }

  const BundleBackend& backend_;
  const std::shared_ptr<Call> call_;
  std::string file_;
  v1::ImportBundleRequest request_;
};

class BundleService final : public v1::BundleService::CallbackService {
 public:
  explicit BundleService(const BundleBackend& backend) : backend_(backend) {}

  grpc::ServerWriteReactor<v1::ExportBundleResponse>* ExportBundle(
      grpc::CallbackServerContext* context, const v1::ExportBundleRequest* request) override {
    auto* call = new Export(backend_, &exports_);
    call->Begin(backend_.gate->AdmitOfficer(*context->auth_context(), Operation::kExportBundle),
                *request);
    return call;
  }
  grpc::ServerReadReactor<v1::ImportBundleRequest>* ImportBundle(
      grpc::CallbackServerContext* context, v1::ImportBundleResponse* response) override {
    auto* call = new Import(backend_, &imports_, response);
    call->Begin(Admit(*context, Operation::kImportBundle));
    return call;
  }

 private:
  absl::Status Admit(const grpc::CallbackServerContext& context, Operation operation) {
    return backend_.gate->AdmitOfficer(*context.auth_context(), operation).status();
  }

  const BundleBackend backend_;
  std::atomic<size_t> exports_{0};
  std::atomic<size_t> imports_{0};
};

}  // namespace

std::shared_ptr<grpc::Service> MakeBundleService(const BundleBackend& backend) {
  return std::make_shared<BundleService>(backend);
}

}  // namespace lightship::rpc
