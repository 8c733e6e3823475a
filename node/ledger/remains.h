// What can still be read of one log in a damaged database. Only for rebuild.cc.
#ifndef LIGHTSHIP_NODE_LEDGER_REMAINS_H_
#define LIGHTSHIP_NODE_LEDGER_REMAINS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/ledger/state.h"
#include "node/merkle/tree.h"
#include "node/store/store.h"

namespace lightship::ledger {

// Calls `visit` for every row of [first, limit) that can be read, and goes on behind what cannot: to the next key that
// begins with an ever shorter part of the last one. Returns how often. REQUIRES: `first` is not empty.
uint64_t ScanAround(const store::Store& store, store::Table table, std::string first,
                    absl::string_view limit,
                    absl::FunctionRef<void(absl::string_view key, absl::string_view value)> visit);

// Origins that the database knows anything of.
std::set<std::string> OriginsIn(const store::Store& damaged);

class LogRemains {
 public:
  LogRemains(const store::Store* damaged, absl::string_view origin);

  const std::string& origin() const { return origin_; }
  // The tree's leaves, as far as a checkpoint signs them.
  const std::vector<merkle::Digest>& leaves() const { return leaves_; }
  // Entries there were, as far as can be told.
  uint64_t size_before() const { return size_before_; }
  // Whether its end is taken out because of a bad signature: what stood there does not come back.
  bool ends_badly() const { return head_ && head_->has_bad_signature_at(); }
  // Checkpoints that sign the root of these leaves at their size.
  const std::map<uint64_t, std::string>& notes() const { return notes_; }

  // What stood at an index, with the parts that match. Unset when the entry is lost or was not held.
  struct Item {
    std::optional<Prepared> entry;
    uint64_t parts_lost = 0;
    std::optional<v1::WithheldReason> stub;  // the reason kept for it
    bool may_be_key = false;                 // lost, and possibly a KEY statement
    bool given_back = false;                 // parts were erased by what is taken out
  };
  Item At(uint64_t index) const;

 private:
  void ReadLeaves();
  void ReadNotes();
  // Length of the longest beginning of `leaves` that a note signs.
  uint64_t SignedLength(const std::vector<merkle::Digest>& leaves,
                        std::map<uint64_t, std::string>& signed_notes) const;
  void TakeParts(Item& item) const;
  bool WereErasedByEnd(uint64_t index) const;

  const store::Store* damaged_;
  std::string origin_;
  std::optional<storage::v1::LogHead> head_;
  std::map<uint64_t, std::string> all_notes_, notes_;
  std::vector<merkle::Digest> leaves_;
  uint64_t size_before_ = 0;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_REMAINS_H_
