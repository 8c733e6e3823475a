#include "node/incident/correlation/buckets.h"

#include <algorithm>
#include <array>

namespace lightship::incident::correlation {
namespace {

// Numbers for each shard.
constexpr size_t kOfShard = 48;
// What numbers that have moved left behind is cleared away when there are more of them than these, and than one in so many places.
constexpr size_t kMovedLeast = 1024;
constexpr size_t kPlacesOfMoved = 64;
// Or when those that came again stand in more lists than these: a number may stand in a hundred.
constexpr size_t kMovedKeysMost = 65'536;
constexpr int kBitsMost = 26;

// Seven bits a byte, as base::Packer.
size_t Put(uint64_t value, uint8_t* at) {
  size_t size = 0;
  for (; value >= 128; value >>= 7) at[size++] = static_cast<uint8_t>(value | 128);
  at[size++] = static_cast<uint8_t>(value);
  return size;
}

uint64_t Take(const uint8_t*& at) {
  uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    const uint8_t byte = *at++;
    value |= uint64_t{byte & 127u} << shift;
    if (byte < 128) return value;
  }
}

// A short piece, at most two entries.
struct Piece {
  std::array<uint8_t, 24> bytes;
  size_t size = 0;

  void Add(uint64_t value) { size += Put(value, bytes.data() + size); }
};

// In place of what is there. Grows by little: there are very many.
void Replace(std::vector<uint8_t>& bytes, size_t begin, size_t end, const Piece& piece) {
  const size_t after = bytes.size() - (end - begin) + piece.size;
  if (after > bytes.capacity()) bytes.reserve(after + after / 8);
  const auto at = bytes.begin() + static_cast<ptrdiff_t>(begin);
  const size_t over = std::min(piece.size, end - begin);
  std::copy_n(piece.bytes.begin(), over, at);
  if (piece.size > over) {
    bytes.insert(at + static_cast<ptrdiff_t>(over), piece.bytes.begin() + over, piece.bytes.begin() + piece.size);
  } else {
    bytes.erase(at + static_cast<ptrdiff_t>(over), bytes.begin() + static_cast<ptrdiff_t>(end));
  }
}

uint64_t ZigZag(int64_t value) { return static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63); }
int64_t FromZigZag(uint64_t value) { return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1); }

}  // namespace

// Where the numbers of a list are in its shard, or would be.
struct Buckets::Place {
  std::vector<uint32_t> numbers;  // stale ones too
  uint64_t before = 0;            // the key before them, or where the shard's begin
  size_t begin = 0, end = 0;      // of their bytes
  uint64_t next = 0;              // the key and number behind them, unless `next_end` is `end`
  uint32_t next_number = 0;
  size_t next_end = 0;
};

Buckets::Buckets(Named named, size_t most) : named_(std::move(named)), most_(most) {}

bool Buckets::Stands(Key key, uint32_t number) const {
  if (moved_.empty()) return true;
  const auto moved = moved_.find(number);
  return moved == moved_.end() || std::binary_search(moved->second.begin(), moved->second.end(), key);
}

Buckets::Place Buckets::PlaceOf(Key key) const {
  const uint64_t shard = uint64_t{key} >> (32 - bits_);
  const Bytes& bytes = shards_[shard];
  const uint8_t* at = bytes.data();
  const uint8_t* const end = at + bytes.size();
  Place place;
  uint64_t of = shard << (32 - bits_);
  place.before = of;
  while (at != end) {
    const auto begin = static_cast<size_t>(at - bytes.data());
    of += Take(at);
    const auto number = static_cast<uint32_t>(Take(at));
    const auto behind = static_cast<size_t>(at - bytes.data());
    if (of > key) {
      place.next = of;
      place.next_number = number;
      place.next_end = behind;
      return place;
    }
    if (of < key) {
      place.before = of;
      place.begin = behind;
    } else {
      if (place.numbers.empty()) place.begin = begin;
      place.numbers.push_back(number);
    }
    place.end = place.next_end = behind;
  }
  return place;
}

void Buckets::Insert(absl::Span<const Key> keys, uint32_t number) {
  if (const auto moved = moved_.find(number); moved != moved_.end()) {
    moved->second.assign(keys.begin(), keys.end());
    std::sort(moved->second.begin(), moved->second.end());
    moved_keys_ += keys.size();
  }
  for (const Key key : keys) InsertOne(key, number);
  const bool shards_are_full = short_ > kOfShard << bits_ && bits_ < kBitsMost;
  if (shards_are_full || moved_keys_ > kMovedKeysMost) Rewrite(shards_are_full ? bits_ + 1 : bits_);
}

void Buckets::InsertOne(Key key, uint32_t number) {
  if (const auto found = longs_.find(key); found != longs_.end()) return InsertLong(found->second, number);
  const Place place = PlaceOf(key);
  if (std::find(place.numbers.begin(), place.numbers.end(), number) != place.numbers.end()) return;
  if (place.numbers.size() >= most_) return Lengthen(place, key, number);
  Piece piece;
  piece.Add(place.numbers.empty() ? key - place.before : 0);
  piece.Add(number);
  if (place.next_end > place.end) {
    piece.Add(place.next - key);
    piece.Add(place.next_number);
  }
  Replace(ShardOf(key), place.end, place.next_end, piece);
  ++short_;
}

// Out of the shard and into a list of its own.
void Buckets::Lengthen(const Place& place, Key key, uint32_t number) {
  std::vector<uint32_t> numbers = place.numbers;
  short_ -= numbers.size();
  std::erase_if(numbers, [&](uint32_t one) { return !Stands(key, one); });
  numbers.push_back(number);
  Piece next;
  if (place.next_end > place.end) {
    next.Add(place.next - place.before);
    next.Add(place.next_number);
  }
  Replace(ShardOf(key), place.begin, place.next_end, next);
  longs_.emplace(key, LongOf(std::move(numbers)));
}

void Buckets::InsertLong(Long& list, uint32_t number) const {
  const auto before = [this](uint32_t a, uint32_t b) { return Before(a, b); };
  const bool is_first = list.others.empty() && list.first.size() < 2 * most_ + 2;
  if (is_first || list.first.empty() || Before(number, list.first.back())) {
    const auto at = std::lower_bound(list.first.begin(), list.first.end(), number, before);
    if (at != list.first.end() && *at == number) return;
    list.first.insert(at, number);
    if (list.first.size() <= 2 * most_ + 2) return;
    number = list.first.back();
    list.first.pop_back();
  } else if (list.first.back() == number) {
    return;
  }
  Piece piece;
  piece.Add(ZigZag(int64_t{number} - list.last));
  Replace(list.others, list.others.size(), list.others.size(), piece);
  list.last = number;
}

std::vector<uint32_t> Buckets::AllOf(Key key, const Long& list) const {
  std::vector<uint32_t> numbers = list.first;
  const uint8_t* at = list.others.data();
  int64_t number = 0;
  while (at != list.others.data() + list.others.size()) {
    number += FromZigZag(Take(at));
    numbers.push_back(static_cast<uint32_t>(number));
  }
  std::erase_if(numbers, [&](uint32_t one) { return !Stands(key, one); });
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

Buckets::Long Buckets::LongOf(std::vector<uint32_t> numbers) const {
  const size_t first = std::min(numbers.size(), 2 * most_ + 2);
  const auto middle = numbers.begin() + static_cast<ptrdiff_t>(first);
  std::partial_sort(numbers.begin(), middle, numbers.end(), [this](uint32_t a, uint32_t b) { return Before(a, b); });
  std::sort(middle, numbers.end());
  Long list;
  list.first.assign(numbers.begin(), middle);
  for (auto number = middle; number != numbers.end(); ++number) {
    Piece piece;
    piece.Add(ZigZag(int64_t{*number} - list.last));
    Replace(list.others, list.others.size(), list.others.size(), piece);
    list.last = *number;
  }
  return list;
}

void Buckets::Erase(uint32_t number) {
  std::vector<Key>& keys = moved_[number];
  moved_keys_ -= keys.size();
  keys = {};
  if (moved_.size() > kMovedLeast + short_ / kPlacesOfMoved) Rewrite(bits_);
}

std::vector<uint32_t> Buckets::First(Key key, size_t most) const {
  const auto stands = [&](uint32_t number) { return Stands(key, number); };
  const auto found = longs_.find(key);
  if (found == longs_.end()) {
    std::vector<uint32_t> numbers = PlaceOf(key).numbers;
    std::erase_if(numbers, std::not_fn(stands));
    if (numbers.size() <= most) return numbers;
    const auto end = numbers.begin() + static_cast<ptrdiff_t>(most);
    std::nth_element(numbers.begin(), end, numbers.end(), [this](uint32_t a, uint32_t b) { return Before(a, b); });
    numbers.erase(end, numbers.end());
    return numbers;
  }
  Long& list = found->second;
  for (bool last = list.others.empty();; last = true) {
    std::vector<uint32_t> numbers;
    for (auto one = list.first.begin(); one != list.first.end() && numbers.size() < most; ++one) {
      if (stands(*one)) numbers.push_back(*one);
    }
    if (last || numbers.size() == most) return numbers;
    list = LongOf(AllOf(key, list));
  }
}

std::optional<uint32_t> Buckets::After(Key key, size_t most) const {
  const std::vector<uint32_t> numbers = First(key, most + 1);
  if (numbers.size() <= most) return std::nullopt;
  return *std::max_element(numbers.begin(), numbers.end(), [this](uint32_t a, uint32_t b) { return Before(a, b); });
}

void Buckets::Rewrite(int bits) {
  std::vector<Bytes> shards(size_t{1} << bits);
  short_ = 0;
  Bytes made;
  uint64_t shard = 0, before = 0;
  const auto close = [&](uint64_t next) {
    if (!made.empty()) shards[shard].assign(made.begin(), made.end());
    made.clear();
    shard = next;
    before = next << (32 - bits);
  };
  for (size_t i = 0; i < shards_.size(); ++i) {
    const uint8_t* at = shards_[i].data();
    uint64_t key = uint64_t{i} << (32 - bits_);
    while (at != shards_[i].data() + shards_[i].size()) {
      key += Take(at);
      const auto number = static_cast<uint32_t>(Take(at));
      if (!Stands(static_cast<Key>(key), number)) continue;
      if (const uint64_t of = key >> (32 - bits); of != shard) close(of);
      Piece piece;
      piece.Add(key - before);
      piece.Add(number);
      made.insert(made.end(), piece.bytes.begin(), piece.bytes.begin() + piece.size);
      before = key;
      ++short_;
    }
    shards_[i] = Bytes();
  }
  close(0);
  shards_ = std::move(shards);
  bits_ = bits;
  for (auto& [key, list] : longs_) list = LongOf(AllOf(key, list));
  moved_.clear();
  moved_keys_ = 0;
}

Buckets::Bytes Buckets::StandingOf(size_t shard, size_t& numbers) const {
  Bytes made;
  const uint8_t* at = shards_[shard].data();
  const uint8_t* const end = at + shards_[shard].size();
  uint64_t key = uint64_t{shard} << (32 - bits_), before = key;
  while (at != end) {
    key += Take(at);
    const auto number = static_cast<uint32_t>(Take(at));
    if (!Stands(static_cast<Key>(key), number)) continue;
    Piece piece;
    piece.Add(key - before);
    piece.Add(number);
    made.insert(made.end(), piece.bytes.begin(), piece.bytes.begin() + piece.size);
    before = key;
    ++numbers;
  }
  return made;
}

// Without what stands no more: nothing of what was erased is for a file.
void Buckets::WriteTo(base::Packer& out) const {
  const auto text = [&](const Bytes& bytes) { out.Text({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); };
  out.Number(static_cast<uint64_t>(bits_));
  size_t numbers = 0;
  for (size_t i = 0; i < shards_.size(); ++i) text(StandingOf(i, numbers));
  out.Number(numbers);
  for (const auto& [key, list] : longs_) {
    const Long standing = moved_.empty() ? list : LongOf(AllOf(key, list));
    if (standing.first.empty()) continue;
    out.Number(1);
    out.Number(key);
    out.List(standing.first, [&](uint32_t one) { out.Number(one); });
    text(standing.others);
    out.Number(standing.last);
  }
  out.Number(0);
}

void Buckets::ReadFrom(base::Unpacker& in) {
  const auto bytes = [&] {
    const absl::string_view text = in.Text();
    return Bytes(text.begin(), text.end());
  };
  const auto number = [&] { return static_cast<uint32_t>(in.Number()); };
  bits_ = static_cast<int>(in.Number());
  shards_.resize(size_t{1} << bits_);
  for (Bytes& shard : shards_) shard = bytes();
  short_ = in.Number();
  while (in.Number() != 0) {
    Long& list = longs_[number()];
    list.first = in.List(number);
    list.others = bytes();
    list.last = number();
  }
}

}  // namespace lightship::incident::correlation
