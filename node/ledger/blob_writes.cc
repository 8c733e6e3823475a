// What the writer does with attachments' bytes and with the parts that name them.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/blobs.h"
#include "node/ledger/state.h"
#include "node/statement/file_type.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

using base::limits::kAttachmentBytes;
using base::limits::kAttachmentChunkBytes;

absl::Status Refused(absl::string_view reason, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, reason, what);
}

// The digest that a part names, and its size and type; false when it names no blob that may be stored.
bool ReadAttachment(const v1::Part& part, crypto::Digest& sha256, v1::Attachment& known) {
  v1::Attachment attachment;
  if (!absl::StartsWith(part.name(), "attachment/") ||
      !attachment.ParseFromString(part.content())) {
    return false;
  }
  absl::StatusOr<crypto::Digest> digest = crypto::DigestFromBytes(attachment.sha256());
  if (!digest.ok() || attachment.size() == 0 || attachment.size() > kAttachmentBytes ||
      attachment.mime_type().size() > base::limits::kFileTypeChars) {
    return false;
  }
  sha256 = *digest;
  known.set_size(attachment.size());
  known.set_mime_type(attachment.mime_type());
  return true;
}

std::string StateRow(uint64_t held, bool whole) {
  std::string row;
  base::AppendBigEndian64(held, row);
  row.push_back(whole ? 1 : 0);
  return row;
}

// What is wanted, for changing; readers keep the picture they have.
WantedBlobs& EditWanted(State& state) {
  if (state.wanted.use_count() > 1) state.wanted = std::make_shared<WantedBlobs>(*state.wanted);
  return *state.wanted;
}

// A log that waits for as many as count gets no more for now: one member must not fill every other's memory. What is left out
// is wanted when the ledger opens again.
void Want(const crypto::Digest& sha256, uint64_t size, const std::string& origin, State& state) {
  size_t& of_log = state.wanted_of_log[origin];
  if (of_log >= base::limits::kWantedBlobsOfLog) return;
  WantedBlob& blob = EditWanted(state)[sha256];
  blob.size = std::max(blob.size, size);
  if (blob.origins.insert(origin).second) ++of_log;
}

void Unwant(const crypto::Digest& sha256, State& state) {
  auto blob = state.wanted->find(sha256);
  if (blob == state.wanted->end()) return;
  for (const std::string& origin : blob->second.origins) --state.wanted_of_log[origin];
  EditWanted(state).erase(sha256);
}

// Whether some part will name the blob once this commit is durable.
absl::StatusOr<bool> IsNamed(const std::string& sha256, const State& state,
                             const Scratch& scratch) {
  bool named = false;
  for (const auto& [key, present] : scratch.blob_refs) {
    named = named || (present && absl::StartsWith(key, sha256));
  }
  RETURN_IF_ERROR(state.world.store->Scan(
      store::Table::kBlobRefs, sha256, store::AfterPrefix(sha256),
      [&](absl::string_view key, absl::string_view) {
        named = named || !scratch.blob_refs.contains(std::string(key));
        return !named;
      }));
  return named;
}

// Deletes the blob's rows. `held` counts what earlier operations of the same commit have added.
void DropBytes(const crypto::Digest& sha256, uint64_t held, Scratch& scratch) {
  const std::string name = crypto::AsString(sha256);
  // One more chunk than is durable: this commit may have added it.
  for (uint64_t chunk = 0; chunk <= held / kAttachmentChunkBytes + 1; ++chunk) {
    scratch.batch.Delete(store::Table::kBlobs, store::BlobChunkKey(name, chunk));
  }
  scratch.batch.Delete(store::Table::kBlobs, name);
  scratch.blobs.insert(sha256);
}

// Sizes that parts give for the blob. At most one is true; which one shows when the digest matches.
absl::StatusOr<std::set<uint64_t>> ClaimedSizes(const std::vector<BlobRef>& refs) {
  std::set<uint64_t> sizes;
  for (const BlobRef& ref : refs) sizes.insert(ref.attachment.size());
  if (!sizes.empty()) return sizes;
  return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                     "no statement held by this node has an attachment of that SHA-256");
}

absl::Status CheckFit(const BlobChunk& chunk, const std::set<uint64_t>& sizes) {
  const uint64_t end = chunk.offset + chunk.data.size();
  if (end > *sizes.rbegin() || chunk.data.size() > kAttachmentChunkBytes) {
    return Refused(base::reason::kTooLarge,
                   absl::StrCat("bytes up to ", end, " of an attachment of ", *sizes.rbegin(),
                                ", in one chunk of ", chunk.data.size(), "; chunks have at most ",
                                kAttachmentChunkBytes));
  }
  if (chunk.data.size() == kAttachmentChunkBytes || sizes.contains(end)) return absl::OkStatus();
  return Refused(base::reason::kMalformed,
                 absl::StrCat("a chunk of ", chunk.data.size(), " bytes; ", kAttachmentChunkBytes,
                              " are needed unless it is the last"));
}

absl::Status CheckBeginning(const BlobChunk& chunk, const std::vector<BlobRef>& refs) {
  absl::Status judged;
  for (const BlobRef& ref : refs) {
    judged = statement::CheckFileType(ref.attachment.mime_type(), chunk.data);
    if (judged.ok()) break;
  }
  return judged;
}

// Whether what is stored and then `chunk` is the file. Reads it all back: 64 MiB take a fraction of a second, once a file.
absl::StatusOr<bool> IsWhole(const BlobReader& reader, const BlobChunk& chunk) {
  absl::Status failed;
  uint64_t number = 0;
  const crypto::Digest digest = crypto::Sha256([&](std::string& piece) {
    const uint64_t offset = number * kAttachmentChunkBytes;
    if (offset > chunk.offset) return false;
    if (offset == chunk.offset) {
      piece = chunk.data;
    } else {
      absl::StatusOr<std::string> stored = reader.ReadChunk(chunk.sha256, number);
      failed = stored.status();
      if (!failed.ok()) return false;
      piece = *std::move(stored);
    }
    ++number;
    return true;
  });
  // A damaged chunk is like a wrong one: all is dropped and fetched again.
  if (!failed.ok() && !absl::IsDataLoss(failed)) return failed;
  return failed.ok() && digest == chunk.sha256;
}

}  // namespace

void AddBlobRef(const Log& log, uint64_t index, const v1::Part& part, State& state,
                Scratch& scratch) {
  crypto::Digest sha256;
  v1::Attachment known;
  if (!ReadAttachment(part, sha256, known)) return;
  const std::string key = store::BlobRefKey(crypto::AsView(sha256), log.name, index, part.name());
  scratch.blob_refs[key] = true;
  scratch.batch.Put(store::Table::kBlobRefs, key, known.SerializeAsString());
  absl::StatusOr<BlobState> at = BlobReader(state.world.store, state.world.heads).StateOf(sha256);
  if (at.ok() && at->whole) return;
  Want(sha256, known.size(), log.name, state);
}

absl::StatusOr<std::string> DropBlobRef(const Log& log, uint64_t index, const v1::Part& part,
                                        State& state, Scratch& scratch) {
  crypto::Digest sha256;
  v1::Attachment known;
  if (!ReadAttachment(part, sha256, known)) return std::string();
  const std::string name = crypto::AsString(sha256);
  const std::string key = store::BlobRefKey(name, log.name, index, part.name());
  scratch.blob_refs[key] = false;
  scratch.batch.Delete(store::Table::kBlobRefs, key);
  ASSIGN_OR_RETURN(bool named, IsNamed(name, state, scratch));
  if (named) return std::string();
  ASSIGN_OR_RETURN(BlobState at,
                   BlobReader(state.world.store, state.world.heads).StateOf(sha256));
  DropBytes(sha256, at.held, scratch);
  Unwant(sha256, state);
  return name;
}

absl::StatusOr<Outcome> AddChunk(const BlobChunk& chunk, State& state, Scratch& scratch) {
  const BlobReader reader(state.world.store, state.world.heads);
  ASSIGN_OR_RETURN(BlobState at, reader.StateOf(chunk.sha256));
  ASSIGN_OR_RETURN(std::vector<BlobRef> refs, reader.Refs(chunk.sha256));
  ASSIGN_OR_RETURN(std::set<uint64_t> sizes, ClaimedSizes(refs));
  // One chunk of a blob in one commit: the next is judged by what is durable then.
  if (at.whole || chunk.offset != at.held || scratch.blobs.contains(chunk.sha256)) {
    return Outcome{"", at.held, false, at.whole};
  }
  RETURN_IF_ERROR(CheckFit(chunk, sizes));
  if (chunk.offset == 0) RETURN_IF_ERROR(CheckBeginning(chunk, refs));
  const uint64_t end = chunk.offset + chunk.data.size();
  bool whole = false;
  if (sizes.contains(end)) {
    ASSIGN_OR_RETURN(whole, IsWhole(reader, chunk));
    const bool last = end == *sizes.rbegin() || chunk.data.size() < kAttachmentChunkBytes;
    if (!whole && last) {
      DropBytes(chunk.sha256, at.held, scratch);
      return Refused(base::reason::kDigestMismatch,
                     absl::StrCat("these ", end, " bytes have another SHA-256 than ",
                                  base::Hex(crypto::AsView(chunk.sha256))));
    }
  }
  const std::string name = crypto::AsString(chunk.sha256);
  scratch.blobs.insert(chunk.sha256);
  scratch.batch.Put(store::Table::kBlobs,
                    store::BlobChunkKey(name, chunk.offset / kAttachmentChunkBytes),
                    crypto::AsString(crypto::Sha256(chunk.data)) + chunk.data);
  scratch.batch.Put(store::Table::kBlobs, name, StateRow(end, whole));
  if (whole) Unwant(chunk.sha256, state);
  return Outcome{"", end, false, whole};
}

absl::Status LoadWanted(State& state) {
  const store::Store& store = *state.world.store;
  const BlobReader reader(&store, nullptr);
  std::set<crypto::Digest> named;
  RETURN_IF_ERROR(store.Scan(store::Table::kBlobRefs, "", "",
                             [&](absl::string_view key, absl::string_view) {
                               auto sha256 = crypto::DigestFromBytes(
                                   key.substr(0, crypto::kDigestBytes));
                               if (sha256.ok()) named.insert(*sha256);
                               return true;
                             }));
  state.wanted = std::make_shared<WantedBlobs>();
  state.wanted_of_log.clear();
  for (const crypto::Digest& sha256 : named) {
    ASSIGN_OR_RETURN(BlobState at, reader.StateOf(sha256));
    if (at.whole) continue;
    ASSIGN_OR_RETURN(std::vector<BlobRef> refs, reader.Refs(sha256));
    for (const BlobRef& ref : refs) Want(sha256, ref.attachment.size(), ref.origin, state);
  }
  return absl::OkStatus();
}

}  // namespace lightship::ledger
