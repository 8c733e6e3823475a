// Where an incident's row is, by id and by the founding report's address. Rows are only ever added, so one directory
// serves every snapshot of a table: a snapshot does not look at rows beyond its own end. It holds the rows' numbers alone; ids and
// addresses it looks up in the rows.
#ifndef LIGHTSHIP_NODE_INCIDENT_DIRECTORY_H_
#define LIGHTSHIP_NODE_INCIDENT_DIRECTORY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/incident/row_detail.h"
#include "node/statement/address.h"

namespace lightship::incident {

// Thread-safe; Reserve and Add are the writer's.
class Directory {
 public:
  // Of the table that it belongs to, for the writer: every row that was added, and the one that is being added.
  using Rows = std::function<const RowDetail&(size_t row)>;
  explicit Directory(Rows rows);
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  // The row as the asker knows it; nullptr when it does not.
  using RowAt = absl::FunctionRef<const RowDetail*(size_t row)>;
  std::optional<size_t> Find(const crypto::Digest& incident, RowAt at) const;
  std::optional<size_t> Find(const statement::Address& address, RowAt at) const;

  // For so many rows in all.
  void Reserve(size_t rows);
  void Add(size_t row);
  // By its name, which is an address.
  void AddAddress(size_t row);

 private:
  struct SoughtId {
    const crypto::Digest& id;
    RowAt at;
  };
  struct SoughtAddress {
    absl::string_view name;
    RowAt at;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(const SoughtId& sought) const;
    size_t operator()(const SoughtAddress& sought) const;
    size_t operator()(uint32_t row) const;

    const Rows* rows;
    bool by_address;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(uint32_t a, uint32_t b) const { return a == b; }
    template <typename Sought>
    bool operator()(uint32_t row, const Sought& sought) const { return Is(sought, row); }
    template <typename Sought>
    bool operator()(const Sought& sought, uint32_t row) const { return Is(sought, row); }

    static bool Is(const SoughtId& sought, uint32_t row);
    static bool Is(const SoughtAddress& sought, uint32_t row);
  };
  using Numbers = absl::flat_hash_set<uint32_t, Hash, Equal>;

  const Rows rows_;
  mutable base::Mutex mutex_;
  Numbers by_id_ ABSL_GUARDED_BY(mutex_);
  Numbers by_address_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_DIRECTORY_H_
