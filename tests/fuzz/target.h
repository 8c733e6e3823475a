// What a fuzz target is: a decoder of foreign bytes with the properties that it must keep. libFuzzer drives it
// (libfuzzer.cc), and so does a bounded, repeatable run in the test suite (fuzz_test.cc).
#ifndef LIGHTSHIP_TESTS_FUZZ_TARGET_H_
#define LIGHTSHIP_TESTS_FUZZ_TARGET_H_

#include <cstddef>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace lightship::fuzz {

class Dice;  // mutate.h

// Valid inputs by name ("report"), made of the real structures.
using Seeds = std::map<std::string, std::string>;

// Where in an input a serialized message stands, for mutations that leave it one; a null message when nowhere.
struct Shape {
  const google::protobuf::Message* message = nullptr;
  size_t offset = 0;
};

struct Target {
  const char* name;
  // Reads `input`; true when the decoder accepted it. Must() ends the process when a property does not hold.
  bool (*run)(absl::string_view input);
  Seeds (*seeds)();
  // Null for text.
  Shape (*shape)(absl::string_view input) = nullptr;
  // For inputs that are several messages: null for others.
  std::string (*mutate)(absl::string_view input, Dice& dice) = nullptr;
};

// All, by name.
absl::Span<const Target* const> Targets();
// Null when there is none.
const Target* FindTarget(absl::string_view name);

// Says what does not hold and aborts, unless `holds`.
void Must(bool holds, absl::string_view what);

// Takes the front of an input apart. Beyond its end there are zeros.
class Bytes {
 public:
  explicit Bytes(absl::string_view input) : rest_(input) {}
  uint8_t Byte();
  uint64_t Number();  // 8 bytes, big-endian
  // As many bytes as the next two say, or all that is left.
  absl::string_view Piece();
  absl::string_view Rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }

 private:
  absl::string_view rest_;
};

// The other way round, for seeds: what Piece() reads back.
std::string PieceOf(absl::string_view bytes);

}  // namespace lightship::fuzz

#endif  // LIGHTSHIP_TESTS_FUZZ_TARGET_H_
