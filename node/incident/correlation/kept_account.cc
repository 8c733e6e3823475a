#include "node/incident/correlation/kept_account.h"

#include <bit>
#include <cstdint>
#include <utility>

#include "absl/strings/str_join.h"
#include "node/base/packed.h"

namespace lightship::incident::correlation {
namespace {

using base::Packer;
using base::Unpacker;

void WriteName(const Name& name, Packer& out) {
  out.List(name.words, [&](const std::string& word) { out.Text(word); });
}

Name ReadName(Unpacker& in) {
  Name name;
  name.words = in.List([&] { return std::string(in.Text()); });
  name.letters = absl::StrJoin(name.words, "");
  return name;
}

void WriteShip(const Ship& ship, Packer& out) {
  out.List(ship.names, [&](const Name& name) { WriteName(name, out); });
  out.Number(ship.imo_number);
  out.Number(ship.imo_valid ? 1 : 0);
  out.Number(ship.mmsi);
  out.Text(ship.call_sign);
  out.Number(static_cast<uint64_t>(ship.type));
}

Ship ReadShip(Unpacker& in) {
  Ship ship;
  ship.names = in.List([&] { return ReadName(in); });
  ship.imo_number = static_cast<uint32_t>(in.Number());
  ship.imo_valid = in.Number() == 1;
  ship.mmsi = static_cast<uint32_t>(in.Number());
  ship.call_sign = std::string(in.Text());
  ship.type = static_cast<v1::ShipType>(in.Number());
  return ship;
}

absl::string_view WordAt(const Prose& prose, size_t i) {
  const size_t end = i + 1 < prose.starts.size() ? prose.starts[i + 1] : prose.letters.size();
  return absl::string_view(prose.letters).substr(prose.starts[i], end - prose.starts[i]);
}

// Of each word whether it starts with a capital and its number, counted from 1, or 0 and its letters; trigrams are made again.
void WriteProse(const Prose& prose, const Lexicon& lexicon, Packer& out) {
  out.Number(prose.starts.size());
  for (size_t i = 0; i < prose.starts.size(); ++i) {
    const uint64_t capital = prose.capital[i] ? 1 : 0;
    const absl::string_view word = WordAt(prose, i);
    if (const std::optional<uint32_t> number = lexicon.NumberOf(word); number.has_value()) {
      out.Number((uint64_t{*number} + 1) << 1 | capital);
    } else {
      out.Number(capital);
      out.Text(word);
    }
  }
  out.List(prose.ships, [&](const NamedShip& ship) {
    WriteName(ship.name, out);
    out.Number(ship.word);
  });
}

Prose ReadKeptProse(const Lexicon& lexicon, Unpacker& in) {
  Prose prose;
  prose.starts.resize(in.Number());
  prose.capital.resize(prose.starts.size());
  for (size_t i = 0; i < prose.starts.size(); ++i) {
    const uint64_t word = in.Number();
    prose.starts[i] = static_cast<uint32_t>(prose.letters.size());
    prose.capital[i] = (word & 1) != 0;
    const absl::string_view letters = word < 2 ? in.Text() : lexicon.WordOf(static_cast<uint32_t>((word >> 1) - 1));
    prose.letters.append(letters.data(), letters.size());
  }
  prose.ships = in.List([&] {
    Name name = ReadName(in);
    return NamedShip{std::move(name), in.Number()};
  });
  FillTrigrams(prose);
  return prose;
}

void WritePlace(const Account& account, Packer& out) {
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

void ReadPlace(Unpacker& in, Account& account) {
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

void LearnWords(const Account& account, Lexicon& lexicon) {
  for (size_t i = 0; i < account.prose.starts.size(); ++i) lexicon.Add(WordAt(account.prose, i));
}

std::string KeepAccount(const Account& account, const Lexicon& lexicon) {
  Packer out;
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
  WriteProse(account.prose, lexicon, out);
  out.Number(static_cast<uint64_t>(account.status));
  out.Number(static_cast<uint64_t>(account.act));
  out.Maybe(account.perpetrators_min, [&](uint32_t least) { out.Number(least); });
  out.Maybe(account.perpetrators_max, [&](uint32_t most) { out.Number(most); });
  return std::move(out).Bytes();
}

Account RestoreAccount(absl::string_view bytes, const Lexicon& lexicon) {
  Unpacker in(bytes);
  const auto number = [&] { return static_cast<uint32_t>(in.Number()); };
  Account account;
  account.source = std::string(in.Text());
  account.references = in.List([&] {
    Reference reference;
    reference.scheme = static_cast<v1::RefScheme>(in.Number());
    reference.series = std::string(in.Text());
    reference.id = std::string(in.Text());
    return reference;
  });
  account.collection = std::string(in.Text());
  account.record = std::string(in.Text());
  account.in_imo_list = in.Number() == 1;
  ReadPlace(in, account);
  account.ships = in.List([&] { return ReadShip(in); });
  account.prose = ReadKeptProse(lexicon, in);
  account.status = static_cast<v1::ShipStatus>(in.Number());
  account.act = static_cast<v1::ActStage>(in.Number());
  account.perpetrators_min = in.Maybe(number);
  account.perpetrators_max = in.Maybe(number);
  return account;
}

}  // namespace lightship::incident::correlation
