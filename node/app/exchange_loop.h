// The one thread that owns the exchange: brings it frames, commits, time and peers, and does what it asks.
//
//   streams --frames--> mailbox --> Exchange --Ingest--> verify pool --> Writer --OnIngested--> mailbox
#ifndef LIGHTSHIP_NODE_APP_EXCHANGE_LOOP_H_
#define LIGHTSHIP_NODE_APP_EXCHANGE_LOOP_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "node/app/intake.h"
#include "node/base/beat.h"
#include "node/base/clock.h"
#include "node/base/counts.h"
#include "node/base/entropy.h"
#include "node/exchange/exchange.h"
#include "node/ledger/disk_room.h"
#include "node/ledger/writer.h"
#include "node/rpc/bundle_service.h"
#include "node/rpc/dialler.h"
#include "node/rpc/network_board.h"
#include "node/rpc/peer_stream.h"
#include "node/rpc/warning_board.h"
#include "node/rpc/worker_pool.h"

namespace lightship::app {

// Thread-safe.
class ExchangeLoop final : public rpc::PeerStreamEvents {
 public:
  struct World {
    statement::Origin own;
    const base::Clock* clock;   // what people and certificates go by
    const base::Clock* steady;  // what is waited by: never set (base::SteadyClock)
    base::Entropy* entropy;
    const statement::PinnedRoots* roots;
    const ledger::HeadsBoard* heads;
    const ledger::LedgerReader* reader;
    ledger::Writer* writer;
    const ledger::Indexer* indexer;
    rpc::WorkerPool* verifiers;
    rpc::NetworkBoard* network;
    rpc::WarningBoard* warnings;
    ledger::Standby* standby;
    const store::Store* store;
    // An officer's signature was found, behind the commit, not to verify (LateSignatures). On the loop's thread: must not block.
    std::function<void()> on_bad_signature;
    const ledger::DiskRoom* room = nullptr;  // none: always enough
    base::Counts* counts = nullptr;  // may be null
  };
  struct PeerAddress {
    std::string economy;
    std::string address;  // empty: the peer dials us
  };
  struct Options {
    exchange::Options exchange;
    absl::Duration redial_first;
    absl::Duration redial_most;
    // How long the configured peers are asked for the own log before anything is added to it: infinite for a restored database.
    absl::Duration start_wait;
    Intake::Rates intake;  // of each peer
  };

  ExchangeLoop(const World& world, const Options& options);
  // What verifies, and the writer, must have ended before, or have nothing left of what this gave them.
  ~ExchangeLoop() override;

  // Starts the thread and dials the peers that have an address.
  void Start(const std::vector<PeerAddress>& peers, const rpc::TlsIdentity& own);
  // Takes other peers and options, but start_wait. Sessions that stand go on, also of peers that are gone; does not block.
  void Adjust(std::vector<PeerAddress> peers, Options options);
  // Says Bye to all, waits until every stream has ended (those that do not within `grace` are aborted), and joins the thread.
  void Stop(absl::Duration grace);

  // Takes a bundle in beside the peers. `done` is called once, on the loop's thread, or never when the loop has stopped.
  void Take(exchange::Bundle bundle, rpc::BundleTaken done);

  // Passed on each round of the loop.
  const base::Beat& beat() const;

  // To be called after each commit; does not block.
  void OnCommit();
  // Has an attachment fetched that an officer waits for; does not block.
  void Demand(const crypto::Digest& sha256);

  void OnOpened(std::shared_ptr<rpc::PeerStream> stream) override;
  void OnPiece(const rpc::PeerStream* stream) override;
  void OnFrame(const rpc::PeerStream* stream, v1::Frame frame) override;
  void OnClosed(std::shared_ptr<rpc::PeerStream> stream, const absl::Status& why) override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_EXCHANGE_LOOP_H_
