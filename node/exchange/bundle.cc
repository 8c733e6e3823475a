#include "node/exchange/bundle.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/exchange/frames.h"
#include "node/statement/canonical.h"
#include "node/statement/identity.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"

namespace lightship::exchange {
namespace {

namespace limits = base::limits;
namespace reason = base::reason;
using absl::string_view;

constexpr string_view kFirstLine = "lightship bundle 1\n";
constexpr string_view kSealType = "application/vnd.lightship.bundle.v1";
constexpr size_t kLengthBytes = 4;
// Kept free for the seal.
constexpr size_t kSealBytes = 128 * 1024;

absl::Status Malformed(string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, reason::kMalformed,
                     absl::StrCat("bundle: ", what));
}

absl::Status Denied(string_view why, string_view what) {
  return base::Error(absl::StatusCode::kPermissionDenied, why, absl::StrCat("bundle: ", what));
}

crypto::Digest Chain(const crypto::Digest& before, string_view record) {
  return crypto::Sha256({crypto::AsView(before), record});
}

std::string WithLength(string_view bytes) {
  std::string record;
  for (int shift = 24; shift >= 0; shift -= 8) {
    record.push_back(static_cast<char>(bytes.size() >> shift));
  }
  return record.append(bytes.data(), bytes.size());
}

// The record at the front of `rest`, length included.
absl::StatusOr<string_view> TakeRecord(string_view& rest) {
  if (rest.size() < kLengthBytes) return Malformed("it was cut short");
  size_t size = 0;
  for (size_t i = 0; i < kLengthBytes; ++i) size = size << 8 | static_cast<uint8_t>(rest[i]);
  if (size > limits::kFrameBytes) return Malformed("a record is larger than any frame");
  if (rest.size() < kLengthBytes + size) return Malformed("it was cut short");
  string_view record = rest.substr(0, kLengthBytes + size);
  rest.remove_prefix(record.size());
  return record;
}

absl::StatusOr<v1::BundleRecord> ParseRecord(string_view record) {
  record.remove_prefix(kLengthBytes);
  v1::BundleRecord parsed;
  if (parsed.ParseFromArray(record.data(), static_cast<int>(record.size()))) return parsed;
  return Malformed("a record does not parse");
}

absl::Status CheckDigest(const v1::BundleRecord& last, const crypto::Digest& digest) {
  if (!last.has_seal()) return Malformed("it does not end with a seal: it was cut short");
  if (last.seal().digest() == crypto::AsView(digest)) return absl::OkStatus();
  return Malformed("its bytes are not those that were sealed: it was changed or damaged on the way");
}

absl::Status CheckSeal(const v1::BundleSeal& seal, const v1::BundleHeader& header,
                       const statement::PinnedRoots& roots, const ledger::Heads& heads,
                       absl::Time now) {
  std::vector<std::string> ders(seal.chain().certificates().begin(),
                                seal.chain().certificates().end());
  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain, statement::ParseChain(ders));
  ASSIGN_OR_RETURN(statement::Identity maker, statement::VerifyIdentity(chain, roots, now));
  if (maker.economy != header.maker() || !maker.is_node || !maker.Has(statement::Role::kNode)) {
    return Denied(reason::kWrongEconomy, absl::StrCat("sealed by ", maker.Uri(), ", which is no node of ",
                                                      header.maker()));
  }
  RETURN_IF_ERROR(base::Annotate(
      heads.CheckNotRevoked(maker, chain.front().public_key().key_id()), "bundle, its seal"));
  if (chain.front().public_key().Verify(statement::Pae(kSealType, seal.digest()), seal.signature())) {
    return absl::OkStatus();
  }
  return base::Error(absl::StatusCode::kInvalidArgument, reason::kBadSignature,
                     "bundle: the seal's signature does not verify");
}

}  // namespace

absl::StatusOr<BundleWriter> BundleWriter::Begin(const ledger::LedgerReader* reader,
                                                 const statement::PinnedRoots& roots,
                                                 const BundleMaker& maker,
                                                 const v1::ExportBundleRequest& request,
                                                 absl::Time now) {
  if (request.economy() == maker.economy) {
    return Denied(reason::kWrongEconomy, "a bundle is for another economy than the one that makes it");
  }
  if (roots.Of(request.economy()).empty()) {
    return Denied(reason::kUnknownEconomy,
                  absl::StrCat("no root of \"", request.economy(), "\" is pinned here"));
  }
  BundleWriter writer(reader, maker);
  writer.receiver_ = request.economy();
  std::shared_ptr<const ledger::Heads> heads = reader->heads();
  v1::ExportBundleRequest all = request;
  for (const auto& [origin, head] : heads->logs) {
    if (request.logs().empty()) all.add_logs()->set_origin(origin);
  }
  for (const v1::LogRange& asked : all.logs()) {
    const ledger::LogHead* head = heads->Find(asked.origin());
    if (head == nullptr) head = heads->OfEconomy(asked.origin());
    if (head == nullptr) {
      return base::Error(absl::StatusCode::kNotFound, reason::kNotFound,
                         absl::StrCat("this node holds no log ", asked.origin()));
    }
    v1::LogRange& range = writer.logs_.emplace_back(asked);
    range.set_origin(head->origin);
    range.set_until(asked.from());
    writer.sizes_.push_back(head->checkpoint_size);
  }
  writer.beginning_ = writer.Beginning(now);
  return writer;
}

std::string BundleWriter::Record(const v1::BundleRecord& record) {
  std::string bytes = WithLength(statement::SerializeDeterministic(record));
  digest_ = Chain(digest_, bytes);
  bytes_ += bytes.size();
  return bytes;
}

std::string BundleWriter::Beginning(absl::Time now) {
  digest_ = crypto::Sha256(kFirstLine);
  std::string bytes(kFirstLine);
  v1::BundleRecord record;
  record.mutable_header()->set_maker(maker_.economy);
  record.mutable_header()->set_receiver(receiver_);
  *record.mutable_header()->mutable_made_at() = statement::ToTimestamp(now);
  bytes += Record(record);
  v1::Hello* hello = record.mutable_frame()->mutable_hello();
  hello->add_versions(kProtocolVersion);
  hello->set_economy(maker_.economy);
  bytes += Record(record);
  std::shared_ptr<const ledger::Heads> heads = reader_->heads();
  for (const v1::LogRange& log : logs_) {
    const ledger::LogHead* head = heads->Find(log.origin());
    if (head == nullptr || head->checkpoint.empty()) continue;
    *record.mutable_frame() = MakeAnnounce(log.origin(), head->checkpoint);
    bytes += Record(record);
  }
  return bytes;
}

absl::StatusOr<std::string> BundleWriter::Next() {
  if (!beginning_.empty()) return std::exchange(beginning_, {});
  while (at_ < logs_.size() && logs_[at_].until() >= sizes_[at_]) ++at_;
  if (at_ >= logs_.size()) return sealed_ ? std::string() : Seal();
  v1::LogRange& log = logs_[at_];
  ledger::BatchLimits most{limits::kBatchEntries, limits::kBatchBytes};
  most.entries = std::min<uint64_t>(most.entries, sizes_[at_] - log.until());
  ASSIGN_OR_RETURN(v1::Batch batch,
                   reader_->ReadBatch(log.origin(), log.until(), most, receiver_));
  if (bytes_ + batch.ByteSizeLong() + kSealBytes > limits::kBundleBytes) {
    at_ = logs_.size();
    return Seal();
  }
  log.set_until(log.until() + batch.items_size());
  v1::BundleRecord record;
  *record.mutable_frame()->mutable_batch() = std::move(batch);
  return Record(record);
}

absl::StatusOr<std::string> BundleWriter::Seal() {
  sealed_ = true;
  v1::BundleRecord record;
  v1::BundleSeal& seal = *record.mutable_seal();
  seal.set_digest(crypto::AsString(digest_));
  ASSIGN_OR_RETURN(*seal.mutable_signature(),
                   maker_.key.Sign(statement::Pae(kSealType, seal.digest())));
  for (const crypto::Certificate& certificate : maker_.chain) {
    seal.mutable_chain()->add_certificates(certificate.der());
  }
  return WithLength(statement::SerializeDeterministic(record));
}

// Nothing is parsed before the bytes are known to be those that were sealed.
absl::StatusOr<Bundle> Bundle::Open(std::string bytes, string_view receiver,
                                    const statement::PinnedRoots& roots,
                                    const ledger::Heads& heads, absl::Time now) {
  Bundle bundle;
  bundle.bytes_ = std::move(bytes);
  string_view rest = bundle.bytes_;
  if (!absl::ConsumePrefix(&rest, kFirstLine)) return Malformed("the file is none, or of a later release");
  crypto::Digest digest = crypto::Sha256(kFirstLine);
  string_view header, record;
  while (!rest.empty()) {
    const size_t offset = bundle.bytes_.size() - rest.size();
    if (!record.empty()) digest = Chain(digest, record);
    ASSIGN_OR_RETURN(record, TakeRecord(rest));
    if (header.empty()) header = record;
    bundle.frames_.emplace_back(offset, record.size());
  }
  if (bundle.frames_.size() < 2) return Malformed("it was cut short");
  ASSIGN_OR_RETURN(v1::BundleRecord last, ParseRecord(record));
  RETURN_IF_ERROR(CheckDigest(last, digest));
  ASSIGN_OR_RETURN(v1::BundleRecord first, ParseRecord(header));
  bundle.header_ = first.header();
  RETURN_IF_ERROR(CheckSeal(last.seal(), bundle.header_, roots, heads, now));
  if (bundle.header_.receiver() != receiver) {
    return Denied(reason::kWrongEconomy, absl::StrCat("it was made for ", bundle.header_.receiver(), ", not for ",
                                                      receiver));
  }
  bundle.frames_.erase(bundle.frames_.begin());
  bundle.frames_.pop_back();
  RETURN_IF_ERROR(bundle.Index());
  return bundle;
}

// Unknown records and frames are those of a later release: they are passed over.
absl::Status Bundle::Index() {
  for (size_t number = 0; number < frames_.size(); ++number) {
    const v1::Frame frame = FrameAt(number);
    if (!frame.has_batch()) {
      others_.push_back(number);
      continue;
    }
    const v1::Batch& batch = frame.batch();
    std::vector<Piece>& pieces = logs_[batch.origin()];
    if (!pieces.empty() && pieces.back().until != batch.from()) {
      return Malformed(absl::StrCat(batch.origin(), " has a gap at ", pieces.back().until));
    }
    pieces.push_back({batch.from(), batch.from() + batch.items_size(), number});
  }
  return absl::OkStatus();
}

v1::Frame Bundle::FrameAt(size_t frame) const {
  auto [offset, size] = frames_.at(frame);
  auto parsed = ParseRecord(string_view(bytes_).substr(offset, size));
  return parsed.ok() ? parsed->frame() : v1::Frame();
}

}  // namespace lightship::exchange
