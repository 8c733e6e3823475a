#include "node/incident/correlation/kept_account.h"

#include <bit>
#include <cstdint>
#include <utility>

#include "absl/strings/str_join.h"

namespace lightship::incident::correlation {
namespace {

class Writer {
 public:
  void Number(uint64_t value) {
    for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
  }
  void Signed(int64_t value) { Number(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63)); }
  void Text(absl::string_view text) {
    Number(text.size());
    Letters(text);
  }
  void Letters(absl::string_view letters) { bytes_.append(letters.data(), letters.size()); }
  template <typename Items, typename Write>
  void List(const Items& items, Write write) {
    Number(items.size());
    for (const auto& item : items) write(item);
  }
  template <typename Value, typename Write>
  void Maybe(const std::optional<Value>& value, Write write) {
    Number(value.has_value() ? 1 : 0);
    if (value.has_value()) write(*value);
  }
  std::string Bytes() && {
    bytes_.shrink_to_fit();
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(absl::string_view bytes) : rest_(bytes) {}

  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= uint64_t{byte & 127u} << shift;
      if (byte < 128) return value;
    }
  }
  int64_t Signed() {
    const uint64_t value = Number();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  std::string Text() { return Letters(Number()); }
  std::string Letters(size_t length) {
    std::string letters(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return letters;
  }
  template <typename Read>
  auto List(Read read) {
    std::vector<decltype(read())> items(Number());
    for (auto& item : items) item = read();
    return items;
  }
  template <typename Read>
  auto Maybe(Read read) {
    return Number() == 0 ? std::nullopt : std::optional(read());
  }

 private:
  absl::string_view rest_;
};

void WriteName(const Name& name, Writer& out) {
  out.List(name.words, [&](const std::string& word) { out.Text(word); });
}

Name ReadName(Reader& in) {
  Name name;
  name.words = in.List([&] { return in.Text(); });
  name.letters = absl::StrJoin(name.words, "");
  return name;
}

void WriteShip(const Ship& ship, Writer& out) {
  out.List(ship.names, [&](const Name& name) { WriteName(name, out); });
  out.Number(ship.imo_number);
  out.Number(ship.imo_valid ? 1 : 0);
  out.Number(ship.mmsi);
  out.Text(ship.call_sign);
  out.Number(static_cast<uint64_t>(ship.type));
}

Ship ReadShip(Reader& in) {
  Ship ship;
  ship.names = in.List([&] { return ReadName(in); });
  ship.imo_number = static_cast<uint32_t>(in.Number());
  ship.imo_valid = in.Number() == 1;
  ship.mmsi = static_cast<uint32_t>(in.Number());
  ship.call_sign = in.Text();
  ship.type = static_cast<v1::ShipType>(in.Number());
  return ship;
}

// Of each word its length and whether it starts with a capital; trigrams are made again.
void WriteProse(const Prose& prose, Writer& out) {
  out.Number(prose.starts.size());
  for (size_t i = 0; i < prose.starts.size(); ++i) {
    const size_t end = i + 1 < prose.starts.size() ? prose.starts[i + 1] : prose.letters.size();
    out.Number((end - prose.starts[i]) << 1 | (prose.capital[i] ? 1 : 0));
  }
  out.Letters(prose.letters);
  out.List(prose.ships, [&](const NamedShip& ship) {
    WriteName(ship.name, out);
    out.Number(ship.word);
  });
}

Prose ReadKeptProse(Reader& in) {
  Prose prose;
  uint32_t length = 0;
  prose.starts.resize(in.Number());
  prose.capital.resize(prose.starts.size());
  for (size_t i = 0; i < prose.starts.size(); ++i) {
    const uint64_t word = in.Number();
    prose.starts[i] = length;
    prose.capital[i] = (word & 1) != 0;
    length += static_cast<uint32_t>(word >> 1);
  }
  prose.letters = in.Letters(length);
  prose.ships = in.List([&] {
    Name name = ReadName(in);
    return NamedShip{std::move(name), in.Number()};
  });
  FillTrigrams(prose);
  return prose;
}

void WritePlace(const Account& account, Writer& out) {
  out.Maybe(account.when, [&](const When& when) {
    out.Signed(when.begin_s);
    out.Signed(when.end_s - when.begin_s);
    out.Number(when.to_the_hour ? 1 : 0);
  });
  out.Maybe(account.point, [&](const maritime::Point& point) {
    out.Signed(point.lat_e7);
    out.Signed(point.lon_e7);
  });
  out.Number(std::bit_cast<uint64_t>(account.uncertainty_m));
  out.Number(account.centre_of_place ? 1 : 0);
}

void ReadPlace(Reader& in, Account& account) {
  account.when = in.Maybe([&] {
    When when;
    when.begin_s = in.Signed();
    when.end_s = when.begin_s + in.Signed();
    when.to_the_hour = in.Number() == 1;
    return when;
  });
  account.point = in.Maybe([&] {
    maritime::Point point;
    point.lat_e7 = static_cast<int32_t>(in.Signed());
    point.lon_e7 = static_cast<int32_t>(in.Signed());
    return point;
  });
  account.uncertainty_m = std::bit_cast<double>(in.Number());
  account.centre_of_place = in.Number() == 1;
}

}  // namespace

std::string KeepAccount(const Account& account) {
  Writer out;
  out.Text(account.source);
  out.List(account.references, [&](const Reference& reference) {
    out.Number(static_cast<uint64_t>(reference.scheme));
    out.Text(reference.series);
    out.Text(reference.id);
  });
  out.Text(account.collection);
  out.Text(account.record);
  out.Number(account.in_imo_list ? 1 : 0);
  WritePlace(account, out);
  out.List(account.ships, [&](const Ship& ship) { WriteShip(ship, out); });
  WriteProse(account.prose, out);
  out.Number(static_cast<uint64_t>(account.status));
  out.Number(static_cast<uint64_t>(account.act));
  out.Maybe(account.perpetrators_min, [&](uint32_t least) { out.Number(least); });
  out.Maybe(account.perpetrators_max, [&](uint32_t most) { out.Number(most); });
  return std::move(out).Bytes();
}

Account RestoreAccount(absl::string_view bytes) {
  Reader in(bytes);
  const auto number = [&] { return static_cast<uint32_t>(in.Number()); };
  Account account;
  account.source = in.Text();
  account.references = in.List([&] {
    Reference reference;
    reference.scheme = static_cast<v1::RefScheme>(in.Number());
    reference.series = in.Text();
    reference.id = in.Text();
    return reference;
  });
  account.collection = in.Text();
  account.record = in.Text();
  account.in_imo_list = in.Number() == 1;
  ReadPlace(in, account);
  account.ships = in.List([&] { return ReadShip(in); });
  account.prose = ReadKeptProse(in);
  account.status = static_cast<v1::ShipStatus>(in.Number());
  account.act = static_cast<v1::ActStage>(in.Number());
  account.perpetrators_min = in.Maybe(number);
  account.perpetrators_max = in.Maybe(number);
  return account;
}

}  // namespace lightship::incident::correlation
