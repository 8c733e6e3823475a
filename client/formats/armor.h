// Armored text: a signed statement as a block of upper-case letters and digits that e-mail, telex and line wrapping leave
// readable. proto/README.md gives the bytes.
//
//   LIGHTSHIP ALERT 1 BEGIN
//   base32 of: check value, length, condensed statement; 60 characters a line
//   LIGHTSHIP ALERT 1 END
//
// Armor neither hides nor proves anything: the signature within does the proving, the check value tells damage from forgery.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ARMOR_H_
#define LIGHTSHIP_CLIENT_FORMATS_ARMOR_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::formats {

// The block, each line ended by "\n". INVALID_ARGUMENT (TOO_LARGE) when it would have more than limits::kArmorChars
// printable characters; the message says how many too many, and the size of each part.
absl::StatusOr<std::string> Armor(const v1::SignedStatement& statement);

// Characters of an armored text that count: all but line ends.
size_t PrintableChars(absl::string_view text);

struct ArmoredBlock {
  size_t line = 0;  // of the text, from 1: where the block begins
  // MALFORMED: what is wrong and on which line. UNSUPPORTED_VERSION: armored by a later release.
  absl::StatusOr<v1::SignedStatement> statement;
};

// Every block in `text`, in order. Takes either case, any wrapping, CR and BOM; passes over what stands outside of blocks, marks of
// quoting ("> ", "| ", "AB> ") and quoted-printable ("=" at a line's end, "=20").
std::vector<ArmoredBlock> FindArmored(absl::string_view text);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ARMOR_H_
