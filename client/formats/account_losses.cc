// What was taken, in an account (account_facts.h).
#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "client/formats/account_facts.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {
namespace {

using maritime::Vocabulary;
using maritime::WordMatch;

// Words between the verb and a thing: lists are long, but what stands before the verb is near ("stores were stolen").
constexpr size_t kBehindVerb = 25, kBeforeVerb = 6;
constexpr size_t kMostLossColumns = 100;

bool IsAny(const v1::Facts& facts, v1::ShipType first, v1::ShipType last) {
  return std::any_of(facts.ships().begin(), facts.ships().end(), [&](const v1::ShipFacts& ship) {
    return ship.type() >= first && ship.type() <= last;
  });
}

// Whether the cargo is oil: that of a tanker, or of a tug and barge where the account tells of oil.
bool CarriesOil(const std::vector<Sentence>& account, const v1::Facts& facts) {
  if (IsAny(facts, v1::SHIP_TYPE_TANKER_UNSPECIFIED, v1::SHIP_TYPE_CHEMICAL_TANKER)) return true;
  return IsAny(facts, v1::SHIP_TYPE_TUG, v1::SHIP_TYPE_BARGE) &&
         std::any_of(account.begin(), account.end(),
                     [](const Sentence& sentence) { return absl::StrContains(sentence.key(), " oil "); });
}

bool IsOf(const Sentence& sentence, const WordMatch& thing, const WordMatch& taken) {
  if (thing.first < taken.end && taken.first < thing.end) return true;
  if (thing.first >= taken.end) return thing.first - taken.end <= kBehindVerb;
  const absl::string_view verb = sentence.word(taken.end - 1);
  const bool passive = verb == "stolen" || verb == "missing" || verb == "taken" || verb == "lost" || verb == "siphoned";
  return passive && taken.first - thing.end <= kBeforeVerb;
}

void AddLoss(const Sentence& sentence, const WordMatch& thing, bool oil, v1::Facts& facts) {
  auto kind = static_cast<v1::LossKind>(thing.value);
  if (kind == v1::LOSS_KIND_CARGO_DRY && oil) kind = v1::LOSS_KIND_OIL_OR_FUEL_SIPHONED;
  const auto count = CountBefore(sentence, thing);
  std::string quantity;
  if (count && count->least) quantity = FitTo(SafeLine(sentence.Verbatim(count->first, thing.end)), kMostLossColumns);
  for (v1::Loss& loss : *facts.mutable_losses()) {
    if (loss.kind() != kind) continue;
    if (loss.quantity_text().empty()) loss.set_quantity_text(quantity);
    return;
  }
  v1::Loss* loss = facts.add_losses();
  loss->set_kind(kind);
  loss->set_quantity_text(quantity);
}

void ReadSentence(const Sentence& sentence, bool oil, v1::Facts& facts) {
  const std::vector<WordMatch> things = sentence.FindSaid(Vocabulary::kLoss);
  for (const WordMatch& taken : sentence.FindAll(Vocabulary::kTaken)) {
    if (taken.value == v1::STATED_STATE_NONE && facts.loss_statement() != v1::STATED_STATE_PRESENT) {
      facts.set_loss_statement(v1::STATED_STATE_NONE);
    }
  }
  for (const WordMatch& taken : sentence.FindDone(Vocabulary::kTaken)) {
    if (taken.value == v1::STATED_STATE_NONE) continue;
    bool any = taken.value == v1::STATED_STATE_PRESENT;
    for (const WordMatch& thing : things) {
      if (!IsOf(sentence, thing, taken)) continue;
      AddLoss(sentence, thing, oil, facts);
      any = true;
    }
    if (any) facts.set_loss_statement(v1::STATED_STATE_PRESENT);
  }
}

}  // namespace

void ReadLosses(const std::vector<Sentence>& account, v1::Facts& facts) {
  if (facts.losses_size() > 0) return;
  facts.set_loss_statement(v1::STATED_STATE_NOT_STATED);
  const bool oil = CarriesOil(account, facts);
  for (const Sentence& sentence : account) ReadSentence(sentence, oil, facts);
  if (facts.loss_statement() == v1::STATED_STATE_NONE) {
    facts.add_losses()->set_kind(v1::LOSS_KIND_NOTHING_STOLEN);
  }
}

}  // namespace lightship::formats
