// What officers do in a simulation.
#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"
#include "tests/support/sample.h"

namespace lightship::sim {
namespace {

using statement::Role;

v1::SubmitRequest RequestOf(v1::SignedStatement statement, const testing::Signer& signer) {
  v1::SubmitRequest request;
  *request.mutable_statement() = std::move(statement);
  v1::CertificateChain& chain = *request.add_chains();
  for (const crypto::Certificate& certificate : signer.chain) {
    chain.add_certificates(certificate.der());
  }
  return request;
}

}  // namespace

// A part, of which no audience of its own is written when it goes to `audience` like the statement.
void Simulation::AddPart(absl::string_view name, const google::protobuf::Message& content,
                         std::string marker, const std::set<int>& audience, Draft& draft) {
  const bool own = audience.size() == 1 && draft.made.audience.size() > 1;
  draft.parts.push_back(testing::Draft(name, content, own ? "own" : ""));
  MadePart& made = draft.made.parts.emplace_back();
  made.name = std::string(name);
  made.audience = audience;
  made.marker = std::move(marker);
}

std::set<int> Simulation::Everybody() const {
  std::set<int> all;
  for (int n = 0; n < plan_.nodes; ++n) all.insert(n);
  return all;
}

// One of the author's audiences by its name, or `other` when there is none or the dice say so.
std::pair<std::string, std::set<int>> Simulation::SomeAudience(
    int author, std::pair<std::string, std::set<int>> other) {
  if (audiences_[author].empty() || Random(2) == 0) return other;
  const int version = 1 + Random(static_cast<int>(audiences_[author].size()));
  return {absl::StrCat(nodes_[author]->economy().code(), "/patrol@", version),
          audiences_[author][version - 1]};
}

Simulation::Draft Simulation::DraftOf(v1::StatementKind kind, int author) {
  Draft draft;
  draft.made.author = author;
  draft.made.audience = Everybody();
  draft.manifest = testing::SampleManifest(kind, nodes_[author]->economy().code(), Now());
  return draft;
}

void Simulation::DefineAudience(int author) {
  Draft draft = DraftOf(v1::STATEMENT_KIND_AUDIENCE, author);
  draft.role = Role::kAdministrator;
  v1::AudienceDefinition definition;
  definition.set_name("patrol");
  definition.set_version(static_cast<uint32_t>(audiences_[author].size() + 1));
  std::set<int> members = {author};
  for (int n = 0; n < plan_.nodes; ++n) {
    if (n == author || Random(2) == 0) continue;
    members.insert(n);
    definition.add_economies(nodes_[n]->economy().code());
  }
  AddPart("audience", definition, "", draft.made.audience, draft);
  if (File(std::move(draft)) != nullptr) audiences_[author].push_back(members);
}

// The first of an incident, or about one that is known: in place of what the author said before, or beside what others say.
void Simulation::FileReport(int author, const Acknowledged* about) {
  Draft draft = DraftOf(v1::STATEMENT_KIND_REPORT, author);
  draft.made.report = true;
  if (about != nullptr) {
    draft.made.incident = about->incident;
    draft.manifest.set_subject(about->incident);
    if (about->author == author && about->report) draft.manifest.add_supersedes(about->id);
  }
  const auto wide = Random(4) == 0 ? std::make_pair(std::string("own"), std::set<int>{author})
                                   : std::make_pair(std::string("all"), Everybody());
  const auto [name, members] = SomeAudience(author, wide);
  draft.manifest.set_audience(name);
  draft.made.audience = members;
  if (Random(5) == 0) {
    draft.made.retain_until = absl::FromUnixSeconds(absl::ToUnixSeconds(Now()) + 2 + Random(plan_.load_s));
    *draft.manifest.mutable_retain_until() = statement::ToTimestamp(draft.made.retain_until);
  }
  const int number = ++made_;
  const auto marker = [&](absl::string_view part) {
    return MarkerOf(plan_.seed, author, number, part);
  };
  v1::Facts facts = testing::SampleFacts();
  facts.set_place_text(marker("facts"));
  v1::VesselDetails vessel = testing::SampleVessel();
  vessel.mutable_victims(0)->set_name_as_written(marker("vessel"));
  v1::Narrative narrative = testing::SampleNarrative();
  narrative.mutable_texts(0)->set_text(marker("narrative"));
  AddPart("facts", facts, marker("facts"), members, draft);
  AddPart("vessel", vessel, marker("vessel"), {author}, draft);
  AddPart("narrative", narrative, marker("narrative"), members, draft);
  if (Random(4) < habits_.attach) Attach(marker("attachment"), Random(3) == 0 ? std::set<int>{author} : members, draft);
  File(std::move(draft));
}

void Simulation::Attach(const std::string& marker, const std::set<int>& members, Draft& draft) {
  constexpr size_t kBytes = 600;
  draft.file = absl::StrCat("Seen from the bridge: ", marker, " ", std::string(kBytes, '.'));
  v1::Attachment attachment;
  attachment.set_sha256(crypto::AsString(crypto::Sha256(draft.file)));
  attachment.set_mime_type("text/plain");
  attachment.set_size(draft.file.size());
  attachment.set_file_name("bridge.txt");
  AddPart("attachment/1", attachment, marker, members, draft);
}

// The bytes follow the statement, and are sent until the node has taken them.
void Simulation::Upload(int machine, const std::string& id, const std::string& file) {
  SimulatedNode& node = *nodes_[machine];
  const bool taken = node.up() && !node.dead() && node.Upload({crypto::Sha256(file), 0, file}).ok() && !node.dead();
  if (!taken) {
    if (!healing_) At(Now() + absl::Seconds(1), [this, machine, id, file] { Upload(machine, id, file); });
    return;
  }
  for (Acknowledged& made : acknowledged_) {
    for (MadePart& part : made.parts) {
      if (made.id == id && part.name == "attachment/1") part.file = file;
    }
  }
}

// Seals and submits. Nothing when the node does not take it.
Acknowledged* Simulation::File(Draft draft) {
  const int author = draft.made.author;
  const testing::Signer& signer = nodes_[author]->economy().officer(draft.role);
  const v1::SignedStatement statement =
      statement::Seal(draft.manifest, draft.parts, {&signer.key, 1}, entropy_).value();
  draft.made.machine = author;
  const bool anywhere = draft.role != Role::kAdministrator;
  if (anywhere && clone_ >= 0 && author == clone_of_ && Random(2) == 0) draft.made.machine = clone_;
  if (anywhere && twin_ >= 0 && author == traitor_ && Random(2) == 0) draft.made.machine = twin_;
  draft.made.manifest = statement.manifest();
  draft.made.id = crypto::AsString(crypto::Sha256(statement.manifest()));
  if (draft.made.report && draft.made.incident.empty()) draft.made.incident = draft.made.id;
  const std::optional<uint64_t> index =
      SubmitTo(draft.made.machine, RequestOf(statement, signer), signer.identity);
  if (!index.has_value()) return nullptr;
  SubmitAgain(draft.made.machine, RequestOf(statement, signer), signer.identity, *index);
  draft.made.index = *index;
  for (MadePart& made : draft.made.parts) {
    for (const v1::Part& part : statement.parts()) {
      if (part.name() == made.name) made.bytes = part.salt() + part.content();
    }
  }
  if (!draft.file.empty()) {
    At(Now() + RandomTime(2000), [this, machine = draft.made.machine, id = draft.made.id, file = draft.file] {
      Upload(machine, id, file);
    });
  }
  acknowledged_.push_back(std::move(draft.made));
  WatchForForks(author);
  return &acknowledged_.back();
}

// Officers do, when an answer was lost: it is one statement, with one index.
void Simulation::SubmitAgain(int machine, const v1::SubmitRequest& request, const statement::Identity& caller,
                             uint64_t index) {
  if (Random(6) > 0) return;
  const std::optional<uint64_t> again = SubmitTo(machine, request, caller);
  if (again.has_value() && *again != index) Note(Judged::kDurability, absl::StrCat("taken twice: ", index, ", ", *again));
}

// The index that was acknowledged. When the node dies before it can answer, its disk tells whether it had taken it.
std::optional<uint64_t> Simulation::SubmitTo(int machine, const v1::SubmitRequest& request,
                                             const statement::Identity& caller) {
  SimulatedNode& node = *nodes_[machine];
  if (!node.up() || node.dead()) return std::nullopt;
  absl::StatusOr<ledger::Outcome> outcome = node.Submit(request, caller);
  if (!node.dead()) return outcome.ok() ? std::optional<uint64_t>(outcome->index) : std::nullopt;
  std::optional<uint64_t> found;
  const std::string origin = node.economy().origin().ToString();
  // Not with the node's own reads, which end at a row that can be read no more.
  node.store().Snapshot()->Scan(store::Table::kEntries, store::OriginStart(origin), store::OriginLimit(origin),
                                [&](absl::string_view key, absl::string_view value) {
                                  v1::Entry entry;
                                  if (entry.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
                                      entry.manifest() == request.statement().manifest()) {
                                    found = store::NumberOfKey(key).value();
                                  }
                                  return true;
                                })
      .IgnoreError();
  return found;
}

// A report, or something else that officers do, at a random node.
void Simulation::SubmitOne() {
  const int author = Random(plan_.nodes);
  if (!nodes_[author]->up()) return;
  const bool defines = audiences_[author].empty() ? Random(3) == 0 : Random(8) == 0;
  if (defines) return DefineAudience(author);
  int draw = Random(kHabits);
  if ((draw -= habits_.amend) < 0) return Amend(author);
  if ((draw -= habits_.remark) < 0) return Remark(author);
  if ((draw -= habits_.correlate) < 0) return Correlate(author);
  if ((draw -= habits_.revoke) < 0) return RevokeOfficer(author);
  FileReport(author, nullptr);
}

// What is to be done to a statement: the content of a WITHDRAWAL, and what the schedule remembers of it.
Act Simulation::DrawAct(const Acknowledged& target, v1::Withdrawal& withdrawal) {
  const int author = target.author;
  Act act;
  if (Random(2) == 0) act.part = target.parts[static_cast<size_t>(Random(static_cast<int>(target.parts.size())))].name;
  const auto add = [&](auto& action) {
    if (!act.part.empty()) action.add_part_names(act.part);
  };
  switch (Random(6)) {
    case 0:
      act.part.clear();
      withdrawal.mutable_retract()->set_reason(v1::RETRACT_REASON_WRONG);
      break;
    case 1:
    case 2: {
      act.kind = Act::Kind::kRelease;
      const auto [name, members] = SomeAudience(author, {"all", Everybody()});
      act.nodes = members;
      withdrawal.mutable_release()->set_audience(name);
      add(*withdrawal.mutable_release());
      break;
    }
    case 3: {
      act.kind = Act::Kind::kNarrow;
      const auto [name, members] = SomeAudience(author, {"own", {author}});
      act.nodes = members;
      withdrawal.mutable_narrow()->set_audience(name);
      add(*withdrawal.mutable_narrow());
      break;
    }
    default:
      act.kind = Act::Kind::kErase;
      withdrawal.mutable_erase()->set_reason(v1::ERASE_REASON_PERSONAL_DATA);
      add(*withdrawal.mutable_erase());
  }
  return act;
}

// A WITHDRAWAL of what was said of some incident; now and then the node crashes right after it.
void Simulation::WithdrawOne() {
  std::vector<size_t> said;
  for (size_t at = 0; at < acknowledged_.size(); ++at) {
    if (!acknowledged_[at].incident.empty() && nodes_[acknowledged_[at].author]->up()) said.push_back(at);
  }
  if (said.empty()) return;
  const size_t at = said[Random(static_cast<int>(said.size()))];
  const int author = acknowledged_[at].author;
  v1::Withdrawal withdrawal;
  withdrawal.set_target(acknowledged_[at].id);
  withdrawal.set_target_index(acknowledged_[at].index);
  Act act = DrawAct(acknowledged_[at], withdrawal);
  Draft draft = DraftOf(v1::STATEMENT_KIND_WITHDRAWAL, author);
  draft.role = Role::kAdministrator;
  draft.manifest.set_subject(acknowledged_[at].incident);
  AddPart("withdrawal", withdrawal, "", draft.made.audience, draft);
  const Acknowledged* filed = File(std::move(draft));
  if (filed == nullptr) {
    if (act.kind == Act::Kind::kRelease) acknowledged_[at].maybe_released.insert(act.nodes.begin(), act.nodes.end());
    return;
  }
  act.index = filed->index;
  act.manifest = filed->manifest;
  acknowledged_[at].acts.push_back(std::move(act));
  ++withdrawn_;
  if (plan_.weights[static_cast<size_t>(Fault::kCrash)] == 0 || Random(4) > 0) return;
  At(Now() + absl::Milliseconds(Random(300)), [this, author] {
    if (nodes_[author]->up() && !healing_) Restart(author, 2000);
  });
}

}  // namespace lightship::sim
