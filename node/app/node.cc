#include "node/app/node.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/app/address_file.h"
#include "node/app/awaiting.h"
#include "node/app/caretaker.h"
#include "node/app/configured.h"
#include "node/app/correlator.h"
#include "node/app/exchange_loop.h"
#include "node/app/keeping.h"
#include "node/app/kept_on_disk.h"
#include "node/app/key_keeper.h"
#include "node/app/leap_guard.h"
#include "node/app/lookout.h"
#include "node/app/metrics.h"
#include "node/app/policy.h"
#include "node/app/read_keys.h"
#include "node/app/rebuild_database.h"
#include "node/app/rush.h"
#include "node/app/scrubber.h"
#include "node/app/table_file.h"
#include "node/app/settings.h"
#include "node/app/text_keeper.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/base/steady_clock.h"
#include "node/base/uptime.h"
#include "node/exchange/frames.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/incident/index.h"
#include "node/ledger/ledger.h"
#include "node/ledger/write_behind.h"
#include "node/ledger/writer.h"
#include "node/rpc/attachment_service.h"
#include "node/rpc/bell.h"
#include "node/rpc/bulletin_service.h"
#include "node/rpc/bundle_service.h"
#include "node/rpc/exchange_service.h"
#include "node/rpc/incident_service.h"
#include "node/rpc/node_service.h"
#include "node/rpc/server.h"
#include "node/rpc/statistics_service.h"
#include "node/rpc/submission_service.h"
#include "node/rpc/tls.h"
#include "node/rpc/warning_board.h"
#include "node/store/database_id.h"
#include "node/store/former_backups.h"
#include "node/store/restored.h"
#include "node/store/rocks_store.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

// Of the 5 seconds that stopping may take.
constexpr absl::Duration kPeersGrace = absl::Milliseconds(1000);
constexpr absl::Duration kCallsGrace = absl::Milliseconds(1000);
// Looking at an empty table and at heads costs nothing.
constexpr absl::Duration kLookEvery = absl::Seconds(1);
constexpr size_t kQueriesWaiting = 10'000;
// How long peers are asked for the own log at least when the kept checkpoint cannot be read.
constexpr absl::Duration kAskAnyway = absl::Seconds(15);

}  // namespace

// Members are destroyed from the last to the first: what uses others stands below them.
class Node::Impl {
 public:
  Impl(const config::v1::NodeConfig& config, const base::Clock* clock, base::Entropy* entropy,
       bool new_log, std::function<void(absl::string_view)> on_damage)
      : config_(config),
        instance_(entropy->Bytes(exchange::kInstanceBytes)),
        new_log_(new_log),
        on_damage_(std::move(on_damage)),
        own_{config.economy(), config.epoch()},
        leap_guard_(clock, base::Uptime, WarningOfLeap(&warnings_)),
        entropy_(entropy),
        tls_(TlsFilesOf(config.keys())),
        submissions_(SubmissionQuota(config.quotas())),
        uploads_(AttachmentQuota(config.quotas())),
        queries_(&steady_, absl::Milliseconds(config.limits().query_ms())),
        keeper_(config.checkpoint_file()),
        keeping_(config, clock_, &warnings_) {}
  ~Impl();

  absl::Status Start(absl::string_view damage);
  absl::Status Reload(const config::v1::NodeConfig& config);
  const std::string& address() const { return server_->address(); }
  std::vector<const base::Beat*> beats() const { return {&writer_->beat(), &exchange_->beat()}; }
  bool admits() const { return standby_.Check().ok(); }
  bool writes() const { return writer_->failure().ok(); }
  std::string Summary() const;

 private:
  absl::Status OpenSound(const ledger::NodeKeys& keys, absl::string_view damage);
  absl::Status OpenLedger(const ledger::NodeKeys& keys);
  ledger::Ledger::World World();
  absl::Status Serve();
  rpc::NodeBackend StatusBackend(absl::Time started_at);
  absl::Status ServeMetrics(absl::Time started_at);
  exchange::BundleMaker Maker();
  ExchangeLoop::Options LoopOptions(const config::v1::NodeConfig& config) const;

  const config::v1::NodeConfig config_;  // at the start; what counts of what can be reloaded is policy_
  Policy policy_{config_};
  const std::string instance_;
  const bool new_log_;
  const std::function<void(absl::string_view)> on_damage_;
  std::atomic<bool> tells_damage_{false};
  const statement::Origin own_;
  LeapGuard leap_guard_;
  const base::Clock* const clock_ = &leap_guard_;
  const base::SteadyClock steady_{clock_->Now(), base::Uptime};
  base::Entropy* const entropy_;
  statement::PinnedRoots roots_;
  const rpc::TlsIdentity tls_;
  ledger::HeadsBoard heads_;
  rpc::NetworkBoard network_;
  rpc::WarningBoard warnings_;
  base::Counts counts_;
  rpc::Bell commits_;
  rpc::Quota submissions_, uploads_;
  rpc::QueryBound queries_;
  KeptOnDisk keeper_;
  ledger::Standby standby_;
  KeyKeeper keys_{clock_, &standby_, &warnings_};
  Keeping keeping_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<ledger::WriteBehind> writing_;  // the same for the writer alone
  std::string database_;  // its id
  bool restored_ = false;
  std::unique_ptr<incident::IncidentIndex> incidents_;
  std::unique_ptr<incident::bulletin::PostingIndex> postings_;
  std::unique_ptr<ledger::Indexers> indexes_;
  std::unique_ptr<incident::Matcher> matcher_;
  std::unique_ptr<ledger::LedgerReader> reader_;
  std::unique_ptr<rpc::Gate> gate_;
  std::atomic<ExchangeLoop*> commit_listener_{nullptr};
  std::unique_ptr<rpc::WorkerPool> pool_;
  std::unique_ptr<rpc::WorkerPool> verifiers_;
  std::unique_ptr<ledger::Writer> writer_;
  std::unique_ptr<rpc::AuditTrail> audit_;
  std::unique_ptr<ExchangeLoop> exchange_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<Lookout> lookout_;
  std::unique_ptr<Caretaker> caretaker_;
  std::unique_ptr<Scrubber> scrubber_;
  std::unique_ptr<Correlator> correlator_;
  Rush rush_;  // for the caretaker
  std::unique_ptr<Metrics> metrics_;
};

ledger::Ledger::World Node::Impl::World() {
  return {writing_.get(), clock_, entropy_, &roots_, indexes_.get(), &keeper_, &heads_,
          &standby_, new_log_, [this](std::function<void()> task) { verifiers_->Post(std::move(task)); }};
}

// Opens the database, rebuilt if it is damaged.
absl::Status Node::Impl::OpenSound(const ledger::NodeKeys& keys, absl::string_view damage) {
  RETURN_IF_ERROR(keeper_.Load().status());
  if (!keeper_.damage().ok()) {
    if (new_log_) return keeper_.damage();
    WarnOfDamagedCheckpoint(config_.checkpoint_file(), keeper_.damage(), clock_->Now(), warnings_);
  }
  std::string found(damage);
  if (found.empty()) {
    absl::Status opened = OpenLedger(keys);
    if (!absl::IsDataLoss(opened)) return opened;
    found = std::string(opened.message());
    reader_.reset();
    matcher_.reset();
    indexes_.reset();
    postings_.reset();
    incidents_.reset();
    writing_.reset();
    store_.reset();
  }
  RETURN_IF_ERROR(RebuildDatabase(config_, found, keys, World(), warnings_));
  return OpenLedger(keys);
}

absl::Status Node::Impl::OpenLedger(const ledger::NodeKeys& keys) {
  store::RocksOptions options;
  options.cache_bytes = config_.limits().cache_bytes();
  options.on_damage = [this](absl::string_view what) {
    if (tells_damage_.exchange(false)) on_damage_(what);
  };
  ASSIGN_OR_RETURN(store_, store::OpenRocksStore(config_.data_dir(), options));
  if (const std::string bad = BadlySigned(*store_); !bad.empty()) {
    store_.reset();
    RETURN_IF_ERROR(RebuildWithout(bad, config_, keys, World()));
    ASSIGN_OR_RETURN(store_, store::OpenRocksStore(config_.data_dir(), options));
  }
  ASSIGN_OR_RETURN(database_, store::DatabaseId(*store_, *entropy_));
  ASSIGN_OR_RETURN(restored_, store::IsRestored(*store_));
  RETURN_IF_ERROR(store::RememberBackups(*store_, config_.backup().dir()));
  writing_ = std::make_unique<ledger::WriteBehind>(store_.get());
  ASSIGN_OR_RETURN(incidents_, incident::IncidentIndex::Open(writing_.get(), TableFile(config_)));
  ASSIGN_OR_RETURN(postings_, incident::bulletin::PostingIndex::Open(store_.get()));
  indexes_ = std::make_unique<ledger::Indexers>(std::vector<ledger::Indexer*>{incidents_.get(), postings_.get()});
  matcher_ = OpenMatcher(config_, store_.get(), *incidents_);
  reader_ = std::make_unique<ledger::LedgerReader>(store_.get(), &heads_, &roots_);
  ASSIGN_OR_RETURN(auto ledger, ledger::Ledger::Open(own_, keys, World()));
  writer_ = std::make_unique<ledger::Writer>(
      std::move(ledger), ledger::Writer::Options{config_.limits().inbox_statements(), config_.limits().batch_entries(), clock_, &counts_},
      [this] {
        if (ExchangeLoop* listener = commit_listener_.load()) listener->OnCommit();
        commits_.Ring();
      });
  keys_.SetWriter(writer_.get());
  return absl::OkStatus();
}

absl::Status Node::Impl::Serve() {
  audit_ = std::make_unique<rpc::AuditTrail>(clock_, writer_.get(), pool_.get());
  const std::string origin = own_.ToString();
  const absl::Time started_at = clock_->Now();
  const size_t streams = config_.limits().streams();
  const size_t of_caller = config_.limits().streams_of_caller();
  ASSIGN_OR_RETURN(
      server_,
      rpc::Server::Start(
          config_.listen(), rpc::ServerCredentials(tls_, &roots_, clock_),
          {rpc::MakeSubmissionService({gate_.get(), clock_, &roots_, origin, [this] { return AdmissionRulesOf(*policy_.Get()); }, &heads_,
                                       reader_.get(), indexes_.get(), writer_.get(), config_.limits().inbox_statements(), &standby_,
                                       keeping_.room(), pool_.get(), audit_.get(), &submissions_, &steady_, &commits_, streams, of_caller, &counts_}),
           rpc::MakeIncidentService({gate_.get(), clock_, absl::StrCat(origin, "/", database_), incidents_.get(),
                                     postings_.get(), matcher_.get(), reader_.get(), pool_.get(), &commits_, streams, of_caller, audit_.get(),
                                     &queries_}),
           rpc::MakeStatisticsService({gate_.get(), incidents_.get(), audit_.get(), &queries_, pool_.get()}),
           rpc::MakeNoticeService({gate_.get(), clock_, postings_.get(), audit_.get()}),
           rpc::MakeDirectoryService({gate_.get(), clock_, postings_.get(), audit_.get()}),
           rpc::MakeNodeService(StatusBackend(started_at)),
           rpc::MakeAttachmentService(
               {gate_.get(), reader_.get(), writer_.get(), pool_.get(), audit_.get(), keeping_.room(),
                [this](const crypto::Digest& sha256) { exchange_->Demand(sha256); }, streams, of_caller, &uploads_, &steady_}),
           rpc::MakeBundleService({gate_.get(), clock_, &roots_, reader_.get(), audit_.get(), pool_.get(),
                                   [this] { return Maker(); },
                                   [this](exchange::Bundle bundle, rpc::BundleTaken done) {
                                     if (absl::Status room = keeping_.room()->CheckCopying(); !room.ok()) return done(room);
                                     exchange_->Take(std::move(bundle), std::move(done));
                                   }}),
           rpc::MakeExchangeService(gate_.get(), exchange_.get(), streams)},
          {config_.limits().memory_bytes(), {config_.limits().connections(), config_.limits().connections_of_address()}}, entropy_,
          &counts_));
  RETURN_IF_ERROR(ServeMetrics(started_at));
  return WriteAddress(config_.address_file(), server_->address());
}

rpc::NodeBackend Node::Impl::StatusBackend(absl::Time started_at) {
  return {gate_.get(), &roots_, own_.ToString(), kVersion, started_at, &heads_, &network_, &warnings_,
          [this] { return uint64_t{incidents_->snapshot()->rows()}; },
          &standby_, keeping_.room(), store_.get(), pool_.get(),
          [this] { return scrubber_->Status(); },
          [this](bool start, Scrubber::Done done) { scrubber_->Ask(start, std::move(done)); }};
}

absl::Status Node::Impl::ServeMetrics(absl::Time started_at) {
  if (config_.metrics().listen().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(metrics_, Metrics::Serve({&config_, clock_, &counts_,
                                             [backend = StatusBackend(started_at)] { return rpc::DescribeNode(backend); },
                                             reader_.get(), writer_.get(), &standby_, store_.get(), &roots_,
                                             [this] { return keys_.Keys()->node_chain; }, &server_->guard(), {&submissions_, &uploads_}, &queries_,
                                             [this] { return keeping_.last_backup(); }}));
  return WriteAddress(config_.metrics().address_file(), metrics_->address());
}

absl::Status Node::Impl::Reload(const config::v1::NodeConfig& config) {
  ASSIGN_OR_RETURN(statement::PinnedRoots roots,
                   statement::PinnedRoots::LoadDirectory(config_.trust_dir()));
  ASSIGN_OR_RETURN(ledger::NodeKeys keys, ReadKeys(config_, roots, clock_->Now()));
  const statement::PinnedRoots before = roots_;
  roots_ = roots;
  absl::Status used = keys_.Use(keys);
  if (!used.ok() && !MustWait(used)) {
    roots_ = before;
    return used;
  }
  policy_.Set(config);
  submissions_.SetMost(SubmissionQuota(config.quotas()), steady_.Now());
  uploads_.SetMost(AttachmentQuota(config.quotas()), steady_.Now());
  scrubber_->SetCare(config.care());
  exchange_->Adjust(PeersOf(config), LoopOptions(config));
  return absl::OkStatus();
}

std::string Node::Impl::Summary() const {
  const std::string waits = standby_.Text();
  return absl::StrCat(config_.economy(), " serves on ", address(), waits.empty() ? "" : "; takes no submissions: ", waits);
}

exchange::BundleMaker Node::Impl::Maker() {
  const std::optional<ledger::NodeKeys> keys = keys_.Keys();
  return {config_.economy(), keys->node_chain, keys->node_key};
}

ExchangeLoop::Options Node::Impl::LoopOptions(const config::v1::NodeConfig& config) const {
  ExchangeLoop::Options options = ExchangeOptionsOf(config);
  options.exchange.instance = instance_;
  // Of a log that is just opened, nobody holds anything.
  if (new_log_) options.start_wait = absl::ZeroDuration();
  if (!keeper_.damage().ok()) options.start_wait = std::max(options.start_wait, kAskAnyway);
  if (restored_) options.start_wait = absl::InfiniteDuration();
  options.intake = PeerQuota(config.quotas());
  return options;
}

absl::Status Node::Impl::Start(absl::string_view damage) {
  ASSIGN_OR_RETURN(roots_, statement::PinnedRoots::LoadDirectory(config_.trust_dir()));
  ASSIGN_OR_RETURN(ledger::NodeKeys keys, ReadKeys(config_, roots_, clock_->Now()));
  gate_ = std::make_unique<rpc::Gate>(config_.economy(), &roots_, clock_, &heads_);
  pool_ = std::make_unique<rpc::WorkerPool>(ThreadsOr(0), kQueriesWaiting);
  verifiers_ = std::make_unique<rpc::WorkerPool>(ThreadsOr(config_.limits().verify_threads()), kQueriesWaiting);
  WarnOfDamagedDatabases(config_, clock_->Now(), warnings_);
  RETURN_IF_ERROR(OpenSound(keys, damage));
  const auto heads = heads_.Get();
  if (const ledger::LogHead* own = heads->Find(own_.ToString())) leap_guard_.KnowNewest(own->last_admitted_at);
  tells_damage_.store(true);
  scrubber_ = std::make_unique<Scrubber>(store_.get(), &heads_, clock_, config_.care());
  exchange_ = std::make_unique<ExchangeLoop>(
      ExchangeLoop::World{own_, clock_, &steady_, entropy_, &roots_, &heads_, reader_.get(), writer_.get(),
                          indexes_.get(), verifiers_.get(), &network_, &warnings_, &standby_, store_.get(),
                          [this] { on_damage_(""); }, keeping_.room(), &counts_},
      LoopOptions(config_));
  commit_listener_.store(exchange_.get());
  exchange_->Start(PeersOf(config_), tls_);
  if (absl::Status used = keys_.Use(keys); !used.ok() && !MustWait(used)) return used;
  keeping_.Start(own_.ToString(), store_.get(), &heads_, writer_.get(), &standby_, &policy_);
  RETURN_IF_ERROR(Serve());
  caretaker_ = std::make_unique<Caretaker>(clock_);
  lookout_ = std::make_unique<Lookout>(Lookout::World{
      own_.ToString(), config_.holders(), clock_, &heads_, reader_.get(), &warnings_, [this] { return writer_->failure(); }});
  caretaker_->Add(kLookEvery, [this] { lookout_->Look(policy_.Get()->holders(), keys_.Keys()->node_chain); });
  caretaker_->Add(kLookEvery, [this] { keys_.UseLate(); });
  // One region a turn: this caretaker minds dates and keys, too.
  const auto rushed = [this] { return rush_.Look(incidents_->snapshot()->newest_change(), clock_->Now()); };
  caretaker_->Add(kLookEvery, [this, rushed] { if (!rushed()) KeepTexts(*incidents_); });
  correlator_ = std::make_unique<Correlator>(Correlator::World{
      store_.get(), incidents_.get(), matcher_.get(), &heads_, writer_.get(), &roots_, clock_, entropy_,
      &warnings_, own_.ToString(), AdmissionRulesOf(config_), config_.correlation().assert_same_from(),
      [this] { return keys_.Keys(); }, [this] { return caretaker_->stopping(); }, rushed});
  caretaker_->Add(kLookEvery, [this] {
    const auto policy = policy_.Get();
    correlator_->SetPolicy(AdmissionRulesOf(*policy), policy->correlation().assert_same_from());
    correlator_->Run();
  });
  caretaker_->Start();
  return absl::OkStatus();
}

Node::Impl::~Impl() {
  const bool sound = tells_damage_.exchange(false);
  metrics_.reset();
  // Officers and peers hear that the node goes before it waits for what a slow disk is busy with.
  keeping_.RequestStop();
  if (caretaker_ != nullptr) caretaker_->RequestStop();
  if (scrubber_ != nullptr) scrubber_->RequestStop();
  if (exchange_ != nullptr) exchange_->Stop(kPeersGrace);
  if (server_ != nullptr) server_->Shutdown(kCallsGrace);
  if (store_ != nullptr) store_->StopForgetting();
  keeping_.Stop();
  // Not reset: its duties ask it whether to stop.
  if (caretaker_ != nullptr) caretaker_->Stop();
  if (scrubber_ != nullptr) AwaitEnd("a scrub", [this] { scrubber_->Stop(); });
  commit_listener_.store(nullptr);
  if (writer_ != nullptr) AwaitEnd("the writer", [this] { writer_->Stop(); });
  if (sound && writer_->failure().ok()) AwaitEnd("the table's file", [this] { KeepTable(config_, *incidents_, *matcher_, *keeping_.room()).IgnoreError(); });
  // What still runs was left behind by calls that were given up, or verifies what a peer sent: the writer refuses what it submits, and
  // nobody looks at what it hands the exchange. The pools end before the writer, the exchange and the server's services, which they use.
  pool_.reset();
  verifiers_.reset();
  writer_.reset();
  exchange_.reset();
}

Node::Node(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Node::~Node() = default;

absl::StatusOr<std::unique_ptr<Node>> Node::Start(const config::v1::NodeConfig& config, const base::Clock* clock, base::Entropy* entropy,
                                                  absl::string_view damage, bool new_log,
                                                  std::function<void(absl::string_view)> on_damage) {
  auto impl = std::make_unique<Impl>(config, clock, entropy, new_log, std::move(on_damage));
  RETURN_IF_ERROR(impl->Start(damage));
  return std::unique_ptr<Node>(new Node(std::move(impl)));
}

absl::Status Node::Reload(const config::v1::NodeConfig& config) { return impl_->Reload(config); }
std::vector<const base::Beat*> Node::beats() const { return impl_->beats(); }
bool Node::admits() const { return impl_->admits(); }
bool Node::writes() const { return impl_->writes(); }
std::string Node::Summary() const { return impl_->Summary(); }
const std::string& Node::address() const { return impl_->address(); }

}  // namespace lightship::app
