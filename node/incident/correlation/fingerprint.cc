#include "node/incident/correlation/fingerprint.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "node/base/packed.h"
#include "node/crypto/digest.h"

namespace lightship::incident::correlation {
namespace {

using base::Packer;

void WriteName(const Name& name, Packer& out) {
  out.List(name.words, [&](const std::string& word) { out.Text(word); });
}

void WriteShip(const Ship& ship, Packer& out) {
  out.List(ship.names, [&](const Name& name) { WriteName(name, out); });
  out.Number(ship.imo_number);
  out.Number(ship.imo_valid ? 1 : 0);
  out.Number(ship.mmsi);
  out.Text(ship.call_sign);
  out.Number(static_cast<uint64_t>(ship.type));
}

// Trigrams follow from the words.
void WriteProse(const Prose& prose, Packer& out) {
  out.Text(prose.letters);
  out.Number(prose.starts.size());
  for (size_t i = 0; i < prose.starts.size(); ++i) out.Number(uint64_t{prose.starts[i]} << 1 | (prose.capital[i] ? 1 : 0));
  out.List(prose.ships, [&](const NamedShip& ship) {
    WriteName(ship.name, out);
    out.Number(ship.word);
  });
}

void WritePlace(const Account& account, Packer& out) {
  out.Maybe(account.when, [&](const When& when) {
    out.Signed(when.begin_s);
    out.Signed(when.end_s);
    out.Number(when.to_the_hour ? 1 : 0);
  });
  out.Maybe(account.point, [&](const maritime::Point& point) {
    out.Signed(point.lat_e7);
    out.Signed(point.lon_e7);
  });
  out.Number(std::bit_cast<uint64_t>(account.uncertainty_m));
  out.Number(account.centre_of_place ? 1 : 0);
}

}  // namespace

uint64_t FingerprintOf(const Account& account, absl::string_view beside) {
  Packer out;
  out.Text(beside);
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
  const crypto::Digest digest = crypto::Sha256(out.bytes());
  uint64_t print;
  std::memcpy(&print, digest.data(), sizeof(print));
  return std::max<uint64_t>(print, 1);
}

}  // namespace lightship::incident::correlation
