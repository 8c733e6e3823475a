#include "node/app/exchange_loop.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "node/app/behind.h"
#include "node/app/carried.h"
#include "node/app/ingest.h"
#include "node/app/key_changes.h"
#include "node/app/late_signatures.h"
#include "node/app/mailbox.h"
#include "node/app/offers.h"
#include "node/app/own_log_watch.h"
#include "node/app/peer_record.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "spdlog/spdlog.h"

namespace lightship::app {

using exchange::SessionId;

// How old what operators are shown of peers may be: making it costs more than all else that is looked at so often.
constexpr absl::Duration kShowEvery = absl::Milliseconds(200);

class ExchangeLoop::Impl final : public exchange::World {
 public:
  Impl(const ExchangeLoop::World& world, const Options& options)
      : world_(world),
        options_(options),
        ingest_(world.verifiers, world.indexer, world.writer, &mailbox_,
                [this](SessionId session, const std::string& origin, absl::StatusOr<uint64_t> size) {
                  if (!size.ok()) spdlog::warn("log {}: {}", origin, std::string(size.status().message()));
                  carried_.CountIngest(session, -1);
                  exchange_.OnIngested(session, origin, std::move(size), world_.steady->Now());
                }),
        offers_(world.writer),
        late_({world.verifiers, world.store, world.heads, world.writer, &mailbox_, world.on_bad_signature}),
        exchange_(world.own, options.exchange, world.roots, this),
        carried_(&exchange_, world.heads),
        watch_(world.own.economy, world.clock, world.standby, world.warnings,
               [this] { world_.writer->Submit(ledger::OwnLogHeard{}, [this](const absl::StatusOr<ledger::Outcome>& outcome) {
                 mailbox_.Post([this, taken = outcome.status()] { watch_.OnAllHeard(taken); });
               }); }) {}

  void Start(const std::vector<PeerAddress>& peers, const rpc::TlsIdentity& own, rpc::PeerStreamEvents* events);
  void Adjust(const std::vector<PeerAddress>& peers, const Options& options);
  void Stop(absl::Duration grace);

  Mailbox& mailbox() { return mailbox_; }
  const base::Beat& beat() const { return beat_; }
  void HeadsChanged();
  void Demand(const crypto::Digest& sha256) { exchange_.Demand(sha256, world_.steady->Now()); }
  void Take(exchange::Bundle bundle, rpc::BundleTaken done) {
    carried_.Begin(++last_id_, std::move(bundle), std::move(done), world_.steady->Now());
  }
  void Opened(std::shared_ptr<rpc::PeerStream> stream);
  void PieceCame(const rpc::PeerStream* stream) {
    auto id = ids_.find(stream);
    if (id != ids_.end()) exchange_.OnPiece(id->second, world_.steady->Now());
  }
  void FrameCame(const rpc::PeerStream* stream, v1::Frame frame);
  void Closed(const rpc::PeerStream* stream, const absl::Status& why);

  // exchange::World.
  std::shared_ptr<const ledger::Heads> Heads() override { return world_.heads->Get(); }
  const ledger::LedgerReader& Reader() override { return *world_.reader; }
  bool HasRoom() override { return CheckRoom().ok(); }
  bool RecoveringOwnLog() override { return world_.writer->recovering(); }
  void Ingest(SessionId session, ledger::ExaminedBatch batch) override {
    carried_.CountIngest(session, 1);
    late_.Came(batch, world_.steady->Now());
    ingest_.Add(session, std::move(batch));
  }
  void StoreChunk(SessionId session, ledger::BlobChunk chunk) override {
    if (absl::Status room = CheckRoom(); !room.ok()) {
      return mailbox_.Post([this, session, room] { exchange_.OnStored(session, room, world_.steady->Now()); });
    }
    world_.writer->Submit(std::move(chunk), [this, session](absl::StatusOr<ledger::Outcome> outcome) {
      mailbox_.Post([this, session, outcome = std::move(outcome)] {
        exchange_.OnStored(session, outcome, world_.steady->Now());
      });
    });
  }
  bool AddCosignatures(absl::string_view giver, absl::string_view origin, absl::string_view note) override {
    return offers_.Add(giver, {std::string(origin), std::string(note)});
  }
  void AddEvidence(v1::EvidenceFile evidence) override {
    world_.writer->Submit(std::move(evidence), [](const absl::StatusOr<ledger::Outcome>&) {});
  }
  void Send(SessionId session, const v1::Frame& frame) override {
    if (carried_.Send(session, frame)) return;
    auto found = sessions_.find(session);
    if (found != sessions_.end()) found->second.stream->Send(frame);
  }
  size_t Queued(SessionId session) override {
    auto found = sessions_.find(session);
    return found == sessions_.end() ? 0 : found->second.stream->queued_bytes();
  }
  void Close(SessionId session) override {
    if (carried_.Close(session)) return;
    auto found = sessions_.find(session);
    if (found == sessions_.end()) return;
    found->second.stream->Close();
    found->second.ReadOn();
    found->second.cut_at = world_.steady->Now() + base::limits::kCloseWithin;
  }

 private:
  std::set<std::string> SetPeers(const std::vector<PeerAddress>& peers);
  absl::Status CheckRoom() const { return world_.room == nullptr ? absl::OkStatus() : world_.room->CheckCopying(); }
  void Run();
  void Tick();
  void HoldBack(PeerSession& session, const v1::Frame& frame, absl::Time now);
  void ReadFromThoseHeldBack(absl::Time now);
  void DialDue(absl::Time now);
  void ShowNetwork(absl::Time now);
  bool Connected(absl::string_view economy) const;
  absl::Status MayStay(const rpc::PeerStream& stream) const;
  void EndRevoked(absl::Time now);

  const ExchangeLoop::World world_;
  Options options_;
  rpc::TlsIdentity own_tls_;
  rpc::PeerStreamEvents* events_ = nullptr;
  base::Beat beat_;
  Mailbox mailbox_;
  app::Ingest ingest_;
  Offers offers_;
  LateSignatures late_;
  exchange::Exchange exchange_;
  Carried carried_;
  OwnLogWatch watch_;
  Behind behind_;
  std::map<std::string, PeerRecord> peers_;
  std::map<SessionId, PeerSession> sessions_;
  std::map<const rpc::PeerStream*, SessionId> ids_;
  SessionId last_id_ = 0;
  KeyChanges keys_;
  absl::Time next_tick_ = absl::InfinitePast(), next_show_ = absl::InfinitePast();
  std::atomic<bool> heads_posted_{false};
  bool stopping_ = false;
  bool aborted_ = false;
  absl::Time abort_at_ = absl::InfiniteFuture();
  std::thread thread_;
};

void ExchangeLoop::Impl::Start(const std::vector<PeerAddress>& peers, const rpc::TlsIdentity& own,
                               rpc::PeerStreamEvents* events) {
  own_tls_ = own;
  events_ = events;
  watch_.Listen(SetPeers(peers), world_.steady->Now(), options_.start_wait);
  thread_ = std::thread([this] { Run(); });
}

// Whoever is there at another address than before is dialled at once. Returns their economies.
std::set<std::string> ExchangeLoop::Impl::SetPeers(const std::vector<PeerAddress>& peers) {
  std::set<std::string> economies;
  std::map<std::string, std::string> addresses;
  for (const PeerAddress& peer : peers) addresses[peer.economy] = peer.address;
  for (auto& [economy, record] : peers_) {
    if (record.dialler == nullptr || record.dialler->address() == addresses[economy]) continue;
    record.dialler = nullptr;
    if (record.dialling != nullptr && !Connected(economy)) record.dialling->Abort();
  }
  for (const auto& [economy, address] : addresses) {
    economies.insert(economy);
    PeerRecord& record = peers_[economy];
    record.delay = options_.redial_first;
    if (address.empty() || record.dialler != nullptr) continue;
    record.dialler = std::make_unique<rpc::Dialler>(economy, address, own_tls_, world_.roots, world_.clock, world_.heads, world_.entropy, events_);
    record.next_try = absl::InfinitePast();
  }
  return economies;
}

void ExchangeLoop::Impl::Adjust(const std::vector<PeerAddress>& peers, const Options& options) {
  options_ = options;
  exchange_.Adjust(options.exchange);
  for (auto& [economy, peer] : peers_) peer.SetRates(options.intake, world_.steady->Now());
  for (auto& [id, session] : sessions_) session.ReadOn();
  watch_.Adjust(SetPeers(peers));
}

void ExchangeLoop::Impl::Run() {
  while (true) {
    beat_.Pass();
    for (Mailbox::Letter& letter : mailbox_.TakeAll(options_.exchange.announce_every)) letter();
    Tick();
    carried_.Pump(world_.steady->Now());
    if (!stopping_) continue;
    carried_.EndAll();
    // What the writer has not answered by the end of the grace is not awaited: its disk may never take it.
    bool quiet = sessions_.empty() && (aborted_ || ingest_.pending() == 0);
    for (const auto& [economy, peer] : peers_) quiet = quiet && peer.dialling == nullptr;
    if (quiet) return;
  }
}

void ExchangeLoop::Impl::Tick() {
  const absl::Time now = world_.steady->Now();
  if (now < next_tick_) return;
  next_tick_ = now + options_.exchange.announce_every;
  exchange_.OnTick(now);
  if (!stopping_) late_.Look(ingest_.pending() > 0, now);
  watch_.Look(exchange_.Identity(now), now);
  ReadFromThoseHeldBack(now);
  if (!stopping_) DialDue(now);
  for (auto& [id, session] : sessions_) {
    if (now < session.cut_at) continue;
    session.cut_at = absl::InfiniteFuture();
    session.stream->Abort();
  }
  if (stopping_ && !aborted_ && now >= abort_at_) {
    aborted_ = true;
    for (const auto& [id, session] : sessions_) session.stream->Abort();
    for (const auto& [economy, peer] : peers_) {
      if (peer.dialling != nullptr) peer.dialling->Abort();
    }
  }
  if (now < next_show_) return;
  next_show_ = now + kShowEvery;
  ShowNetwork(now);
}

bool ExchangeLoop::Impl::Connected(absl::string_view economy) const {
  return std::any_of(sessions_.begin(), sessions_.end(), [&](const auto& row) { return row.second.economy == economy; });
}

void ExchangeLoop::Impl::DialDue(absl::Time now) {
  for (auto& [economy, peer] : peers_) {
    if (peer.dialler == nullptr || peer.dialling != nullptr || now < peer.next_try || Connected(economy)) continue;
    peer.dialling = peer.dialler->Dial();
  }
}

// A key may be revoked while its holder is connected, or between its handshake and now.
absl::Status ExchangeLoop::Impl::MayStay(const rpc::PeerStream& stream) const {
  return world_.heads->Get()->CheckNotRevoked(stream.peer().identity, stream.peer().key_id);
}

void ExchangeLoop::Impl::EndRevoked(absl::Time now) {
  if (!keys_.Look(*world_.heads->Get())) return;
  for (const auto& [id, session] : sessions_) {
    if (absl::Status may = MayStay(*session.stream); !may.ok()) exchange_.Refuse(id, may, now);
  }
}

void ExchangeLoop::Impl::Opened(std::shared_ptr<rpc::PeerStream> stream) {
  if (stopping_ || !MayStay(*stream).ok()) return stream->Abort();
  const std::string economy = stream->peer().identity.economy;
  const SessionId id = ++last_id_;
  PeerRecord& peer = peers_[economy];
  if (peer.dialling == stream) peer.delay = options_.redial_first;
  ids_[stream.get()] = id;
  spdlog::info("peer {} connected session={} request={}", economy, id, stream->request_id());
  sessions_[id] = {id, economy, std::move(stream)};
  exchange_.OnConnected(id, economy, world_.steady->Now());
}

void ExchangeLoop::Impl::FrameCame(const rpc::PeerStream* stream, v1::Frame frame) {
  auto id = ids_.find(stream);
  if (id == ids_.end()) return;
  // The next one is read while this one is looked at.
  const absl::Time now = world_.steady->Now();
  HoldBack(sessions_.at(id->second), frame, now);
  exchange_.OnFrame(id->second, std::move(frame), now);
}

// Until the peer is within its quotas again. One that is on its way out is read to its end.
void ExchangeLoop::Impl::HoldBack(PeerSession& session, const v1::Frame& frame, absl::Time now) {
  PeerRecord& peer = peers_[session.economy];
  if (!peer.intake.has_value()) peer.intake.emplace(options_.intake);
  const absl::Duration pause = peer.intake->Took(frame, now);
  if (pause <= absl::ZeroDuration() || session.cut_at != absl::InfiniteFuture()) return session.stream->Taken();
  session.read_at = now + pause;
  session.held_from = now;
}

void ExchangeLoop::Impl::ReadFromThoseHeldBack(absl::Time now) {
  for (auto& [id, session] : sessions_) {
    if (session.read_at == absl::InfiniteFuture()) continue;
    // It is not the peer that keeps us waiting.
    exchange_.OnPiece(id, now);
    peers_[session.economy].held_back += now - std::exchange(session.held_from, now);
    if (now >= session.read_at) session.ReadOn();
  }
}

void ExchangeLoop::Impl::Closed(const rpc::PeerStream* stream, const absl::Status& why) {
  const absl::Time now = world_.steady->Now();
  auto id = ids_.find(stream);
  if (id != ids_.end()) {
    PeerRecord& peer = peers_[sessions_[id->second].economy];
    absl::Status fault = exchange_.FaultOf(id->second);
    if (!fault.ok() && !IsAnothersFault(fault)) {
      peer.CountFault(fault);
      if (world_.counts != nullptr) world_.counts->peer_faults.Of(sessions_[id->second].economy, base::ReasonOf(fault)).Add();
      spdlog::warn("peer {} misbehaved: {} session={} request={}", sessions_[id->second].economy, peer.last_error, id->second, stream->request_id());
    }
    spdlog::info("peer {} disconnected session={} request={}", sessions_[id->second].economy, id->second, stream->request_id());
    KeepTraffic(*stream, peer);
    exchange_.OnClosed(id->second, now);
    sessions_.erase(id->second);
    ids_.erase(id);
  }
  for (auto& [economy, peer] : peers_) {
    if (peer.dialling.get() != stream) continue;
    peer.TryAgain(why, now, static_cast<uint8_t>(world_.entropy->Bytes(1)[0]), options_.redial_most);
  }
}

void ExchangeLoop::Impl::HeadsChanged() {
  if (heads_posted_.exchange(true)) return;
  mailbox_.Post([this] {
    heads_posted_.store(false);
    EndRevoked(world_.steady->Now());
    exchange_.OnHeadsChanged(world_.steady->Now());
    late_.Look(ingest_.pending() > 0, world_.steady->Now());
  });
}

void ExchangeLoop::Impl::ShowNetwork(absl::Time now) {
  auto network = std::make_shared<rpc::Network>();
  network->follows = exchange_.Follows();
  network->behind_since = behind_.Look(network->follows, *world_.heads->Get(), world_.clock->Now());
  network->unverified_since = behind_.LookAtSignatures(*world_.heads->Get(), world_.clock->Now());
  std::vector<exchange::PeerView> views = exchange_.Peers();
  for (auto& [economy, peer] : peers_) {
    for (const exchange::PeerView& view : views) {
      if (view.economy == economy) NoteExcused(exchange_.FaultOf(view.session), economy, peer);
    }
    network->peers.push_back(StatusOf(economy, peer, views, world_.clock->Now(), now));
    for (const auto& [id, session] : sessions_) {
      if (session.economy == economy) AddTraffic(*session.stream, network->peers.back());
    }
  }
  world_.network->Set(std::move(network));
}

void ExchangeLoop::Impl::Stop(absl::Duration grace) {
  if (!thread_.joinable()) return;
  mailbox_.Post([this, grace] {
    const absl::Time now = world_.steady->Now();
    stopping_ = true;
    abort_at_ = now + grace;
    exchange_.Shutdown(now);
    for (const auto& [id, session] : sessions_) session.stream->Close();
    for (const auto& [economy, peer] : peers_) {
      if (peer.dialling != nullptr) peer.dialling->Close();
    }
  });
  thread_.join();
}

ExchangeLoop::ExchangeLoop(const World& world, const Options& options) : impl_(std::make_unique<Impl>(world, options)) {}

ExchangeLoop::~ExchangeLoop() { Stop(absl::ZeroDuration()); }

void ExchangeLoop::Start(const std::vector<PeerAddress>& peers, const rpc::TlsIdentity& own) {
  impl_->Start(peers, own, this);
}

void ExchangeLoop::Adjust(std::vector<PeerAddress> peers, Options options) {
  impl_->mailbox().Post([this, peers = std::move(peers), options = std::move(options)] { impl_->Adjust(peers, options); });
}

void ExchangeLoop::Stop(absl::Duration grace) { impl_->Stop(grace); }

void ExchangeLoop::Take(exchange::Bundle bundle, rpc::BundleTaken done) {
  auto held = std::make_shared<exchange::Bundle>(std::move(bundle));
  impl_->mailbox().Post([this, held, done = std::move(done)] { impl_->Take(std::move(*held), done); });
}

const base::Beat& ExchangeLoop::beat() const { return impl_->beat(); }

void ExchangeLoop::OnCommit() { impl_->HeadsChanged(); }

void ExchangeLoop::Demand(const crypto::Digest& sha256) { impl_->mailbox().Post([this, sha256] { impl_->Demand(sha256); }); }

void ExchangeLoop::OnOpened(std::shared_ptr<rpc::PeerStream> stream) {
  impl_->mailbox().Post([this, stream = std::move(stream)] { impl_->Opened(stream); });
}

void ExchangeLoop::OnPiece(const rpc::PeerStream* stream) { impl_->mailbox().Post([this, stream] { impl_->PieceCame(stream); }); }

void ExchangeLoop::OnFrame(const rpc::PeerStream* stream, v1::Frame frame) {
  auto held = std::make_shared<v1::Frame>(std::move(frame));
  impl_->mailbox().Post([this, stream, held] { impl_->FrameCame(stream, std::move(*held)); });
}

void ExchangeLoop::OnClosed(std::shared_ptr<rpc::PeerStream> stream, const absl::Status& why) {
  impl_->mailbox().Post([this, stream = std::move(stream), why] { impl_->Closed(stream.get(), why); });
}

}  // namespace lightship::app
