#include "node/incident/correlation/candidates.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lightship::incident::correlation {
namespace {

// A typed month wrong is 31 days; names are looked for in buckets of 40 days and the two beside.
constexpr int64_t kDaySeconds = 24 * 3600;
constexpr int64_t kNameBucketDays = 40;
// Words of an account that are looked up as names of other reports' ships.
constexpr size_t kProseKeysMost = 160;
constexpr int64_t kDaysMost = 3;
constexpr double kCellDegrees = 1;

enum class Kind : uint64_t { kDay = 1, kDayAndCell, kName, kNumber, kReference };

uint64_t Mix(uint64_t hash, uint64_t value) {
  hash ^= value + 0x9E3779B97F4A7C15 + (hash << 6) + (hash >> 2);
  hash *= 0xFF51AFD7ED558CCD;
  return hash ^ (hash >> 33);
}

uint64_t KeyOf(Kind kind, uint64_t first, uint64_t second = 0, uint64_t third = 0) {
  return Mix(Mix(Mix(static_cast<uint64_t>(kind), first), second), third);
}

uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 0;
  for (const char c : text) hash = Mix(hash, static_cast<unsigned char>(c));
  return hash;
}

int64_t FloorDiv(int64_t value, int64_t by) {
  return value / by - (value % by != 0 && value < 0 ? 1 : 0);
}

using Keys = std::vector<std::pair<uint64_t, bool>>;

struct Days {
  int64_t first = 0, last = 0;
};

// The days of the report; of a longer interval the middle ones.
Days DaysOf(const When& when) {
  Days days{FloorDiv(when.begin_s, kDaySeconds), FloorDiv(when.end_s - 1, kDaySeconds)};
  if (days.last - days.first >= kDaysMost) {
    days.first = FloorDiv(when.begin_s + (when.end_s - when.begin_s) / 2, kDaySeconds) - 1;
    days.last = days.first + 2;
  }
  return days;
}

// Own cell, and the three that the point is nearest to; columns close at the 180th meridian.
void AddCells(const maritime::Point& point, int64_t day, bool strong_day, Keys& keys) {
  const auto cell = [](double degrees) {
    return static_cast<int64_t>(std::floor(degrees / kCellDegrees));
  };
  const auto side = [](double degrees) {
    return degrees / kCellDegrees - std::floor(degrees / kCellDegrees) < 0.5 ? -1 : 1;
  };
  const double lat = maritime::ToDegrees(point.lat_e7), lon = maritime::ToDegrees(point.lon_e7);
  constexpr int64_t kColumns = static_cast<int64_t>(360 / kCellDegrees);
  for (const int64_t row : {int64_t{0}, int64_t{side(lat)}}) {
    for (const int64_t column : {int64_t{0}, int64_t{side(lon)}}) {
      const int64_t at = ((cell(lon) + column) % kColumns + kColumns) % kColumns;
      keys.emplace_back(KeyOf(Kind::kDayAndCell, day, cell(lat) + row, at),
                        strong_day && row == 0 && column == 0);
    }
  }
}

void AddDays(const Account& account, Keys& keys) {
  const Days days = DaysOf(*account.when);
  for (int64_t day = days.first - 1; day <= days.last + 1; ++day) {
    const bool own = day >= days.first && day <= days.last;
    keys.emplace_back(KeyOf(Kind::kDay, day), own);
    if (account.point.has_value()) AddCells(*account.point, day, own, keys);
  }
}

// Ships' names meet one another and words of accounts; words do not meet words.
void AddNames(const Account& account, int64_t month, Keys& keys) {
  const auto add_name = [&](const Name& name) {
    // Near spellings share a word, or the first letters.
    std::vector<std::string> tokens = name.words;
    tokens.push_back(name.letters);
    tokens.push_back(absl::StrCat(name.letters.substr(0, kNameLettersLeast), "*"));
    for (const std::string& token : tokens) {
      if (token.size() < kNameLettersLeast) continue;
      for (int64_t near = month - 1; near <= month + 1; ++near) {
        keys.emplace_back(KeyOf(Kind::kName, HashOf(token), near), true);
      }
    }
  };
  for (const Ship& ship : account.ships) {
    for (const Name& name : ship.names) add_name(name);
  }
  for (const NamedShip& ship : account.prose.ships) add_name(ship.name);
  size_t added = 0;
  for (size_t i = 0; i < account.prose.starts.size() && added < kProseKeysMost; ++i) {
    const size_t end = i + 1 < account.prose.starts.size() ? account.prose.starts[i + 1]
                                                           : account.prose.letters.size();
    const size_t length = end - account.prose.starts[i];
    if (!account.prose.capital[i] || length < kNameLettersLeast) continue;
    const auto word =
        absl::string_view(account.prose.letters).substr(account.prose.starts[i], length);
    keys.emplace_back(KeyOf(Kind::kName, HashOf(word), month), false);
    ++added;
  }
}

}  // namespace

struct Candidates::Entry {
  std::string id;
  uint64_t serial = 0;
  Account account;
  Keys keys;
};

// Members by id. A strong one meets all, a weak one the strong ones.
struct Candidates::Bucket {
  struct Member {
    explicit Member(const Entry* e) : start(StartOf(e->id)), entry(e) {}
    bool operator<(const Member& other) const {
      return start != other.start ? start < other.start : entry->id < other.entry->id;
    }
    uint64_t start;  // of the id: orders nearly all without a look at the entries
    const Entry* entry;
  };
  std::vector<Member> members[2];  // weak, strong

  static auto Position(const std::vector<Member>& list, const Entry* entry) {
    return std::lower_bound(list.begin(), list.end(), Member(entry));
  }

 private:
  // The first bytes as a number that sorts as they do.
  static uint64_t StartOf(absl::string_view id) {
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof(start); ++i) start = start << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0);
    return start;
  }
};

Candidates::Candidates(size_t members_most) : members_most_(members_most) {}
Candidates::~Candidates() = default;

Candidates::Keys Candidates::KeysOf(const Account& account) {
  Keys keys;
  for (const Reference& reference : account.references) {
    const uint64_t id = Mix(HashOf(reference.series), HashOf(reference.id));
    keys.emplace_back(KeyOf(Kind::kReference, reference.scheme, id), true);
  }
  if (account.when.has_value()) {
    AddDays(account, keys);
    const int64_t day = FloorDiv(account.when->begin_s, kDaySeconds);
    const int64_t month = FloorDiv(day, kNameBucketDays);
    AddNames(account, month, keys);
    for (const Ship& ship : account.ships) {
      for (int64_t near = month - 1; near <= month + 1; ++near) {
        if (ship.imo_number != 0)
          keys.emplace_back(KeyOf(Kind::kNumber, ship.imo_number, near), true);
        if (!ship.call_sign.empty())
          keys.emplace_back(KeyOf(Kind::kNumber, HashOf(ship.call_sign), near), true);
        if (ship.mmsi != 0) keys.emplace_back(KeyOf(Kind::kNumber, ship.mmsi, near), true);
      }
    }
  }
  // Strong goes before weak, so that each key stays once and strong if it may.
  std::sort(keys.begin(), keys.end(), [](const auto& x, const auto& y) {
    return x.first != y.first ? x.first < y.first : x.second && !y.second;
  });
  keys.erase(std::unique(keys.begin(), keys.end(),
                         [](const auto& x, const auto& y) { return x.first == y.first; }),
             keys.end());
  return keys;
}

void Candidates::CollectFrom(uint64_t key, bool strong, const Entry* self,
                             std::vector<const Entry*>& found) const {
  const auto bucket = buckets_.find(key);
  if (bucket == buckets_.end()) return;
  const auto& own = bucket->second.members[strong];
  if (static_cast<size_t>(Bucket::Position(own, self) - own.begin()) >= members_most_) return;
  for (const bool kind : {true, false}) {
    if (!strong && !kind) continue;
    const auto& list = bucket->second.members[kind];
    const size_t considered = std::min(list.size(), members_most_);
    for (size_t i = 0; i < considered; ++i) found.push_back(list[i].entry);
  }
}

std::vector<const Candidates::Entry*> Candidates::Meet(const Entry* self) const {
  std::vector<const Entry*> found;
  for (const auto& [key, strong] : self->keys) CollectFrom(key, strong, self, found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  found.erase(std::remove(found.begin(), found.end(), self), found.end());
  return found;
}

namespace {

template <typename Entry>
std::vector<std::string> IdsOf(const std::vector<const Entry*>& entries) {
  std::vector<std::string> ids;
  ids.reserve(entries.size());
  for (const Entry* entry : entries) ids.push_back(entry->id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace

std::vector<std::string> Candidates::Add(absl::string_view id, Account account) {
  std::vector<std::string> changed = Remove(id);
  auto entry = std::make_unique<Entry>();
  entry->id = std::string(id);
  entry->serial = next_serial_++;
  entry->keys = KeysOf(account);
  entry->account = std::move(account);
  const Entry* self = entry.get();
  for (const auto& [key, strong] : self->keys) {
    auto& list = buckets_[key].members[strong];
    list.insert(Bucket::Position(list, self), Bucket::Member(self));
  }
  entries_.insert_or_assign(std::string(id), std::move(entry));
  // Whom it displaces from a full bucket loses only pairs with those that it now meets there.
  for (std::string& other : Of(id)) changed.push_back(std::move(other));
  changed.emplace_back(id);
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return changed;
}

std::vector<std::string> Candidates::Remove(absl::string_view id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return {};
  const Entry* self = found->second.get();
  std::vector<const Entry*> changed = Meet(self);
  changed.push_back(self);
  std::vector<std::string> ids = IdsOf(changed);
  for (const auto& [key, strong] : self->keys) {
    const auto bucket = buckets_.find(key);
    auto& list = bucket->second.members[strong];
    list.erase(Bucket::Position(list, self));
    if (list.empty() && bucket->second.members[!strong].empty()) buckets_.erase(bucket);
  }
  entries_.erase(found);
  return ids;
}

std::vector<std::string> Candidates::Of(absl::string_view id) const {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return {};
  return IdsOf(Meet(found->second.get()));
}

const Account* Candidates::Find(absl::string_view id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second->account;
}

Judgement Candidates::Judge(absl::string_view a, absl::string_view b) const {
  const Entry &one = *entries_.find(a)->second, &other = *entries_.find(b)->second;
  Judgement judgement = Compare(one.account, other.account);
  ++compared_;
  if (fits_.size() >= kFitsMost) fits_.clear();
  fits_.insert_or_assign(std::minmax(one.serial, other.serial),
                         Fit{judgement.verdict, judgement.score, judgement.same_ship});
  return judgement;
}

Fit Candidates::FitOf(absl::string_view a, absl::string_view b) const {
  const uint64_t one = entries_.find(a)->second->serial, other = entries_.find(b)->second->serial;
  if (const auto known = fits_.find(std::minmax(one, other)); known != fits_.end()) {
    return known->second;
  }
  const Judgement judgement = Judge(a, b);
  return {judgement.verdict, judgement.score, judgement.same_ship};
}

}  // namespace lightship::incident::correlation
