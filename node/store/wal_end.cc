#include "node/store/wal_end.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::store {
namespace {

constexpr uint64_t kBlockBytes = 32 << 10;
constexpr uint64_t kHeaderBytes = 7;  // masked CRC-32C of kind and content, length, kind; little-endian
constexpr uint64_t kSectorBytes = 512;
// Fewer zeroes than this in a sector are no sign that it was not written.
constexpr uint64_t kTellingBytes = 8;

enum Kind : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

constexpr std::array<uint32_t, 256> kCrcTable = [] {
  std::array<uint32_t, 256> table{};
  for (uint32_t byte = 0; byte < table.size(); ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78 : 0);
    table[byte] = crc;
  }
  return table;
}();

uint32_t MaskedCrc32c(absl::string_view bytes) {
  uint32_t crc = ~uint32_t{0};
  for (char byte : bytes) crc = (crc >> 8) ^ kCrcTable[(crc ^ static_cast<uint8_t>(byte)) & 0xFF];
  crc = ~crc;
  return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
}

uint64_t LittleEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

bool IsZeroes(absl::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
}

// A piece of a record, with its header.
struct Piece {
  uint64_t begin;
  uint64_t end;   // as the header says
  uint8_t kind;
  bool matches;   // its checksum
};

class WalFile {
 public:
  WalFile(uint64_t size, ReadAt read) : size_(size), read_(read) {}

  // The end of what is not zeroes.
  absl::StatusOr<uint64_t> FindWritten() {
    for (uint64_t block = (size_ + kBlockBytes - 1) / kBlockBytes; block-- > 0;) {
      ASSIGN_OR_RETURN(const absl::string_view bytes, Block(block));
      const size_t last = bytes.find_last_not_of('\0');
      if (last != absl::string_view::npos) return block * kBlockBytes + last + 1;
    }
    return 0;
  }

  // The piece that begins at `at`, or behind what is left of its block if that is too short for one; nothing when that is the end of
  // the file or no header.
  absl::StatusOr<std::optional<Piece>> PieceAt(uint64_t at) {
    if (kBlockBytes - at % kBlockBytes < kHeaderBytes) at += kBlockBytes - at % kBlockBytes;
    ASSIGN_OR_RETURN(absl::string_view bytes, Block(at / kBlockBytes));
    bytes.remove_prefix(std::min<size_t>(at % kBlockBytes, bytes.size()));
    if (bytes.size() < kHeaderBytes) return std::optional<Piece>();
    const uint64_t length = LittleEndian(bytes.substr(4, 2));
    const auto kind = static_cast<uint8_t>(bytes[6]);
    if (kind < kFull || kind > kLast || kHeaderBytes + length > bytes.size()) return std::optional<Piece>();
    const bool matches = MaskedCrc32c(bytes.substr(6, 1 + length)) == LittleEndian(bytes.substr(0, 4));
    return std::optional<Piece>({at, at + kHeaderBytes + length, kind, matches});
  }

  // Whether a record begins in what follows, up to `written`, wherever: the length that leads to it may be what was damaged.
  absl::StatusOr<bool> HasRecordBehind(uint64_t at, uint64_t written) {
    while (at < written) {
      ASSIGN_OR_RETURN(const std::optional<Piece> piece, PieceAt(at));
      const bool sound = piece.has_value() && piece->matches;
      if (sound && piece->kind <= kFirst) return true;
      at = sound ? piece->end : at + 1;
    }
    return false;
  }

  // Whether a sector, as far as it is in [begin, end), is zeroes.
  absl::StatusOr<bool> HasHole(uint64_t begin, uint64_t end) {
    for (uint64_t at = begin; at < end;) {
      const uint64_t next = std::min(end, (at / kSectorBytes + 1) * kSectorBytes);
      ASSIGN_OR_RETURN(absl::string_view bytes, Block(at / kBlockBytes));
      bytes = bytes.substr(std::min<size_t>(at % kBlockBytes, bytes.size()), next - at);
      if (bytes.size() >= kTellingBytes && IsZeroes(bytes)) return true;
      at = next;
    }
    return false;
  }

 private:
  // Valid until the next call.
  absl::StatusOr<absl::string_view> Block(uint64_t number) {
    if (number == number_) return absl::string_view(block_);
    const uint64_t offset = number * kBlockBytes;
    number_ = std::nullopt;
    block_.clear();
    if (offset < size_) {
      const uint64_t bytes = std::min(kBlockBytes, size_ - offset);
      ASSIGN_OR_RETURN(block_, read_(offset, bytes));
      if (block_.size() != bytes) {
        return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage, "the write-ahead log was not read whole");
      }
    }
    number_ = number;
    return absl::string_view(block_);
  }

  const uint64_t size_;
  const ReadAt read_;
  std::optional<uint64_t> number_;
  std::string block_;
};

absl::Status NotItsRecords(uint64_t at) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("the write-ahead log does not match its checksums at byte ", at));
}

}  // namespace

absl::StatusOr<uint64_t> EndOfWal(uint64_t size, ReadAt read) {
  WalFile file(size, read);
  ASSIGN_OR_RETURN(const uint64_t written, file.FindWritten());
  if (written == size) return size;
  uint64_t whole = 0;  // end of the last whole record
  uint64_t at = 0;
  uint64_t claimed = 0;  // end of what stands at `at`, where that does not match
  while (at < written) {
    ASSIGN_OR_RETURN(const std::optional<Piece> piece, file.PieceAt(at));
    if (!piece.has_value()) break;
    claimed = piece->end;
    if (!piece->matches) break;
    at = piece->end;
    if (piece->kind == kFull || piece->kind == kLast) whole = at;
  }
  if (at >= written) return whole;
  ASSIGN_OR_RETURN(const bool followed, file.HasRecordBehind(at + 1, written));
  if (followed) return NotItsRecords(at);
  ASSIGN_OR_RETURN(const bool torn, file.HasHole(whole, std::max(written, claimed)));
  if (!torn) return NotItsRecords(at);
  return whole;
}

}  // namespace lightship::store
