#include "node/incident/kept_table.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/mutex.h"
#include "node/base/packed.h"
#include "node/base/parallel.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"

namespace lightship::incident {
namespace {

// A piece for what is told of all, one for what goes with the table, then one for each region: its length, its digest, its bytes.
constexpr size_t kPiecesBefore = 2;
constexpr size_t kLengthBytes = 8;
constexpr size_t kHeadBytes = kLengthBytes + crypto::kDigestBytes;
constexpr size_t kThreadsMost = 8;
// Behind the name of a file until all of it is written.
constexpr absl::string_view kUnfinished = ".new";

// Without a name, so that a start that fails while it reads it does not fail at the next one too. For any thread.
class Nameless {
 public:
  // Takes the name of the file away; not open when there is none, or its name stays.
  explicit Nameless(const std::string& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ >= 0 && ::unlink(path.c_str()) != 0) ::close(std::exchange(file_, -1));
  }
  Nameless(const Nameless&) = delete;
  Nameless& operator=(const Nameless&) = delete;
  ~Nameless() {
    if (file_ >= 0) ::close(file_);
  }

  bool is_open() const { return file_ >= 0; }
  uint64_t size() const { return static_cast<uint64_t>(std::max<off_t>(::lseek(file_, 0, SEEK_END), 0)); }
  // False when there is less.
  bool Read(uint64_t at, uint64_t length, void* bytes) const {
    auto* to = static_cast<char*>(bytes);
    while (length > 0) {
      const ssize_t read = ::pread(file_, to, length, static_cast<off_t>(at));
      if (read <= 0) return false;
      to += read;
      at += static_cast<uint64_t>(read);
      length -= static_cast<uint64_t>(read);
    }
    return true;
  }

 private:
  int file_;
};

struct Piece {
  uint64_t begin = 0;
  uint64_t length = 0;
  crypto::Digest digest{};
};

absl::Status Damaged(const std::string& path) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, absl::StrCat(path, " is not as it was written"));
}

void WritePiece(absl::string_view bytes, std::ofstream& file) {
  const uint64_t length = bytes.size();
  const crypto::Digest digest = crypto::Sha256(bytes);
  file.write(reinterpret_cast<const char*>(&length), kLengthBytes);
  file.write(reinterpret_cast<const char*>(digest.data()), crypto::kDigestBytes);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// Where the pieces are, whatever is in them; empty when they do not fill the file.
std::vector<Piece> PiecesOf(const Nameless& file) {
  const uint64_t end = file.size();
  std::vector<Piece> pieces;
  for (uint64_t at = 0; at < end;) {
    Piece piece;
    if (!file.Read(at, kLengthBytes, &piece.length)) return {};
    if (!file.Read(at + kLengthBytes, crypto::kDigestBytes, piece.digest.data())) return {};
    piece.begin = at + kHeadBytes;
    if (piece.length > end - piece.begin) return {};
    at = piece.begin + piece.length;
    pieces.push_back(piece);
  }
  return pieces;
}

// False when it is not what was written.
bool ReadPiece(const Piece& piece, const Nameless& file, std::string& bytes) {
  bytes.resize(piece.length);
  return file.Read(piece.begin, piece.length, bytes.data()) && crypto::Sha256(bytes) == piece.digest;
}

std::string AllBytes(const TableSnapshot& snapshot, const KeptBeside& kept, absl::string_view of) {
  base::Packer out;
  out.Text(of);
  out.Number(snapshot.rows());
  out.Number(snapshot.regions().size());
  out.Number(kept.next_change);
  kept.links.WriteTo(out);
  return std::move(out).Bytes();
}

std::string RegionBytes(const Region& region, const Arrangement* arrangement) {
  base::Packer out;
  out.Number(arrangement == nullptr ? 0 : 1);
  if (arrangement != nullptr) {
    const Arrangement::Places& places = arrangement->places();
    out.Text({reinterpret_cast<const char*>(places.data()), sizeof(places)});
  }
  out.Number(region.size);
  for (size_t i = 0; i < region.size; ++i) region.chunks[i]->WriteTo(out);
  if (arrangement == nullptr) return std::move(out).Bytes();
  const auto unchanged = std::find_if(region.chunks.begin(), region.chunks.end(), [](const auto& chunk) { return chunk->region_text != nullptr; });
  const RegionText none;
  (unchanged == region.chunks.end() ? none : *(*unchanged)->region_text).WriteTo(region.chunks, out);
  return std::move(out).Bytes();
}

struct RestoredRegion {
  std::shared_ptr<Region> region;
  std::shared_ptr<const Arrangement> arrangement;
};

RestoredRegion RegionOf(absl::string_view bytes) {
  base::Unpacker in(bytes);
  RestoredRegion restored{std::make_shared<Region>(), nullptr};
  if (in.Number() == 1) {
    Arrangement::Places places;
    std::memcpy(places.data(), in.Text().data(), sizeof(places));
    restored.arrangement = std::make_shared<const Arrangement>(places);
  }
  Region& region = *restored.region;
  region.size = in.Number();
  std::vector<std::shared_ptr<Chunk>> chunks(region.size);
  for (size_t i = 0; i < region.size; ++i) {
    chunks[i] = std::make_shared<Chunk>();
    Chunk& chunk = *chunks[i];
    chunk.ReadFrom(in);
    chunk.text_index = std::make_shared<TextIndex>();
    chunk.place_in_region = i;
    region.outlines[i] = chunk.outline;
    for (size_t row = 0; row < chunk.size; ++row) region.ships->Add(i, *chunk.detail[row]);
    region.chunks[i] = chunks[i];
  }
  if (restored.arrangement == nullptr) return restored;
  const auto text = std::make_shared<const RegionText>(in);
  for (const std::shared_ptr<Chunk>& chunk : chunks) chunk->region_text = text;
  return restored;
}

// On several threads.
absl::StatusOr<std::vector<RestoredRegion>> ReadRegions(const std::string& path, const Nameless& file, const std::vector<Piece>& pieces) {
  std::vector<RestoredRegion> regions(pieces.size() - kPiecesBefore);
  std::atomic<size_t> next{0};
  std::atomic<bool> sound{true};
  base::OnThreads(base::Processors(kThreadsMost), [&] {
    std::string bytes;
    for (size_t at = next++; at < regions.size() && sound; at = next++) {
      if (!ReadPiece(pieces[at + kPiecesBefore], file, bytes)) {
        sound = false;
      } else {
        regions[at] = RegionOf(bytes);
      }
    }
  });
  if (!sound) return Damaged(path);
  return regions;
}

}  // namespace

absl::Status KeepTable(const TableSnapshot& snapshot, const KeptBeside& kept, absl::string_view of, const std::string& path) {
  const std::string part = absl::StrCat(path, kUnfinished);
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  WritePiece(AllBytes(snapshot, kept, of), file);
  WritePiece(kept.matcher, file);
  for (size_t i = 0; i < snapshot.regions().size() && file.good(); ++i) {
    const Arrangement* arrangement = i < snapshot.arrangements().size() ? snapshot.arrangements()[i].get() : nullptr;
    WritePiece(RegionBytes(*snapshot.regions()[i], arrangement), file);
  }
  file.close();
  if (file.good() && std::rename(part.c_str(), path.c_str()) == 0) return absl::OkStatus();
  std::remove(part.c_str());
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage, absl::StrCat(path, " cannot be written"));
}

absl::Status RestoreTable(const std::string& path, absl::string_view of, IncidentTable& table, KeptBeside& kept) {
  std::remove(absl::StrCat(path, kUnfinished).c_str());
  const Nameless file(path);
  if (!file.is_open()) return absl::NotFoundError(path);
  const std::vector<Piece> pieces = PiecesOf(file);
  std::string bytes;
  if (pieces.size() < kPiecesBefore || !ReadPiece(pieces.front(), file, bytes)) return Damaged(path);
  base::Unpacker in(bytes);
  if (in.Text() != of) return absl::NotFoundError(absl::StrCat(path, " is of something else"));
  const size_t rows = in.Number();
  if (in.Number() != pieces.size() - kPiecesBefore) return Damaged(path);
  std::string matcher;
  if (!ReadPiece(pieces[1], file, matcher)) return Damaged(path);
  ASSIGN_OR_RETURN(std::vector<RestoredRegion> restored, ReadRegions(path, file, pieces));
  std::vector<std::shared_ptr<Region>> regions;
  Arrangements arrangements;
  size_t read = 0;
  for (RestoredRegion& one : restored) {
    for (size_t i = 0; i < one.region->size; ++i) read += one.region->chunks[i]->size;
    regions.push_back(std::move(one.region));
    if (one.arrangement != nullptr) arrangements.push_back(std::move(one.arrangement));
  }
  if (read != rows) return Damaged(path);
  kept.next_change = in.Number();
  kept.links.ReadFrom(in);
  kept.matcher = std::move(matcher);
  table.Restore(std::move(regions), std::move(arrangements), rows);
  return absl::OkStatus();
}

}  // namespace lightship::incident
