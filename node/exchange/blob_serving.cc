#include "node/exchange/blob_serving.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::exchange {
namespace {

using base::limits::kAttachmentChunkBytes;

// Fills in what the economy may have. An error leaves the answer empty: like not held, for who asks.
absl::Status Answer(const v1::FetchBlob& fetch, const ledger::BlobReader& blobs,
                    absl::string_view economy, v1::BlobChunk& answer) {
  ASSIGN_OR_RETURN(crypto::Digest sha256, crypto::DigestFromBytes(fetch.sha256()));
  ASSIGN_OR_RETURN(bool may, blobs.MayHold(economy, sha256));
  if (!may) return absl::OkStatus();
  ASSIGN_OR_RETURN(ledger::BlobState state, blobs.StateOf(sha256));
  if (!state.whole) {
    ASSIGN_OR_RETURN(std::vector<ledger::BlobRef> refs, blobs.Refs(sha256));
    for (const ledger::BlobRef& ref : refs) {
      answer.set_total_size(std::max<uint64_t>(answer.total_size(), ref.attachment.size()));
    }
    return absl::OkStatus();
  }
  if (fetch.offset() >= state.held) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::string chunk,
                   blobs.ReadChunk(sha256, fetch.offset() / kAttachmentChunkBytes));
  answer.set_total_size(state.held);
  answer.set_data(chunk.substr(fetch.offset() % kAttachmentChunkBytes, fetch.length()));
  return absl::OkStatus();
}

}  // namespace

absl::Status BlobServing::OnFetch(const v1::FetchBlob& fetch) {
  if (waiting_.size() >= kWaiting) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("asks for more than ", kWaiting, " chunks of attachments at once"));
  }
  waiting_.push_back(fetch);
  return absl::OkStatus();
}

std::optional<v1::BlobChunk> BlobServing::Next(const ledger::BlobReader& blobs,
                                               absl::string_view economy) {
  if (waiting_.empty() || allowed_ <= 0) return std::nullopt;
  --allowed_;
  const v1::FetchBlob fetch = std::move(waiting_.front());
  waiting_.pop_front();
  v1::BlobChunk answer;
  answer.set_request_id(fetch.request_id());
  answer.set_offset(fetch.offset());
  Answer(fetch, blobs, economy, answer).IgnoreError();
  return answer;
}

}  // namespace lightship::exchange
