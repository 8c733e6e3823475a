// Number of perpetrators, and harm to crew, in an account (account_facts.h).
#include <algorithm>
#include <initializer_list>
#include <optional>

#include "client/formats/account_facts.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {
namespace {

using maritime::Vocabulary;
using maritime::WordMatch;

// The act is told first; what follows tells of pursuits, arrests and earlier events.
constexpr size_t kActSentences = 6;
constexpr size_t kMostCountColumns = 200;
// Between a person and what befell him, besides words like "was".
constexpr size_t kReachOfVerb = 4;

// "Persons" and "men" are perpetrators where the sentence tells of an act, a weapon or a craft, and of nobody else who is.
bool TellsOfAct(const Sentence& sentence) {
  for (const WordMatch& actor : sentence.FindAll(Vocabulary::kActor)) {
    if (actor.value == v1::PERSON_ROLE_SUSPECT) return false;
  }
  auto says = [&](Vocabulary vocabulary) {
    const std::vector<WordMatch> matches = sentence.FindAll(vocabulary);
    return std::any_of(matches.begin(), matches.end(), [](const WordMatch& m) { return m.value != 0; });
  };
  return says(Vocabulary::kAccountAct) || says(Vocabulary::kWeapon) || says(Vocabulary::kCraftStatement);
}

// "Abducted nine people", "two men were injured".
bool IsHarmed(const Sentence& sentence, const WordMatch& actor) {
  const std::vector<WordMatch> harms = sentence.FindAll(Vocabulary::kHarm);
  return std::any_of(harms.begin(), harms.end(), [&](const WordMatch& harm) {
    const size_t away = harm.first >= actor.end ? harm.first - actor.end : actor.first - std::min(harm.end, actor.first);
    return harm.value != 0 && away <= kReachOfVerb;
  });
}

bool MayBeSuspect(const Sentence& sentence, const WordMatch& actor) {
  if (actor.value == v1::PERSON_ROLE_SUSPECT) return true;
  return actor.value == v1::PERSON_ROLE_OTHER && TellsOfAct(sentence) && !IsHarmed(sentence, actor);
}

// How much a statement of a number tells.
uint32_t Weight(const v1::Perpetrators& people) {
  return std::max(people.count_min(), people.count_max());
}

v1::Perpetrators PeopleOf(const Sentence& sentence, const StatedCount& count, size_t end) {
  v1::Perpetrators people;
  if (count.least) people.set_count_min(*count.least);
  if (count.most) people.set_count_max(*count.most);
  people.set_count_state(count.state);
  // "Five in each boat" are at least five.
  if (sentence.word(end + 1) == "each" || sentence.word(end) == "each") {
    people.clear_count_max();
    people.set_count_state(v1::COUNT_STATE_ESTIMATED);
  }
  people.set_count_as_written(FitTo(SafeLine(sentence.Verbatim(count.first, end)), kMostCountColumns));
  return people;
}

bool IsAuxiliary(absl::string_view word) {
  static constexpr absl::string_view kWords[] = {
      "was", "were", "is", "are", "been", "being", "be", "has", "have", "had", "reported", "reportedly", "also",
      "slightly", "seriously", "badly", "severely", "critically", "sustained", "sustaining", "suffered", "minor",
      "taken", "held", "as", "allegedly", "believed", "found"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// The person right before the match ("two crew members were injured", "10 crew hostage"), or right behind it ("kidnapped
// three crew"); who that is decides whether it befell the crew.
struct Sufferer {
  WordMatch actor;
  bool found = false;
};

Sufferer SuffererOf(const Sentence& sentence, const WordMatch& match) {
  Sufferer before, behind;
  for (const WordMatch& actor : sentence.FindAll(Vocabulary::kActor)) {
    const bool passive = sentence.word(match.end) == "by";
    const bool near = actor.first >= match.end && actor.first - match.end <= kReachOfVerb;
    if (near && !passive && !behind.found) behind = {actor, true};
    // "Crew members are missing".
    if (actor.first == match.first && actor.end < match.end) return {actor, true};
    if (actor.end > match.first || match.first - actor.end > kReachOfVerb) continue;
    bool next = true;
    for (size_t at = actor.end; at < match.first; ++at) next &= IsAuxiliary(sentence.word(at));
    const bool active = actor.end == match.first && actor.value == v1::PERSON_ROLE_SUSPECT;
    if (next && !active) before = {actor, true};
  }
  return before.found ? before : behind;
}

void AddHarm(const Sentence& sentence, const WordMatch& match, v1::Facts& facts) {
  const Sufferer sufferer = SuffererOf(sentence, match);
  if (sufferer.found && sufferer.actor.value == v1::PERSON_ROLE_SUSPECT &&
      match.value != v1::CREW_CONSEQUENCE_NONE) {
    return;
  }
  std::optional<StatedCount> count;
  if (sufferer.found) count = CountBefore(sentence, sufferer.actor);
  const bool number = count && count->least && count->most && *count->least == *count->most &&
                      count->state == v1::COUNT_STATE_STATED;
  v1::CrewHarm* harm = nullptr;
  for (v1::CrewHarm& known : *facts.mutable_crew_consequences()) {
    if (known.consequence() == match.value) harm = &known;
  }
  if (harm == nullptr) {
    harm = facts.add_crew_consequences();
    harm->set_consequence(static_cast<v1::CrewConsequence>(match.value));
  }
  if (!number || harm->count_known() || match.value == v1::CREW_CONSEQUENCE_NONE) return;
  harm->set_count(*count->least);
  harm->set_count_known(true);
}

}  // namespace

void ReadPerpetrators(const std::vector<Sentence>& account, v1::Facts& facts) {
  if (facts.has_perpetrators()) return;
  std::optional<v1::Perpetrators> best;
  size_t sentences = 0;
  for (const Sentence& sentence : account) {
    if (++sentences > kActSentences) break;
    for (const WordMatch& actor : sentence.FindAll(Vocabulary::kActor)) {
      if (!MayBeSuspect(sentence, actor)) continue;
      const auto count = CountBefore(sentence, actor);
      if (!count) {
        const bool named = actor.value == v1::PERSON_ROLE_SUSPECT;
        if (named && !best) best.emplace().set_count_state(v1::COUNT_STATE_NOT_STATED);
        continue;
      }
      if (count->is_rest || sentence.IsDenied({count->first, actor.end, 1})) continue;
      v1::Perpetrators people = PeopleOf(sentence, *count, actor.end);
      const bool more = !best || Weight(people) > Weight(*best) || best->count_as_written().empty();
      if (more) best = std::move(people);
    }
  }
  if (best) *facts.mutable_perpetrators() = *std::move(best);
}

void ReadHarm(const std::vector<Sentence>& account, v1::Facts& facts) {
  if (facts.crew_consequences_size() > 0) return;
  for (const Sentence& sentence : account) {
    for (const WordMatch& match : sentence.FindAll(Vocabulary::kHarm)) {
      if (match.value == v1::CREW_CONSEQUENCE_NONE) AddHarm(sentence, match, facts);
    }
    for (const WordMatch& match : sentence.FindDone(Vocabulary::kHarm)) {
      if (match.value != v1::CREW_CONSEQUENCE_NONE) AddHarm(sentence, match, facts);
    }
  }
  if (facts.crew_consequences_size() <= 1) return;
  auto* list = facts.mutable_crew_consequences();
  list->erase(std::remove_if(list->begin(), list->end(),
                             [](const v1::CrewHarm& harm) {
                               return harm.consequence() == v1::CREW_CONSEQUENCE_NONE;
                             }),
              list->end());
}

}  // namespace lightship::formats
