#include "node/exchange/blob_fetch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/exchange/frames.h"

namespace lightship::exchange {
namespace {

using base::limits::kAttachmentChunkBytes;

// A peer that may give it but has not got it itself, or an inbox that was full: soon again.
constexpr absl::Duration kSoonLeast = absl::Milliseconds(250);
constexpr absl::Duration kSoonMost = absl::Seconds(30);
// A peer that does not hold it, may not give it, or gave something else.
constexpr absl::Duration kLateLeast = absl::Seconds(30);
constexpr absl::Duration kLateMost = absl::Minutes(16);

bool IsOwnNode(const Session& session, const ledger::WantedBlob& blob) {
  return std::any_of(blob.origins.begin(), blob.origins.end(), [&](const std::string& name) {
    auto origin = statement::Origin::Parse(name);
    return origin.ok() && origin->economy == session.economy;
  });
}

}  // namespace

void BlobFetch::Demand(const crypto::Digest& sha256) {
  if (demanded_.size() >= kDemanded) return;
  if (demanded_.insert(sha256).second) tries_.erase(sha256);
}

// What is no longer wanted leaves no trace.
void BlobFetch::Forget(const ledger::WantedBlobs& wanted) {
  std::erase_if(tries_, [&](const auto& row) { return !wanted.contains(row.first); });
  std::erase_if(givers_, [&](const auto& row) { return !wanted.contains(row.first); });
  std::erase_if(demanded_, [&](const auto& sha256) { return !wanted.contains(sha256); });
}

bool BlobFetch::IsUnderWay(const crypto::Digest& sha256) const {
  return std::any_of(transfers_.begin(), transfers_.end(),
                     [&](const auto& row) { return row.second.sha256 == sha256; });
}

Session* BlobFetch::Choose(const crypto::Digest& sha256, const ledger::WantedBlob& blob,
                           Sessions& sessions, absl::Time now) const {
  auto tries = tries_.find(sha256);
  Session* chosen = nullptr;
  for (auto& [id, session] : sessions) {
    if (!session.open() || session.carried || transfers_.contains(id)) continue;
    const bool own_node = IsOwnNode(session, blob);
    const bool knows = std::any_of(blob.origins.begin(), blob.origins.end(),
                                   [&s = session](const auto& o) { return s.heads.Knows(o); });
    if (!own_node && !knows) continue;
    if (tries != tries_.end()) {
      auto tried = tries->second.find(session.economy);
      if (tried != tries->second.end() && now < tried->second.next) continue;
    }
    if (own_node) return &session;
    if (chosen == nullptr) chosen = &session;
  }
  return chosen;
}

bool BlobFetch::AnotherHas(const crypto::Digest& sha256, Sessions& sessions, absl::Time now) const {
  if (wanted_ == nullptr) return false;
  const auto blob = wanted_->find(sha256);
  return blob != wanted_->end() && Choose(sha256, blob->second, sessions, now) != nullptr;
}

void BlobFetch::Check(Sessions& sessions, absl::Time now) {
  for (auto transfer = transfers_.begin(); transfer != transfers_.end();) {
    auto [id, under_way] = *transfer++;
    Session* session = FindOpen(sessions, id);
    if (session == nullptr || under_way.storing) continue;
    const absl::Duration patience =
        AnotherHas(under_way.sha256, sessions, now) ? context_->options.drip_for : absl::InfiniteDuration();
    if (now >= session->SilentSince(under_way.asked_at, patience) + context_->options.stall_after) {
      GiveUp(*session, kLateLeast, kLateMost, now);
    }
  }
  const auto wanted = context_->world->Heads()->wanted;
  if (!context_->world->HasRoom()) return;
  if (wanted == nullptr || (wanted->empty() && wanted_ == wanted)) return;
  if (wanted != wanted_) Forget(*wanted);
  wanted_ = wanted;
  size_t idle = std::count_if(sessions.begin(), sessions.end(), [&](const auto& row) {
    return row.second.open() && !row.second.carried && !transfers_.contains(row.first);
  });
  for (const auto& [sha256, blob] : *wanted) {
    if (idle == 0) return;
    if (blob.size > context_->options.eager_bytes && !demanded_.contains(sha256)) continue;
    if (IsUnderWay(sha256)) continue;
    Session* session = Choose(sha256, blob, sessions, now);
    if (session == nullptr) continue;
    Ask(*session, sha256, now);
    --idle;
  }
}

void BlobFetch::Ask(Session& session, const crypto::Digest& sha256, absl::Time now) {
  auto state = context_->world->Reader().blobs().StateOf(sha256);
  if (!state.ok() || state->whole) {
    transfers_.erase(session.id);
    return;
  }
  transfers_[session.id] = {sha256, state->held, ++last_request_, now, false};
  v1::Frame frame;
  v1::FetchBlob* fetch = frame.mutable_fetch_blob();
  fetch->set_request_id(last_request_);
  fetch->set_sha256(crypto::AsString(sha256));
  fetch->set_offset(state->held);
  fetch->set_length(kAttachmentChunkBytes);
  context_->Send(session, frame);
}

absl::Status BlobFetch::OnChunk(Session& session, const v1::BlobChunk& chunk, absl::Time now) {
  if (chunk.request_id() == 0 || chunk.request_id() > last_request_) {
    return ProtocolError("BlobChunk that was not asked for");
  }
  auto found = transfers_.find(session.id);
  if (found == transfers_.end() || found->second.request_id != chunk.request_id()) {
    return absl::OkStatus();  // too late, or a second answer: nobody waits for it
  }
  Transfer& transfer = found->second;
  if (transfer.storing) return absl::OkStatus();
  if (chunk.data().empty()) {
    const bool coming = chunk.total_size() > 0;
    GiveUp(session, coming ? kSoonLeast : kLateLeast, coming ? kSoonMost : kLateMost, now);
    return absl::OkStatus();
  }
  if (chunk.offset() != transfer.offset) {
    return ProtocolError(absl::StrCat("BlobChunk at ", chunk.offset(), "; asked for was ",
                                      transfer.offset));
  }
  transfer.storing = true;
  context_->world->StoreChunk(session.id, {transfer.sha256, transfer.offset, chunk.data()});
  return absl::OkStatus();
}

void BlobFetch::OnStored(Sessions& sessions, SessionId id, absl::StatusOr<ledger::Outcome> outcome,
                         absl::Time now) {
  auto found = transfers_.find(id);
  Session* session = FindOpen(sessions, id);
  if (found == transfers_.end() || session == nullptr) return;
  const crypto::Digest sha256 = found->second.sha256;
  if (base::ReasonOf(outcome.status()) == base::reason::kDigestMismatch) {
    Spoiled(*session, sha256, now);
  } else if (!outcome.ok()) {
    const bool busy = base::ReasonOf(outcome.status()) == base::reason::kOverloaded;
    GiveUp(*session, busy ? kSoonLeast : kLateLeast, busy ? kSoonMost : kLateMost, now);
  } else if (outcome->whole) {
    transfers_.erase(found);
    tries_.erase(sha256);
    givers_.erase(sha256);
    demanded_.erase(sha256);
  } else {
    givers_[sha256].insert(session->economy);
    Ask(*session, sha256, now);
  }
  Check(sessions, now);
}

void BlobFetch::GiveUp(const Session& session, absl::Duration least, absl::Duration most,
                       absl::Time now) {
  auto transfer = transfers_.extract(session.id);
  if (transfer.empty()) return;
  Try& tried = tries_[transfer.mapped().sha256][session.economy];
  tried.pause = std::clamp(tried.pause * 2, least, most);
  tried.next = now + tried.pause;
}

void BlobFetch::Spoiled(const Session& last, const crypto::Digest& sha256, absl::Time now) {
  for (const std::string& economy : std::exchange(givers_[sha256], {})) {
    if (economy != last.economy) tries_[sha256][economy] = {now + kLateMost, kLateMost};
  }
  GiveUp(last, kLateLeast, kLateMost, now);
}

void BlobFetch::OnClosed(const Session& session) {
  transfers_.erase(session.id);
  for (auto& [sha256, tries] : tries_) tries.erase(session.economy);
}

}  // namespace lightship::exchange
