// What the writer holds between commits, and what one commit gathers before it is written.
#ifndef LIGHTSHIP_NODE_LEDGER_STATE_H_
#define LIGHTSHIP_NODE_LEDGER_STATE_H_

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/ledger/cosigning.h"
#include "node/ledger/ledger.h"
#include "node/ledger/log.h"
#include "node/ledger/reader.h"
#include "node/store/store.h"

namespace lightship::ledger {

struct State {
  statement::Origin own;
  std::string own_name;
  NodeKeys keys;
  Ledger::World world;
  LogsByName logs;
  std::shared_ptr<trust::AudienceBook> audiences;  // as `wanted` is
  std::shared_ptr<WantedBlobs> wanted = {};  // copied before it is changed, once readers have it
  std::map<std::string, size_t> wanted_of_log = {};  // by origin: how many of these it names
  storage::v1::AuditState audit = {};
  std::atomic<bool> recovering = false;  // anybody may ask
  std::set<std::string> verify_first = {};  // as in Heads
  // Statements of the commit before, which may still be on its way to the store.
  std::shared_ptr<const std::map<crypto::Digest, Location>> placed_before = std::make_shared<std::map<crypto::Digest, Location>>();
};

// Gathers everything of one commit. State is changed in place: when the write fails, the ledger takes no more.
struct Scratch {
  store::WriteBatch batch;
  std::vector<NewStatement> statements;
  std::map<crypto::Digest, Location> placed;                        // statements of this commit
  std::map<std::pair<std::string, uint64_t>, std::string> notes;    // checkpoints of this commit
  std::set<std::string> changed;                                    // logs by name
  std::vector<GrownTile> own_tiles;                                 // of the own log, once it is saved
  std::set<crypto::Digest> blobs;                                   // whose bytes this commit changes
  std::map<std::string, bool> blob_refs;                            // rows put (true) or deleted
  std::map<std::pair<std::string, uint64_t>, storage::v1::Acts> acts;        // by log and index; written at the end, once
  std::map<std::pair<std::string, uint64_t>, std::optional<char>> stubs;    // rows put or deleted
};

// What a large commit leaves is freed while the next one is made: that takes a tenth of the writer's time.
void LetGo(Scratch scratch, const Ledger::World& world);

// An entry that is ready to stand at the end of a log.
struct Prepared {
  std::string entry;
  statement::OpenedEntry opened;
  std::vector<v1::Part> parts;
  std::shared_ptr<const Derived> derived = {};  // of these parts
};

absl::StatusOr<Prepared> PrepareEntry(v1::SignedStatement statement, uint64_t index, absl::Time admitted_at);
// The same of what Examine has opened, which is not opened again.
absl::StatusOr<Prepared> PrepareExamined(Admission admission, uint64_t index, absl::Time admitted_at);
// RECOVERING while the own log takes no entries.
absl::Status CheckAdmitting(const State& state);

// Appends to the log, its tables, and what the indexer will see. `prepared` must carry the log's next index. `author_lacks`:
// parts that are not there are not to be had of the author.
absl::Status AppendEntry(Prepared prepared, bool author_lacks, Log& log, State& state,
                         Scratch& scratch);
// An AUDIENCE statement has come. Of a log the first limits::kAudiencesOfLog count, whenever they come: one that comes late may take the
// last one's place.
void CountAudience(uint64_t index, Log& log, State& state, Scratch& scratch);
// Appends a leaf whose entry is withheld; `authoritative` as in the batch.
void AppendStub(const ExaminedItem& item, bool authoritative, Log& log, Scratch& scratch);
// What kStubs keeps of the answer.
char StubOf(const ExaminedItem& item, bool authoritative);
// Puts an entry's bytes and parts into their tables and before the indexer, without parts that were erased, and does what
// the statement says should be done to others.
absl::Status PlaceEntry(Prepared prepared, bool author_lacks, Log& log, State& state,
                        Scratch& scratch);

// Rows of kStubs as this commit will leave them: the v1.WithheldReason for which only the leaf is held; NOT_HELD when
// parts are missing that may still come, kAuthorLacks when not from the author.
absl::StatusOr<std::optional<char>> StubAt(const Log& log, uint64_t index, const State& state,
                                           const Scratch& scratch);
void SetStub(uint64_t index, std::optional<char> before, std::optional<char> after, Log& log,
             Scratch& scratch);
bool IsUnresolved(std::optional<char> row);
bool IsHearsay(std::optional<char> row);

// An entry as this commit will leave it, with the names of the parts that are held. NOT_FOUND when only the leaf is.
struct Standing {
  crypto::Digest id;
  absl::Time admitted_at;
  v1::Manifest manifest;
  std::set<std::string> parts;
};
absl::StatusOr<Standing> StandingAt(const Log& log, uint64_t index, const State& state,
                                    const Scratch& scratch);

// Asks for parts that this economy may have and does not hold, or stops asking.
absl::Status ReviewWanted(uint64_t index, const Standing& entry, bool author_lacks, Log& log,
                          State& state, Scratch& scratch);
// Records a WITHDRAWAL under its target, and does what follows from it here. One that names another statement than the one
// that stands there does nothing.
absl::Status TakeWithdrawal(const NewStatement& statement, Log& log, State& state,
                            Scratch& scratch);
// What later statements did to the one at a place, as this commit will leave it.
absl::StatusOr<storage::v1::Acts> ActsAt(absl::string_view origin, uint64_t index,
                                         const State& state, const Scratch& scratch);
void PutActs(absl::string_view origin, uint64_t index, const storage::v1::Acts& acts,
             Scratch& scratch);

// Deletes what `acts` erase of the entry; `withdrawal` is the index of the act that is new, or kByRetention.
absl::Status EraseParts(uint64_t index, const storage::v1::Acts& acts, uint64_t withdrawal,
                        Standing& entry, Log& log, State& state, Scratch& scratch);
// Where only the leaf is held, nothing is there to delete. Erasures are attested all the same where this economy may have been
// meant to have the entry, since the author cannot know that it never came.
absl::Status EraseUnheld(uint64_t index, const storage::v1::Acts& acts, Log& log,
                         const State& state, Scratch& scratch);
// Takes from `prepared` the parts that were erased before they came. `held`: the entry had come before.
absl::Status DropErased(const Log& log, bool held, const State& state, Scratch& scratch,
                        Prepared& prepared);
// Has the entry's parts go on its date.
void NoteRetention(const Log& log, const statement::OpenedEntry& entry, Scratch& scratch);
// Whether the economy has attested that it erased what the WITHDRAWAL (or kByRetention) asks for.
bool IsConfirmed(const storage::v1::Acts& acts, absl::string_view economy, uint64_t withdrawal);
// Records what the log's economy says that it has erased.
absl::Status TakeAttestation(const NewStatement& statement, const Log& log, const State& state,
                             Scratch& scratch);
// Whether anything was released, narrowed or erased of the statement at this place.
absl::StatusOr<bool> IsActedOn(const Log& log, uint64_t index, const State& state,
                               const Scratch& scratch);
// What must hold of a WITHDRAWAL's target before it is admitted.
absl::Status CheckWithdrawal(const Admission& admission, const Log& log, const State& state,
                             const Scratch& scratch);

// Marks the statements that the indexer will see and that are signed with a compromised key, and tells it of older ones again
// when a revocation of this commit throws doubt on them.
absl::Status ReviewDoubt(const State& state, Scratch& scratch);

// Adds what the log's tiles have gained, which it returns, and its head to the batch.
std::vector<GrownTile> SaveLog(Log& log, store::WriteBatch& batch);

// Takes a verified checkpoint into the log's notes: merges its signatures with those known at that size, and drops notes
// that are worth nothing any more.
absl::Status KeepNote(const merkle::SignedCheckpoint& offered, Log& log, const State& state,
                      Scratch& scratch);

// Cosigns the newest checkpoint of a peer's log when all of the log is held that this economy may have: to be called when the
// last that was missing has come, or has ceased to be wanted.
absl::Status CosignHead(Log& log, State& state, Scratch& scratch);

// Keeps the checkpoint that the log has reached, with our cosignature if that may be given. REQUIRES: what the note covers is held,
// and its signatures are verified.
absl::Status ReachHead(absl::string_view note, Log& log, State& state, Scratch& scratch);
// Puts the batch's checkpoint, which the log has just reached, aside until the signatures of what it covers are verified.
absl::Status AwaitSignatures(const ExaminedBatch& batch, Log& log, Scratch& scratch);

// The operations of ledger.h.
absl::StatusOr<Outcome> TakeChecked(const SignaturesChecked& checked, State& state, Scratch& scratch);
absl::StatusOr<Outcome> Admit(Admission admission, State& state, Scratch& scratch);
absl::StatusOr<Outcome> Replicate(ExaminedBatch batch, State& state, Scratch& scratch);
absl::StatusOr<Outcome> TakeCosignatures(const Cosignatures& cosignatures, State& state,
                                         Scratch& scratch);

// Keeps evidence that verifies and freezes the log; a log not held or frozen already is left as it is.
absl::StatusOr<Outcome> TakeEvidence(const v1::EvidenceFile& evidence, State& state,
                                     Scratch& scratch);
// The log of this economy's newest earlier epoch, as far as it is held; nothing when none is.
std::optional<v1::Predecessor> PredecessorOf(const State& state);
// FROZEN when the log is.
absl::Status CheckNotFrozen(const Log& log);

absl::StatusOr<Outcome> ChangeKeys(const NodeKeys& keys, State& state, Scratch& scratch);
absl::StatusOr<Outcome> AddChunk(const BlobChunk& chunk, State& state, Scratch& scratch);
absl::StatusOr<Outcome> DoAttest(const Attest& attest, State& state, Scratch& scratch);
absl::StatusOr<Outcome> AddAudit(Audit audit, State& state, Scratch& scratch);
absl::StatusOr<Outcome> DoExpire(const Expire& expire, State& state, Scratch& scratch);

// A part that names a blob is placed; or is gone, and with the last part that named it the blob. Parts that are no
// attachments are left alone. The second gives the SHA-256 of a blob that is gone, else nothing.
void AddBlobRef(const Log& log, uint64_t index, const v1::Part& part, State& state,
                Scratch& scratch);
absl::StatusOr<std::string> DropBlobRef(const Log& log, uint64_t index, const v1::Part& part,
                                        State& state, Scratch& scratch);
// From the store, when the ledger opens.
absl::Status LoadWanted(State& state);

// Checks of an entry for the end of the own log what every peer will check of it: what stands in a signed log and cannot be copied
// stands there for good. If it changes `keys`, others take their place. NODE_KEY_UNFIT when it is this node's own key that may not
// sign.
absl::Status JudgeOwn(const Prepared& prepared, const State& state, std::shared_ptr<const trust::KeyState>& keys);
// The same for an entry that this node itself has sealed; then appends it.
absl::Status AppendOwn(const v1::SignedStatement& sealed, absl::Time now, Log& log, State& state,
                       Scratch& scratch);
// A KEY statement of this node's.
absl::StatusOr<v1::SignedStatement> SealKeys(const v1::KeyStatement& content, const State& state,
                                             absl::Time now);
// Grants the key that a chain certifies.
v1::KeyStatement GrantOf(const std::vector<crypto::Certificate>& chain);

// Signs a checkpoint of the own log as it is now.
absl::Status SignOwnHead(State& state, Scratch& scratch);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_STATE_H_
