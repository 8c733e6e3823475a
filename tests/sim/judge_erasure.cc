// Judges of erasures, and of the proofs that must outlive them.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lightship/v1/attestation.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/statement/open.h"
#include "node/store/schema.h"
#include "tests/sim/judge.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

std::string LogOf(const Simulation& simulation, int node) {
  return simulation.nodes()[node]->economy().origin().ToString();
}

std::string Named(const Simulation& simulation, const Acknowledged& made) {
  return absl::StrCat(simulation.nodes()[made.author]->economy().code(), "/", made.index);
}

bool IsGone(const Simulation& simulation, const Acknowledged& made, const MadePart& part) {
  return made.Erased(part, kInTheEnd) || simulation.Now() >= made.retain_until;
}

// Origin, index, index of the WITHDRAWAL (unset: by retention) that the node's own log attests.
using Attested = std::set<std::tuple<std::string, uint64_t, std::optional<uint64_t>>>;

Attested AttestedBy(const Simulation& simulation, int node) {
  Attested attested;
  const std::string origin = LogOf(simulation, node);
  const uint64_t size = simulation.nodes()[node]->Heads()->Find(origin)->size;
  for (uint64_t index = 0; index < size; ++index) {
    const auto part = simulation.nodes()[node]->store().Look(
        store::Table::kParts, store::PartKey(origin, index, "attestation"));
    v1::Attestation content;
    if (!part.ok() || !content.ParseFromString(part->substr(16))) continue;
    for (const v1::Erased& erased : content.erased()) {
      attested.insert({erased.origin(), erased.index(),
                       erased.has_withdrawal_index()
                           ? std::optional<uint64_t>(erased.withdrawal_index())
                           : std::nullopt});
    }
  }
  return attested;
}

// Who may have held what the act erases; of all parts when there is no act, but a date.
std::set<int> Asked(const Acknowledged& made, const Act* act) {
  std::set<int> asked;
  for (const MadePart& part : made.parts) {
    if (act == nullptr || act->part.empty() || act->part == part.name) {
      asked.merge(made.EverHolders(part));
    }
  }
  return asked;
}

// Who was asked and has not attested. A date is not known to who holds only the leaf: those are counted as out of reach.
std::string Missing(const Simulation& simulation, const Acknowledged& made, const Act* act,
                    const std::vector<Attested>& attested, size_t& out_of_reach) {
  const std::string origin = LogOf(simulation, made.author);
  const std::string key = store::NumberedKey(origin, made.index);
  const std::optional<uint64_t> by = act ? std::optional<uint64_t>(act->index) : std::nullopt;
  for (const int n : Asked(made, act)) {
    if (!StandsBehind(simulation, n) || simulation.IsStranded(n)) continue;
    if (attested[n].contains({origin, made.index, by})) continue;
    if (act == nullptr && !simulation.nodes()[n]->store().Look(store::Table::kEntries, key).ok()) {
      ++out_of_reach;
      continue;
    }
    return absl::StrCat("not confirmed: ", Named(simulation, made), " erased by ",
                        act ? absl::StrCat(act->index) : "its date", " at ",
                        simulation.nodes()[n]->economy().code());
  }
  return "";
}

// Economies that the author's node still waits for, over all erasures of the statement; unset when it does not hold it.
std::optional<size_t> WaitedFor(const Simulation& simulation, const Acknowledged& made) {
  const ledger::LedgerReader& reader = simulation.nodes()[made.author]->Reader();
  const std::string origin = LogOf(simulation, made.author);
  const absl::StatusOr<v1::HeldEntry> held = reader.Read(origin, made.index);
  if (!held.ok()) return std::nullopt;
  const auto erasures = reader.ErasuresOf(*statement::OpenEntry(held->entry()), origin);
  if (!erasures.ok()) return std::nullopt;
  size_t waiting = 0;
  for (const v1::Erasure& erasure : *erasures) waiting += erasure.waiting_for_size();
  return waiting;
}

crypto::Digest NodeHash(const crypto::Digest& left, const crypto::Digest& right) {
  return crypto::Sha256(absl::StrCat(std::string(1, 1), crypto::AsString(left), crypto::AsString(right)));
}

// RFC 9162 section 2.1.3.2.
crypto::Digest RootByPath(crypto::Digest hash, uint64_t index, uint64_t size,
                          const std::vector<crypto::Digest>& path) {
  uint64_t fn = index, sn = size - 1;
  for (const crypto::Digest& p : path) {
    if (sn == 0) return {};
    if (fn % 2 == 1 || fn == sn) {
      hash = NodeHash(p, hash);
      while (fn % 2 == 0 && fn != 0) {
        fn /= 2;
        sn /= 2;
      }
    } else {
      hash = NodeHash(hash, p);
    }
    fn /= 2;
    sn /= 2;
  }
  return sn == 0 ? hash : crypto::Digest{};
}

// Whether the tlog-proof file proves the entry in a tree of that log; the checkpoint's own root is believed.
bool Proves(const std::string& file, const std::string& origin, uint64_t index,
            const std::string& entry) {
  const std::vector<std::string> lines = absl::StrSplit(file, '\n');
  std::vector<crypto::Digest> path;
  size_t at = 2;
  if (lines.size() < 6 || lines[1] != absl::StrCat("index ", index)) return false;
  std::string bytes;
  for (; at < lines.size() && !lines[at].empty(); ++at) {
    if (!absl::Base64Unescape(lines[at], &bytes) || bytes.size() != 32) return false;
    path.push_back(*crypto::DigestFromBytes(bytes));
  }
  uint64_t size = 0;
  if (at + 3 >= lines.size() || lines[at + 1] != origin || !absl::SimpleAtoi(lines[at + 2], &size) ||
      size <= index || !absl::Base64Unescape(lines[at + 3], &bytes)) {
    return false;
  }
  const crypto::Digest leaf = crypto::Sha256(absl::StrCat(std::string(1, 0), entry));
  return crypto::AsView(RootByPath(leaf, index, size, path)) == bytes;
}

}  // namespace

std::string NothingErasedLeft(const Simulation& simulation) {
  for (const int n : simulation.honest()) {
    const std::set<std::string> found = simulation.nodes()[n]->store().Markers();
    for (const Acknowledged& made : simulation.acknowledged()) {
      for (const MadePart& part : made.parts) {
        if (StandsBehind(simulation, made.author) && IsGone(simulation, made, part) && found.contains(part.marker)) {
          return absl::StrCat("erased but still there: ", part.name, " of ", Named(simulation, made),
                              " at ", simulation.nodes()[n]->economy().code());
        }
      }
    }
  }
  return "";
}

std::string AllConfirmed(const Simulation& simulation) {
  std::vector<Attested> attested(static_cast<size_t>(simulation.plan().nodes));
  bool all_answer = true;
  for (int n = 0; n < simulation.plan().nodes; ++n) {
    if (StandsBehind(simulation, n)) attested[static_cast<size_t>(n)] = AttestedBy(simulation, n);
    all_answer &= StandsBehind(simulation, n) && !simulation.IsStranded(n);
  }
  for (const Acknowledged& made : simulation.acknowledged()) {
    if (!StandsBehind(simulation, made.author)) continue;
    size_t out_of_reach = 0;
    std::string verdict;
    for (const Act& act : made.acts) {
      if (act.kind != Act::Kind::kErase) continue;
      verdict += Missing(simulation, made, &act, attested, out_of_reach);
    }
    if (simulation.Now() >= made.retain_until) {
      verdict += Missing(simulation, made, nullptr, attested, out_of_reach);
    }
    if (verdict.empty() && all_answer && WaitedFor(simulation, made).value_or(out_of_reach) != out_of_reach) {
      verdict = "others are waited for than have not confirmed: " + Named(simulation, made);
    }
    if (!verdict.empty()) return verdict;
  }
  return "";
}

std::string ProofsHold(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    if (!StandsBehind(simulation, made.author)) continue;
    const std::string origin = LogOf(simulation, made.author);
    for (const int n : simulation.honest()) {
      const auto& node = simulation.nodes()[n];
      const auto entry = node->store().Look(store::Table::kEntries,
                                           store::NumberedKey(origin, made.index));
      if (!entry.ok()) continue;
      const auto receipt = node->Reader().MakeReceipt(origin, made.index, false);
      if (receipt.ok() && Proves(receipt->tlog_proof(), origin, made.index, *entry)) continue;
      return absl::StrCat("not proven: ", Named(simulation, made), " at ", node->economy().code());
    }
  }
  return "";
}

}  // namespace lightship::sim
