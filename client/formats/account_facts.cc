#include "client/formats/account_facts.h"

namespace lightship::formats {

void ReadAccount(absl::string_view prose, v1::Facts& facts) {
  const std::vector<Sentence> account = SentencesOf(prose);
  ReadWeapons(account, facts);
  ReadPerpetrators(account, facts);
  ReadCraft(account, facts);
  ReadHarm(account, facts);
  ReadLosses(account, facts);
  ReadCrewActions(account, facts);
  ReadAuthorities(account, false, facts);
  ReadCoastalActions(account, false, facts);
}

std::vector<std::string> ReadInAccount(const v1::Facts& facts) {
  std::vector<std::string> names;
  auto name = [&](bool there, const char* what) {
    if (there) names.emplace_back(what);
  };
  bool action = false;
  for (const v1::CoastalResponse& response : facts.coastal_responses()) {
    action |= response.action() != v1::COASTAL_ACTION_UNSPECIFIED;
  }
  name(facts.weapons_size() > 0, "kinds of weapons");
  name(facts.weapons_statement() == v1::STATED_STATE_NONE, "no weapons");
  name(facts.perpetrators().has_count_min() || facts.perpetrators().has_count_max(), "number of perpetrators");
  name(facts.suspect_craft_size() > 0, "suspect craft");
  name(facts.crew_consequences_size() > 0, "consequences for the crew");
  name(facts.loss_statement() == v1::STATED_STATE_PRESENT, "losses");
  name(facts.loss_statement() == v1::STATED_STATE_NONE, "nothing stolen");
  name(facts.crew_actions_size() > 0, "what the crew did");
  name(facts.authority_contacts_size() > 0, "who was told");
  name(action, "what the coastal State did");
  name(facts.conditions().light() != v1::LIGHT_UNSPECIFIED, "day or night");
  return names;
}

}  // namespace lightship::formats
