// Numbers in lists, by key: millions of them, in a few bytes each. Most lists hold few numbers; of a long one the first are kept at
// hand, in order of what the numbers name, and the others in as few bytes as it takes to find the next ones among them.
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
#include "absl/types/span.h"
#include "node/base/packed.h"

namespace lightship::incident::correlation {

// For one thread at a time.
class Buckets {
 public:
  using Key = uint32_t;
  // What a number names, by whose bytes lists are in order: always the same.
  using Named = std::function<absl::string_view(uint32_t)>;

  // Nobody asks for more than the first `most` of a list.
  Buckets(Named named, size_t most);

  // Puts the number into these lists, each once. REQUIRES: it is in none.
  void Insert(absl::Span<const Key> keys, uint32_t number);
  // Takes it out of all lists.
  void Erase(uint32_t number);

  // The first `most` numbers of the list, in whatever order.
  std::vector<uint32_t> First(Key key, size_t most) const;
  // The first number that is not one of the first `most`.
  std::optional<uint32_t> After(Key key, size_t most) const;

  // How many lists those stand in that were put in again, each of which is kept beside the lists: bounded.
  size_t moved_keys() const { return moved_keys_; }

  // Nothing of what was taken out.
  void WriteTo(base::Packer& out) const;
  // REQUIRES: what WriteTo has written; that this is empty, and made for as many.
  void ReadFrom(base::Unpacker& in);

 private:
  using Bytes = std::vector<uint8_t>;
  struct Long {
    std::vector<uint32_t> first;  // in order
    Bytes others;                 // as they came, each as its difference to the one before
    uint32_t last = 0;            // of `others`
  };
  struct Place;

  // Whether the number, which was put under the key once, is there.
  bool Stands(Key key, uint32_t number) const;
  bool Before(uint32_t a, uint32_t b) const { return named_(a) < named_(b); }
  Bytes& ShardOf(Key key) { return shards_[uint64_t{key} >> (32 - bits_)]; }
  Place PlaceOf(Key key) const;

  void InsertOne(Key key, uint32_t number);
  void InsertLong(Long& list, uint32_t number) const;
  void Lengthen(const Place& place, Key key, uint32_t number);
  // Those of a long list that stand there, each once.
  std::vector<uint32_t> AllOf(Key key, const Long& list) const;
  Long LongOf(std::vector<uint32_t> numbers) const;
  // The bytes of a shard with what stands there alone; adds how many numbers that is.
  Bytes StandingOf(size_t shard, size_t& numbers) const;
  // Leaves out what no longer stands where it was put.
  void Rewrite(int bits);

  const Named named_;
  const size_t most_;
  // Lists of at most `most_`, by the first `bits_` bits of their keys: each number behind its key's difference to the one before.
  int bits_ = 0;
  size_t short_ = 0;  // numbers in these
  std::vector<Bytes> shards_{1};
  mutable absl::flat_hash_map<Key, Long> longs_;
  // Numbers that were taken out, and the lists in which they are again, in order: where else they were put they stand no more.
  absl::flat_hash_map<uint32_t, std::vector<Key>> moved_;
  size_t moved_keys_ = 0;  // in these
};

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_BUCKETS_H_
