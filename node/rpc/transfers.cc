#include "node/rpc/transfers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/audit.h"
#include "node/rpc/refused_stream.h"
#include "node/rpc/status_map.h"
#include "node/statement/address.h"
#include "node/statement/open.h"

namespace lightship::rpc {
namespace {

using base::limits::kAttachmentChunkBytes;

constexpr absl::Duration kLookAgain = absl::Seconds(1);

class RefusedUpload final : public grpc::ServerReadReactor<v1::UploadRequest> {
 public:
  explicit RefusedUpload(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

using RefusedDownload = RefusedStream<v1::DownloadResponse>;

//   reading --chunk--> with the writer --durable--> reading ... --end of the stream--> Finish
//
// Never both at once, so that nothing needs a lock, and a cancelled stream ends at its next read.
class Upload final : public grpc::ServerReadReactor<v1::UploadRequest> {
 public:
  Upload(const AttachmentBackend& backend, const statement::Identity& caller,
         v1::UploadResponse& response, OpenCalls& streams)
      : backend_(backend), caller_(caller.Uri()), response_(response), streams_(streams) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    absl::StatusOr<crypto::Digest> sha256 = crypto::DigestFromBytes(request_.sha256());
    if (!sha256.ok()) return Finish(ToGrpc(sha256.status()));
    // The report that names it is admitted: what comes after it is taken as long as anything is.
    if (absl::Status room = backend_.room->CheckCopying(); !room.ok()) return Finish(ToGrpc(room));
    const absl::Status within = backend_.quota->Take(caller_, request_.data().size(), backend_.steady->Now());
    if (!within.ok()) return Finish(ToGrpc(within));
    const uint64_t end = request_.offset() + request_.data().size();
    ledger::BlobChunk chunk{*sha256, request_.offset(), std::move(*request_.mutable_data())};
    backend_.writer->Submit(std::move(chunk), [this, end](absl::StatusOr<ledger::Outcome> outcome) {
      // The writer's next commits wait for this.
      backend_.pool->Post([this, end, outcome = std::move(outcome)] { Stored(end, outcome); });
    });
  }
  void OnDone() override {
    streams_.Close(caller_);
    delete this;
  }

 private:
  void Stored(uint64_t end, const absl::StatusOr<ledger::Outcome>& outcome) {
    if (!outcome.ok()) return Finish(ToGrpc(outcome.status()));
    response_.set_held(outcome->index);
    response_.set_whole(outcome->whole);
    if (outcome->index != end) return Finish(grpc::Status::OK);  // the client sees where to go on
    StartRead(&request_);
  }

  const AttachmentBackend& backend_;
  const std::string caller_;
  v1::UploadResponse& response_;
  OpenCalls& streams_;
  v1::UploadRequest request_;
};

//   recording --> looking (pool) --bytes--> writing --sent--> looking ... --no more--> Finish
class Download final : public grpc::ServerWriteReactor<v1::DownloadResponse> {
 public:
  Download(const AttachmentBackend& backend, const statement::Identity& reader,
           const v1::DownloadRequest& request, OpenCalls& streams)
      : backend_(backend),
        reader_(reader),
        request_(request),
        streams_(streams),
        offset_(request.offset()) {
    if (backend_.pool->TryPost(reader_.Uri(), [this] { Begin(); })) return;
    Finish(ToGrpc(base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                                   "more queries than this node can answer are waiting",
                                   kLookAgain)));
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    PostLook();
  }
  void OnDone() override {
    streams_.Close(reader_.Uri());
    delete this;
  }

 private:
  // Once it is on record who gets it.
  void Begin() {
    absl::StatusOr<Reads> reads = RestrictedReads();
    if (!reads.ok()) return Finish(ToGrpc(reads.status()));
    backend_.audit->Record(reader_, "Download", *std::move(reads),
                           [this](const absl::Status& recorded) {
                             if (!recorded.ok()) return Finish(ToGrpc(recorded));
                             Look();
                           });
  }

  // The parts that name the attachment; none when some statement gives it to all.
  absl::StatusOr<Reads> RestrictedReads() {
    ASSIGN_OR_RETURN(crypto::Digest sha256, crypto::DigestFromBytes(request_.sha256()));
    ASSIGN_OR_RETURN(std::vector<ledger::BlobRef> refs, backend_.reader->blobs().Refs(sha256));
    Reads reads;
    for (const ledger::BlobRef& ref : refs) {
      ASSIGN_OR_RETURN(v1::HeldEntry held, backend_.reader->Read(ref.origin, ref.index));
      ASSIGN_OR_RETURN(statement::OpenedEntry entry, statement::OpenEntry(held.entry()));
      ASSIGN_OR_RETURN(statement::Origin origin, statement::Origin::Parse(ref.origin));
      v1::AuditedRead read = ledger::RestrictedAmong(origin.At(ref.index).ToString(),
                                                     entry.manifest, {ref.part_name});
      if (read.part_names().empty()) return Reads();
      reads.push_back(std::move(read));
    }
    return reads;
  }

  void PostLook() {
    if (backend_.pool->TryPost(reader_.Uri(), [this] { Look(); })) return;
    Finish(ToGrpc(base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                                   "more queries than this node can answer are waiting",
                                   kLookAgain)));
  }

  void Look() {
    absl::StatusOr<bool> more = ReadNext();
    if (!more.ok()) return Finish(ToGrpc(more.status()));
    if (!*more) return Finish(grpc::Status::OK);
    StartWrite(&response_);
  }

  // Fills the response; false at the end. An officer of this economy may have what the node holds.
  absl::StatusOr<bool> ReadNext() {
    const ledger::BlobReader& blobs = backend_.reader->blobs();
    ASSIGN_OR_RETURN(crypto::Digest sha256, crypto::DigestFromBytes(request_.sha256()));
    ASSIGN_OR_RETURN(ledger::BlobState state, blobs.StateOf(sha256));
    if (!state.whole) return WhyNot(sha256, state);
    if (offset_ >= state.held) return false;
    ASSIGN_OR_RETURN(std::string chunk, blobs.ReadChunk(sha256, offset_ / kAttachmentChunkBytes));
    chunk.erase(0, offset_ % kAttachmentChunkBytes);
    response_.set_offset(offset_);
    response_.set_total_size(state.held);
    offset_ += chunk.size();
    response_.set_data(std::move(chunk));
    return true;
  }

  absl::Status WhyNot(const crypto::Digest& sha256, const ledger::BlobState& state) {
    ASSIGN_OR_RETURN(std::vector<ledger::BlobRef> refs, backend_.reader->blobs().Refs(sha256));
    if (refs.empty()) {
      return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                         "no statement held by this node has an attachment of that SHA-256");
    }
    backend_.demand(sha256);
    return base::RetryLater(absl::StatusCode::kUnavailable, base::reason::kNotHereYet,
                            absl::StrCat("the node holds ", state.held, " of ",
                                         refs.front().attachment.size(),
                                         " bytes and is fetching the rest; try again"),
                            kLookAgain);
  }

  const AttachmentBackend& backend_;
  const statement::Identity reader_;
  const v1::DownloadRequest request_;
  OpenCalls& streams_;
  uint64_t offset_;
  v1::DownloadResponse response_;
};

}  // namespace

grpc::ServerReadReactor<v1::UploadRequest>* StartUpload(const AttachmentBackend& backend,
                                                        const absl::StatusOr<statement::Identity>& caller,
                                                        v1::UploadResponse& response,
                                                        OpenCalls& streams) {
  if (!caller.ok()) return new RefusedUpload(caller.status());
  if (absl::Status open = streams.Open(caller->Uri()); !open.ok()) return new RefusedUpload(open);
  return new Upload(backend, *caller, response, streams);
}

grpc::ServerWriteReactor<v1::DownloadResponse>* StartDownload(const AttachmentBackend& backend,
                                                              const absl::StatusOr<statement::Identity>& caller,
                                                              const v1::DownloadRequest& request,
                                                              OpenCalls& streams) {
  if (!caller.ok()) return new RefusedDownload(caller.status());
  if (absl::Status open = streams.Open(caller->Uri()); !open.ok()) return new RefusedDownload(open);
  return new Download(backend, *caller, request, streams);
}

}  // namespace lightship::rpc
