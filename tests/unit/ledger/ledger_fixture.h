// A ledger on a store in memory, with what surrounds it.
#ifndef LIGHTSHIP_TESTS_UNIT_LEDGER_LEDGER_FIXTURE_H_
#define LIGHTSHIP_TESTS_UNIT_LEDGER_LEDGER_FIXTURE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/key.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"
#include "node/ledger/ledger.h"
#include "node/ledger/reader.h"
#include "node/ledger/unverified.h"
#include "node/ledger/write_behind.h"
#include "node/store/memory_store.h"
#include "tests/support/pki.h"
#include "tests/support/sample.h"

namespace lightship::ledger {

using statement::Role;
using testing::TestEconomy;

// Counts what it is told, and notes which statements are in doubt. What was derived ahead must be of the parts that it is told of.
class CountingIndexer final : public Indexer {
 public:
  struct OfParts final : Derived {
    int parts = 0;
  };
  std::shared_ptr<const Derived> Derive(const NewStatement& statement) const override {
    ++asked_ahead;
    derived_by = std::this_thread::get_id();
    auto derived = std::make_shared<OfParts>();
    derived->parts = static_cast<int>(statement.parts.size());
    return derived;
  }
  absl::Status Index(absl::Span<const NewStatement> statements, store::WriteBatch&) override {
    pending_ = statements.size();
    for (const NewStatement& statement : statements) {
      if (statement.doubtful) doubtful.insert({statement.origin, statement.index});
      const auto* derived = dynamic_cast<const OfParts*>(statement.derived.get());
      if (derived == nullptr) continue;
      ++derived_ahead;
      EXPECT_EQ(derived->parts, static_cast<int>(statement.parts.size())) << statement.origin << "/" << statement.index;
    }
    return absl::OkStatus();
  }
  [[nodiscard]] std::function<void()> Settle() override {
    return [this, settled = std::exchange(pending_, 0)] { published += settled; };
  }
  void Discard() override { pending_ = 0; }
  size_t published = 0;
  size_t derived_ahead = 0;
  mutable std::atomic<size_t> asked_ahead{0};
  mutable std::atomic<std::thread::id> derived_by;  // last
  std::set<std::pair<std::string, uint64_t>> doubtful;

 private:
  size_t pending_ = 0;
};

class KeeperInMemory final : public CheckpointKeeper {
 public:
  absl::StatusOr<std::string> Load() override { return note; }
  absl::Status Save(absl::string_view saved) override {
    note = std::string(saved);
    return absl::OkStatus();
  }
  std::string note;
};

// One economy's ledger; Reopen() is a crash and a new start.
class Desk {
 public:
  explicit Desk(absl::string_view code)
      : economy(TestEconomy::Of(code)), rules{std::string(code), {}}, roots(testing::RootsOf({"SG", "ID", "PH"})) {
    EXPECT_TRUE(Reopen().ok());
  }

  absl::Status Reopen() {
    ledger = nullptr;
    heads = std::make_unique<HeadsBoard>();
    reader = std::make_unique<LedgerReader>(disk.get(), heads.get(), &roots);
    writing = std::make_unique<WriteBehind>(disk.get(), behind_from);
    auto opened = Ledger::Open(log, keys,
                               {writing.get(), &clock, &entropy, &roots, &indexer, &keeper, heads.get(),
                                &standby, std::exchange(new_log, false), aside});
    if (opened.ok()) ledger = *std::move(opened);
    return opened.status();
  }

  std::string origin() const { return log.ToString(); }
  const LogHead& Head(absl::string_view name) { return *(picture = heads->Get())->Find(name); }
  const LogHead& Own() { return Head(origin()); }

  v1::SubmitRequest RequestOf(const v1::SignedStatement& statement, const testing::Signer& signer) {
    v1::SubmitRequest request;
    *request.mutable_statement() = statement;
    v1::CertificateChain& chain = *request.add_chains();
    for (const auto& certificate : signer.chain) chain.add_certificates(certificate.der());
    return request;
  }
  v1::SubmitRequest Report(const std::string& audience = "all") {
    const testing::Signer& signer = economy.officer(Role::kSubmitter);
    v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_REPORT, economy.code());
    manifest.set_audience(audience);
    return RequestOf(testing::SealBy({&signer}, manifest,
                                     {testing::Draft("facts", testing::SampleFacts()),
                                      testing::Draft("vessel", testing::SampleVessel(), "own")}),
                     signer);
  }
  absl::StatusOr<Admission> Examined(const v1::SubmitRequest& request) {
    return Examine(request, economy.officer(Role::kSubmitter).identity, rules,
                   *Own().keys, roots, clock.Now());
  }
  absl::StatusOr<Outcome> Submit(const v1::SubmitRequest& request) {
    absl::StatusOr<Admission> admission = Examined(request);
    if (!admission.ok()) return admission.status();
    DeriveAhead(indexer, origin(), *admission);
    return CommitOne(*std::move(admission));
  }
  absl::StatusOr<Outcome> CommitOne(Operation operation) {
    std::vector<Operation> operations;
    operations.push_back(std::move(operation));
    return ledger->Commit(std::move(operations)).front();
  }
  void DefineAudience(const std::string& name, std::vector<std::string> members) {
    absl::StatusOr<Outcome> defined = Submit(Definition(name, std::move(members)));
    ASSERT_TRUE(defined.ok()) << defined.status();
  }
  v1::SubmitRequest Definition(const std::string& name, std::vector<std::string> members) {
    const testing::Signer& chief = economy.officer(Role::kAdministrator);
    v1::AudienceDefinition definition;
    definition.set_name(name);
    definition.set_version(1);
    for (const std::string& member : members) definition.add_economies(member);
    return RequestOf(
        testing::SealBy({&chief},
                        testing::SampleManifest(v1::STATEMENT_KIND_AUDIENCE, economy.code()),
                        {testing::Draft("audience", definition)}),
        chief);
  }

  // The administrator revokes a key.
  void Revoke(const crypto::Digest& key_id, std::optional<absl::Time> since = std::nullopt) {
    const testing::Signer& chief = economy.officer(Role::kAdministrator);
    v1::KeyStatement content;
    v1::KeyRevocation& revocation = *content.mutable_revocation();
    revocation.set_key_id(crypto::AsString(key_id));
    revocation.set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
    if (since) *revocation.mutable_compromised_since() = statement::ToTimestamp(*since);
    absl::StatusOr<Outcome> revoked = Submit(RequestOf(
        testing::SealBy({&chief}, testing::SampleManifest(v1::STATEMENT_KIND_KEY, economy.code()),
                        {testing::Draft("key", content)}),
        chief));
    ASSERT_TRUE(revoked.ok()) << revoked.status();
  }

  // The node is given a fresh key, and the administrator revokes the one that it had.
  void ReplaceNodeKey() {
    const crypto::Digest before = keys.node_key.public_key().key_id();
    const statement::Identity node{economy.code(), true, "node-2", {Role::kNode}};
    keys.node_key = testing::NewKey();
    keys.node_chain = {economy.Certify(keys.node_key.public_key(),
                                       {node.Uri(), statement::RoleUri(Role::kNode)})};
    absl::StatusOr<Outcome> changed = CommitOne(KeyChange{keys});
    ASSERT_TRUE(changed.ok()) << changed.status();
    Revoke(before);
  }

  // State of a log here, for examining what comes next.
  ReplicaState StateOf(const std::string& name) {
    ReplicaState state;
    state.origin = name;
    picture = heads->Get();
    if (const LogHead* head = picture->Find(name)) {
      state.frontier = head->frontier;
      state.last_admitted_at = head->last_admitted_at;
      state.keys = head->keys;
      state.has_stubs = head->stubs > 0;
    }
    return state;
  }
  // What `from` would send, checked and committed here; with `behind`, signatures on reports not yet.
  absl::StatusOr<Outcome> Take(const v1::Batch& batch, bool authoritative = false, bool behind = false) {
    absl::StatusOr<ExaminedBatch> examined =
        ExamineBatch(StateOf(batch.origin()), batch, roots,
                     [&](uint64_t index) { return reader->LeafAt(batch.origin(), index); });
    if (!examined.ok()) return examined.status();
    if (behind) LeaveForLater(*examined);
    absl::Status checked = CheckSignatures(*examined);
    if (!checked.ok()) return checked;
    for (ExaminedItem& item : examined->items) DeriveAhead(indexer, examined->origin, item);
    examined->authoritative = authoritative;
    return CommitOne(*std::move(examined));
  }
  absl::StatusOr<v1::Batch> BatchFor(const Desk& peer, const std::string& name, uint64_t from) {
    return reader->ReadBatch(name, from, {1000, 1 << 20}, peer.economy.code());
  }
  // Copies all of a log that `from` holds.
  void Follow(Desk& from, const std::string& name, bool behind = false) {
    picture = heads->Get();
    const LogHead* head = picture->Find(name);
    absl::StatusOr<v1::Batch> batch = from.BatchFor(*this, name, head == nullptr ? 0 : head->size);
    ASSERT_TRUE(batch.ok()) << batch.status();
    absl::StatusOr<Outcome> taken = Take(*batch, from.origin() == name, behind);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }

  // Checks signatures that were left for later, of at most so many entries.
  absl::StatusOr<Outcome> CheckLate(const std::string& name, size_t most = 1000) {
    const LogHead& head = Head(name);
    absl::StatusOr<UnverifiedRange> range = ReadUnverified(*disk, head, head.verified_until, most);
    if (!range.ok()) return range.status();
    const std::optional<uint64_t> bad = FirstBad(range->checks);
    return CommitOne(SignaturesChecked{name, range->from, bad.value_or(range->until), bad.has_value()});
  }

  const TestEconomy& economy;
  NodeKeys keys{economy.node().chain, economy.node().key, economy.log_key(), economy.cosigner_key()};
  statement::Origin log = economy.origin();  // its epoch may be raised before Reopen()
  AdmissionRules rules;
  statement::PinnedRoots roots;
  testing::FakeClock clock;
  testing::SeededEntropy entropy{7};
  std::unique_ptr<store::MemoryStore> disk = std::make_unique<store::MemoryStore>();
  size_t behind_from = 0;  // bytes of a batch, for the next Reopen()
  std::unique_ptr<WriteBehind> writing;
  CountingIndexer indexer;
  KeeperInMemory keeper;
  Standby standby;
  bool new_log = true;  // for the next Reopen()
  std::function<void(std::function<void()>)> aside;  // the same
  std::unique_ptr<HeadsBoard> heads;
  std::unique_ptr<LedgerReader> reader;
  std::unique_ptr<Ledger> ledger;
  std::shared_ptr<const Heads> picture;
};

inline std::string ReasonOf(const absl::Status& status) { return base::ReasonOf(status); }

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_TESTS_UNIT_LEDGER_LEDGER_FIXTURE_H_
