#include "node/incident/correlation/meeting.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace lightship::incident::correlation {
namespace {

// A typed month wrong is 31 days: a name is looked for in its own forty days and the two beside on either side, a word, which is
// less sure, in the one beside.
constexpr int64_t kDaySeconds = 24 * 3600;
constexpr int64_t kNameBucketDays = 40;
constexpr int64_t kNameReach = 2;
constexpr int64_t kWordReach = 1;
constexpr int64_t kDayReach = 1;
// Words of an account that are looked up as names of other reports' ships.
constexpr size_t kProseKeysMost = 160;
constexpr int64_t kDaysMost = 3;
constexpr int kColumns = 360;

uint64_t Mix(uint64_t hash, uint64_t value) {
  hash ^= value + 0x9E3779B97F4A7C15 + (hash << 6) + (hash >> 2);
  hash *= 0xFF51AFD7ED558CCD;
  return hash ^ (hash >> 33);
}

uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 0;
  for (const char c : text) hash = Mix(hash, static_cast<unsigned char>(c));
  return hash;
}

// Two that share a key by accident are compared without need, and found different.
Buckets::Key KeyOf(Kind kind, int64_t time, uint64_t what) {
  return static_cast<Buckets::Key>(
      Mix(Mix(Mix(static_cast<uint64_t>(kind), static_cast<uint64_t>(time)), what), 0) >> 16);
}

int64_t FloorDiv(int64_t value, int64_t by) {
  return value / by - (value % by != 0 && value < 0 ? 1 : 0);
}

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

// Columns close at the 180th meridian.
int ColumnOf(int column) { return (column % kColumns + kColumns) % kColumns; }

uint64_t HashOf(const Quarter& quarter) {
  return Mix(Mix(static_cast<uint64_t>(quarter.row), static_cast<uint64_t>(ColumnOf(quarter.column))),
             static_cast<uint64_t>(quarter.row_side * 2 + quarter.column_side));
}

Quarter QuarterOf(const maritime::Point& point) {
  const double lat = maritime::ToDegrees(point.lat_e7), lon = maritime::ToDegrees(point.lon_e7);
  const auto side = [](double degrees) { return degrees - std::floor(degrees) < 0.5 ? -1 : 1; };
  return {static_cast<int>(std::floor(lat)), static_cast<int>(std::floor(lon)), side(lat), side(lon)};
}

// A point reaches its own cell and the three that it is nearest to.
bool Reaches(const Quarter& a, const Quarter& b) {
  return (b.row == a.row || b.row == a.row + a.row_side) &&
         (b.column == a.column || b.column == a.column + a.column_side);
}

// Those of which one reaches the other's cell.
std::vector<Quarter> NearQuarters(const Quarter& own) {
  std::vector<Quarter> near;
  for (int row = own.row - 1; row <= own.row + 1; ++row) {
    for (int column = own.column - 1; column <= own.column + 1; ++column) {
      for (int sides = 0; sides < 4; ++sides) {
        const Quarter other{row, column, sides < 2 ? -1 : 1, sides % 2 == 0 ? -1 : 1};
        if (Reaches(own, other) || Reaches(other, own)) near.push_back(other);
      }
    }
  }
  return near;
}

void AddDays(const Account& account, std::vector<Standing>& standings) {
  const Days days = DaysOf(*account.when);
  for (int64_t day = days.first; day <= days.last; ++day) {
    standings.push_back({Kind::kDay, day, 0, {}});
    if (!account.point.has_value()) continue;
    const Quarter quarter = QuarterOf(*account.point);
    standings.push_back({Kind::kDayAndCell, day, HashOf(quarter), quarter});
  }
}

// Near spellings share a word, or the first letters.
void AddName(const Name& name, int64_t month, std::vector<Standing>& standings) {
  const auto add = [&](absl::string_view token) {
    if (token.size() >= kNameLettersLeast) standings.push_back({Kind::kName, month, HashOf(token), {}});
  };
  for (const std::string& word : name.words) add(word);
  add(name.letters);
  add(absl::StrCat(name.letters.substr(0, kNameLettersLeast), "*"));
}

void AddWords(const Prose& prose, int64_t month, std::vector<Standing>& standings) {
  size_t added = 0;
  for (size_t i = 0; i < prose.starts.size() && added < kProseKeysMost; ++i) {
    const size_t end = i + 1 < prose.starts.size() ? prose.starts[i + 1] : prose.letters.size();
    const size_t length = end - prose.starts[i];
    if (!prose.capital[i] || length < kNameLettersLeast) continue;
    const auto word = absl::string_view(prose.letters).substr(prose.starts[i], length);
    standings.push_back({Kind::kWord, month, HashOf(word), {}});
    ++added;
  }
}

void AddShips(const Account& account, int64_t month, std::vector<Standing>& standings) {
  const auto add_number = [&](uint64_t number) { standings.push_back({Kind::kNumber, month, number, {}}); };
  for (const Ship& ship : account.ships) {
    for (const Name& name : ship.names) AddName(name, month, standings);
    if (ship.imo_number != 0) add_number(ship.imo_number);
    if (!ship.call_sign.empty()) add_number(HashOf(ship.call_sign));
    if (ship.mmsi != 0) add_number(ship.mmsi);
  }
  for (const NamedShip& ship : account.prose.ships) AddName(ship.name, month, standings);
}

// What is a name of the report's own ship is not a mere word besides.
void KeepEachOnce(std::vector<Standing>& standings) {
  const auto place = [](const Standing& one) {
    const bool is_word = one.kind == Kind::kWord;
    return std::tuple(is_word ? Kind::kName : one.kind, one.time, one.what, is_word);
  };
  const auto same = [](const Standing& x, const Standing& y) {
    const auto shared = [](const Standing& one) { return one.kind == Kind::kWord ? Kind::kName : one.kind; };
    return shared(x) == shared(y) && x.time == y.time && x.what == y.what;
  };
  std::sort(standings.begin(), standings.end(),
            [&](const Standing& x, const Standing& y) { return place(x) < place(y); });
  standings.erase(std::unique(standings.begin(), standings.end(), same), standings.end());
}

}  // namespace

Buckets::Key Standing::key() const { return KeyOf(kind, time, what); }

std::vector<Buckets::Key> Standing::Near() const {
  std::vector<Buckets::Key> keys;
  const auto add = [&](Kind of, int64_t reach, uint64_t that) {
    for (int64_t near = time - reach; near <= time + reach; ++near) keys.push_back(KeyOf(of, near, that));
  };
  switch (kind) {
    case Kind::kDay:
      add(kind, kDayReach, what);
      break;
    case Kind::kDayAndCell:
      for (const Quarter& near : NearQuarters(quarter)) add(kind, kDayReach, HashOf(near));
      break;
    case Kind::kName:
      add(Kind::kName, kNameReach, what);
      add(Kind::kWord, kWordReach, what);
      break;
    case Kind::kWord:
      add(Kind::kName, kWordReach, what);
      break;
    case Kind::kNumber:
      add(kind, kNameReach, what);
      break;
    case Kind::kReference:
      add(kind, 0, what);
      break;
  }
  return keys;
}

std::vector<Standing> StandingsOf(const Account& account) {
  std::vector<Standing> standings;
  for (const Reference& reference : account.references) {
    const uint64_t number = Mix(Mix(HashOf(reference.series), HashOf(reference.id)), static_cast<uint64_t>(reference.scheme));
    standings.push_back({Kind::kReference, 0, number, {}});
  }
  if (account.when.has_value()) {
    const int64_t month = FloorDiv(FloorDiv(account.when->begin_s, kDaySeconds), kNameBucketDays);
    AddDays(account, standings);
    AddShips(account, month, standings);
    AddWords(account.prose, month, standings);
  }
  KeepEachOnce(standings);
  return standings;
}

}  // namespace lightship::incident::correlation
