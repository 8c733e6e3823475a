// Bundles: ranges of logs in one file, for a node that no network reaches (proto/README.md has the layout). The maker's
// node seals the file as a whole; what it says of logs is then checked like anything a peer says.
#ifndef LIGHTSHIP_NODE_EXCHANGE_BUNDLE_H_
#define LIGHTSHIP_NODE_EXCHANGE_BUNDLE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/bundle.pb.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/ledger/reader.h"
#include "node/statement/roots.h"

namespace lightship::exchange {

// Of the node that makes a bundle.
struct BundleMaker {
  std::string economy;
  std::vector<crypto::Certificate> chain;
  crypto::PrivateKey key;
};

// Writes a bundle piece by piece. Thread-compatible.
class BundleWriter {
 public:
  // `logs` as asked for (empty: all); `reader` outlives the writer. NOT_FOUND for a log that is not held;
  // PERMISSION_DENIED when the receiver is the maker's own economy or no member.
  static absl::StatusOr<BundleWriter> Begin(const ledger::LedgerReader* reader,
                                            const statement::PinnedRoots& roots,
                                            const BundleMaker& maker,
                                            const v1::ExportBundleRequest& request, absl::Time now);

  // The file's next bytes; empty after the last. Stops within a log where the bundle would exceed limits::kBundleBytes.
  absl::StatusOr<std::string> Next();
  // What has been written of each log.
  const std::vector<v1::LogRange>& logs() const { return logs_; }

 private:
  BundleWriter(const ledger::LedgerReader* reader, const BundleMaker& maker)
      : reader_(reader), maker_(maker) {}
  std::string Record(const v1::BundleRecord& record);
  std::string Beginning(absl::Time now);
  absl::StatusOr<std::string> Seal();

  const ledger::LedgerReader* reader_;
  BundleMaker maker_;
  std::string receiver_;
  std::string beginning_;
  std::vector<v1::LogRange> logs_;  // `until`: so far
  std::vector<uint64_t> sizes_;     // where each ends
  size_t at_ = 0;                   // log being written
  size_t bytes_ = 0;
  crypto::Digest digest_{};         // of all written so far
  bool sealed_ = false;
};

// A bundle whose seal holds. Immutable.
class Bundle {
 public:
  // Takes the file's bytes. MALFORMED, BAD_SIGNATURE, UNTRUSTED_CERTIFICATE when it is not what a member's node made and
  // sealed, REVOKED_KEY when it sealed with a key that a log in `heads` has revoked; WRONG_ECONOMY when it was not made for `receiver`.
  static absl::StatusOr<Bundle> Open(std::string bytes, absl::string_view receiver,
                                     const statement::PinnedRoots& roots,
                                     const ledger::Heads& heads, absl::Time now);

  const v1::BundleHeader& header() const { return header_; }
  // One Batch frame of a log.
  struct Piece {
    uint64_t from = 0;
    uint64_t until = 0;
    size_t frame = 0;
  };
  // By origin, each ascending without gaps.
  const std::map<std::string, std::vector<Piece>, std::less<>>& logs() const { return logs_; }
  // Frames that are not Batches, in their order.
  const std::vector<size_t>& others() const { return others_; }
  // Empty for a record of a later release.
  v1::Frame FrameAt(size_t frame) const;

 private:
  absl::Status Index();

  std::string bytes_;
  v1::BundleHeader header_;
  std::vector<std::pair<size_t, size_t>> frames_;  // records: offset and size
  std::map<std::string, std::vector<Piece>, std::less<>> logs_;
  std::vector<size_t> others_;
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_BUNDLE_H_
