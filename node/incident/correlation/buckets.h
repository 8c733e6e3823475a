// Numbers in lists, by key, each list in order of what the numbers name. Most lists hold one number, and that costs no list.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_BUCKETS_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_BUCKETS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace lightship::incident::correlation {

// For one thread at a time.
class Buckets {
 public:
  using Key = uint32_t;
  // What a number names, by whose bytes lists are in order: the same as long as the number is held.
  using Named = std::function<absl::string_view(uint32_t)>;

  explicit Buckets(Named named) : named_(std::move(named)) {}

  // REQUIRES: the number is below 2^31 and not in the list.
  void Insert(Key key, uint32_t number);
  // REQUIRES: the number is in the list.
  void Erase(Key key, uint32_t number);

  // The first `most` numbers of the list.
  void Append(Key key, size_t most, std::vector<uint32_t>& numbers) const;
  // Whether the number is one of the first `most` of the list.
  bool IsAmong(Key key, size_t most, uint32_t number) const;
  // The first number that is not one of the first `most`.
  std::optional<uint32_t> After(Key key, size_t most) const;

 private:
  struct Member {
    uint32_t start;  // of what it names: orders nearly all without a look there
    uint32_t number;
  };
  using List = std::vector<Member>;

  Member MemberOf(uint32_t number) const;
  bool Before(const Member& a, const Member& b) const;
  List::const_iterator PlaceOf(const List& list, const Member& member) const;
  // nullptr for a list of one.
  const List* ListAt(uint32_t slot) const { return slot < kLists ? nullptr : &lists_[slot - kLists]; }
  uint32_t AddList(List list);

  // Below it the one number of a list, else the list's place in `lists_`.
  static constexpr uint32_t kLists = uint32_t{1} << 31;

  const Named named_;
  absl::flat_hash_map<Key, uint32_t> slots_;
  std::vector<List> lists_;
  std::vector<uint32_t> free_lists_;
};

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_BUCKETS_H_
