#include "node/app/lookout.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/statement/address.h"
#include "node/statement/open.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr absl::string_view kCertificate = "CERTIFICATE";
constexpr absl::string_view kNode = "node";
constexpr absl::string_view kStorage = "STORAGE";
constexpr absl::string_view kUnheld = "NOT_HELD_IN_TIME";
// Entries that are read in one look; and late ones that are remembered, after which those behind them have to wait.
constexpr uint64_t kEntriesOfLook = 5'000;
constexpr size_t kMostLate = 200;
constexpr size_t kNamed = 10;

}  // namespace

void Lookout::LookForFailedWrites() {
  const absl::Status failure = world_.writes();
  if (failure.ok()) return;
  const std::string text = absl::StrCat("nothing is written any more; reading goes on. Once the cause is gone, start the node again: ",
                                        std::string(failure.message()));
  if (world_.warnings->Raise(kStorage, kNode, text, world_.clock->Now())) spdlog::critical("{}: {}", std::string(kStorage), text);
}

void Lookout::LookForForks() {
  const std::shared_ptr<const ledger::Heads> heads = world_.heads->Get();
  for (const auto& [origin, head] : heads->logs) {
    if (head->fork == nullptr) continue;
    auto log = statement::Origin::Parse(origin);
    if (const auto* newest = heads->OfEconomy(log->economy); newest->origin != origin) {
      world_.warnings->Clear("FORK", origin);
      continue;
    }
    const std::string text = absl::StrCat(
        "the log's key has signed two histories. Nothing is added to it here after its ", head->size,
        " entries, until its economy has found out why and opens a new epoch. `lightship evidence ",
        origin, " --save FILE` writes the proof, which anyone can verify");
    if (!world_.warnings->Raise("FORK", origin, text, world_.clock->Now())) continue;
    spdlog::critical("FORK {}: {}", origin, text);
  }
}

void Lookout::LookForExpiry(absl::Span<const crypto::Certificate> node_chain) {
  absl::Time ends = absl::InfiniteFuture();
  for (const crypto::Certificate& one : node_chain) ends = std::min(ends, one.not_after());
  const absl::Time now = world_.clock->Now();
  if (now + base::limits::kExpiryNotice < ends) return world_.warnings->Clear(kCertificate, kNode);
  const std::string text = absl::StrCat(
      "the node's certificate, or one that it depends on, ", now < ends ? "ends" : "ended", " on ",
      absl::FormatTime("%Y-%m-%d %H:%M UTC", ends, absl::UTCTimeZone()),
      ". Put a renewed one in place and send SIGHUP: without it the node adds nothing of its own to the log, "
      "and peers and officers are refused");
  if (!world_.warnings->Raise(kCertificate, kNode, text, now)) return;
  spdlog::warn("{}: {}", std::string(kCertificate), text);
}

// FAILED_PRECONDITION: it is not due yet.
absl::StatusOr<bool> Lookout::HeldByEnough(uint64_t index) const {
  ASSIGN_OR_RETURN(v1::HeldEntry held, world_.reader->Read(world_.own_origin, index));
  ASSIGN_OR_RETURN(statement::OpenedEntry opened, statement::OpenEntry(held.entry()));
  if (opened.admitted_at + absl::Seconds(world_.holders.within_s()) > world_.clock->Now()) {
    return absl::FailedPreconditionError("not due yet");
  }
  if (opened.manifest.kind() == v1::STATEMENT_KIND_KEY) return true;
  ASSIGN_OR_RETURN(ledger::LedgerReader::Holders known,
                   world_.reader->HoldersOf(opened, world_.own_origin));
  return known.holders.size() >=
         std::min<size_t>(world_.holders.at_least(), known.audience.size());
}

void Lookout::Examine(uint64_t size) {
  std::erase_if(late_, [this](uint64_t index) {
    absl::StatusOr<bool> enough = HeldByEnough(index);
    return enough.ok() && *enough;
  });
  const uint64_t limit = std::min(size, next_ + kEntriesOfLook);
  for (; next_ < limit && late_.size() < kMostLate; ++next_) {
    absl::StatusOr<bool> enough = HeldByEnough(next_);
    // Those behind it were admitted later. An entry that was lost is the scrub's business.
    if (absl::IsFailedPrecondition(enough.status())) return;
    if (enough.ok() && !*enough) late_.insert(next_);
  }
}

void Lookout::Report() {
  if (late_.empty()) return world_.warnings->Clear(kUnheld, world_.own_origin);
  auto own = statement::Origin::Parse(world_.own_origin);
  std::string text = absl::StrCat(
      late_.size(), late_.size() < kMostLate ? "" : " or more",
      " statements are held by fewer than ", world_.holders.at_least(), " economies ",
      world_.holders.within_s(), " s after they were admitted:");
  size_t named = 0;
  for (uint64_t index : late_) {
    if (++named > kNamed) break;
    absl::StrAppend(&text, " ", own->At(index).ToString());
  }
  if (named > kNamed) absl::StrAppend(&text, " ...");
  if (world_.warnings->Raise(kUnheld, world_.own_origin, text, world_.clock->Now())) {
    spdlog::warn("{}: {}", std::string(kUnheld), text);
  }
}

void Lookout::SetHolders(const config::v1::Holders& holders) {
  if (holders.at_least() == world_.holders.at_least() && holders.within_s() == world_.holders.within_s()) return;
  world_.holders = holders;
  next_ = 0;
  late_.clear();
  world_.warnings->Clear(kUnheld, world_.own_origin);
}

void Lookout::LookForUnheld() {
  const std::shared_ptr<const ledger::Heads> heads = world_.heads->Get();
  const ledger::LogHead* own = heads->Find(world_.own_origin);
  if (world_.holders.at_least() == 0 || own == nullptr) return;
  Examine(own->size);
  Report();
}

}  // namespace lightship::app
