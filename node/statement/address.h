// Names of logs and of their entries as people and machines write them.
#ifndef LIGHTSHIP_NODE_STATEMENT_ADDRESS_H_
#define LIGHTSHIP_NODE_STATEMENT_ADDRESS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::statement {

// True for two upper-case letters (the form of ISO 3166-1 alpha-2; membership is the trust directory's matter).
bool IsEconomyCode(absl::string_view text);

struct Address;

// A log: "lightship/SG/1".
struct Origin {
  std::string economy;
  uint32_t epoch = 1;

  std::string ToString() const;
  // INVALID_ARGUMENT for anything but the canonical form.
  static absl::StatusOr<Origin> Parse(absl::string_view text);
  Address At(uint64_t index) const;

  friend bool operator==(const Origin&, const Origin&) = default;
  friend auto operator<=>(const Origin&, const Origin&) = default;
};

// An entry's short name: "SG/1234"; from the second epoch of an economy's log on "SG.2/1234".
struct Address {
  std::string economy;
  uint64_t index = 0;
  uint32_t epoch = 1;

  Origin log() const { return {economy, epoch}; }
  std::string ToString() const;
  static absl::StatusOr<Address> Parse(absl::string_view text);

  friend bool operator==(const Address&, const Address&) = default;
};

// An audience: "own", "all", or "SG/straits-patrol@3".
struct AudienceName {
  enum class Kind { kOwn, kAll, kNamed };
  Kind kind = Kind::kOwn;
  std::string economy;   // kNamed: whose log defines it
  std::string name;
  uint32_t version = 0;

  std::string ToString() const;
  // INVALID_ARGUMENT for the empty string and anything not canonical.
  static absl::StatusOr<AudienceName> Parse(absl::string_view text);
};

// 1 to 40 lower-case letters, digits and hyphens, neither starting nor ending in a hyphen: agencies and
// audiences.
bool IsLabel(absl::string_view text);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_ADDRESS_H_
