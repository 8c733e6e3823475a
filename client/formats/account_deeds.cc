// What crew and authorities did, who was told, and day or night, in an account (account_facts.h).
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "client/formats/account_facts.h"
#include "client/formats/account_words.h"
#include "client/formats/safe_text.h"
#include "node/maritime/sun.h"

namespace lightship::formats {
namespace {

using maritime::Vocabulary;
using maritime::WordMatch;

constexpr int kMostContacts = 8;
constexpr size_t kMostDeedColumns = 80;

// "The skiffs suddenly increased speed": who acts stands right before; but "crew saw the robbers and raised the alarm".
bool IsPerpetrators(const Sentence& sentence, const WordMatch& deed) {
  auto acts = [&](const WordMatch& actor) {
    if (actor.value == 0 || actor.end > deed.first) return false;
    const size_t between = deed.first - actor.end;
    const std::string gap = sentence.Verbatim(actor.end - 1, deed.first + 1);
    if (gap.find(',') != std::string::npos) return false;
    return between == 0 || (between == 1 && sentence.word(actor.end) != "and" && sentence.word(actor.end) != "alarm");
  };
  for (const WordMatch& actor : sentence.FindAll(Vocabulary::kActor)) {
    if (actor.value == v1::PERSON_ROLE_SUSPECT && acts(actor)) return true;
  }
  const std::vector<WordMatch> craft = sentence.FindAll(Vocabulary::kCraftStatement);
  return std::any_of(craft.begin(), craft.end(), acts);
}

// "Nigerian Navy", "Singapore VTIS": with at most two capitalised words before, where not all is in capitals.
std::string NameOf(const Sentence& sentence, const WordMatch& authority) {
  size_t first = authority.first;
  if (!IsMostlyCapitals(sentence.Verbatim(0, sentence.size()))) {
    while (first > 0 && authority.first - first < 2) {
      const std::string before = sentence.Verbatim(first - 1, first);
      const std::string gap = sentence.Verbatim(first - 1, first + 1);
      const bool joined = gap.size() == before.size() + 1 + sentence.word(first).size() && gap[before.size()] == ' ';
      if (!joined || !absl::ascii_isupper(before[0]) || before == "The" || before == "Incident") break;
      --first;
    }
  }
  return FitTo(SafeLine(sentence.Verbatim(first, authority.end)), kMostDeedColumns);
}

void AddContact(std::string organisation, std::optional<v1::ContactChannel> channel, v1::Facts& facts) {
  for (const v1::AuthorityContact& contact : facts.authority_contacts()) {
    if (absl::AsciiStrToLower(contact.organisation()) == absl::AsciiStrToLower(organisation)) return;
  }
  if (facts.authority_contacts_size() == kMostContacts) return;
  v1::AuthorityContact* contact = facts.add_authority_contacts();
  contact->set_organisation(std::move(organisation));
  if (channel) contact->set_channel(*channel);
}

void AddAction(v1::CoastalAction action, v1::Facts& facts) {
  for (const v1::CoastalResponse& response : facts.coastal_responses()) {
    if (response.action() == action) return;
  }
  for (v1::CoastalResponse& response : *facts.mutable_coastal_responses()) {
    if (response.action() == v1::COASTAL_ACTION_UNSPECIFIED) return response.set_action(action);
  }
  facts.add_coastal_responses()->set_action(action);
}

}  // namespace

void ReadCrewActions(const std::vector<Sentence>& account, v1::Facts& facts) {
  if (facts.crew_actions_size() > 0) return;
  auto& list = *facts.mutable_crew_actions();
  for (const Sentence& sentence : account) {
    for (const WordMatch& match : sentence.FindDone(Vocabulary::kCrewAction)) {
      const bool by_others = match.value == v1::CREW_ACTION_SEARCH_CARRIED_OUT &&
                             sentence.ActorBefore(match.first) == v1::PERSON_ROLE_GUARD;
      if (by_others || IsPerpetrators(sentence, match)) continue;
      if (std::find(list.begin(), list.end(), match.value) == list.end()) list.Add(match.value);
    }
  }
}

void ReadAuthorities(const std::vector<Sentence>& account, bool all_told, v1::Facts& facts) {
  if (facts.authority_contacts_size() > 0) return;
  for (const Sentence& sentence : account) {
    const std::vector<WordMatch> told = sentence.FindDone(Vocabulary::kTold);
    const bool tells = std::any_of(told.begin(), told.end(),
                                   [](const WordMatch& match) { return match.value == v1::TRI_STATE_YES; });
    if (!tells && !all_told) continue;
    std::optional<v1::ContactChannel> channel;
    for (const WordMatch& match : sentence.FindDone(Vocabulary::kContactChannel)) {
      if (!channel) channel = static_cast<v1::ContactChannel>(match.value);
    }
    for (const WordMatch& match : sentence.FindDone(Vocabulary::kAuthority)) {
      AddContact(NameOf(sentence, match), channel, facts);
    }
  }
  const bool unset = facts.reported_to_authority() == v1::TRI_STATE_UNSPECIFIED;
  if (unset && facts.authority_contacts_size() > 0) facts.set_reported_to_authority(v1::TRI_STATE_YES);
}

void ReadCoastalActions(const std::vector<Sentence>& account, bool all_theirs, v1::Facts& facts) {
  for (const Sentence& sentence : account) {
    const bool theirs = sentence.ActorBefore(sentence.size() + 1) == v1::PERSON_ROLE_GUARD ||
                        !sentence.FindAll(Vocabulary::kAuthority).empty();
    if (!theirs && !all_theirs) continue;
    for (const WordMatch& match : sentence.FindAll(Vocabulary::kCoastalAction)) {
      if (match.value == 0) continue;
      const bool negative = match.value == v1::COASTAL_ACTION_NO_RESPONSE;
      if (!negative && sentence.IsDenied(match)) continue;
      AddAction(static_cast<v1::CoastalAction>(match.value), facts);
    }
  }
}

void DeriveLight(v1::Facts& facts) {
  const v1::Light light = maritime::LightDuring(facts.occurred(), facts.position());
  if (light == v1::LIGHT_UNSPECIFIED || facts.conditions().light() != v1::LIGHT_UNSPECIFIED) return;
  facts.mutable_conditions()->set_light(light);
}

}  // namespace lightship::formats
