// Weapons in an account (account_facts.h).
#include <algorithm>

#include "client/formats/account_facts.h"

namespace lightship::formats {
namespace {

using maritime::Vocabulary;
using maritime::WordMatch;

void AddWeapon(v1::Weapon weapon, v1::FirearmKind kind, v1::Facts& facts) {
  for (v1::WeaponSeen& seen : *facts.mutable_weapons()) {
    if (seen.weapon() != weapon) continue;
    // "Guns (AK-47)" are rifles.
    const bool says_less = seen.firearm_kind() == v1::FIREARM_KIND_UNSPECIFIED ||
                           seen.firearm_kind() == v1::FIREARM_KIND_NOT_STATED;
    if (kind == seen.firearm_kind() || kind == v1::FIREARM_KIND_UNSPECIFIED) return;
    if (says_less) return seen.set_firearm_kind(kind);
    if (kind == v1::FIREARM_KIND_NOT_STATED) return;
  }
  v1::WeaponSeen* seen = facts.add_weapons();
  seen->set_weapon(weapon);
  if (kind != v1::FIREARM_KIND_UNSPECIFIED) seen->set_firearm_kind(kind);
}

void ReadSentence(const Sentence& sentence, v1::Facts& facts) {
  const std::vector<WordMatch> kinds = sentence.FindAll(Vocabulary::kFirearmKind);
  for (const WordMatch& match : sentence.FindSaid(Vocabulary::kWeapon)) {
    if (sentence.ActorBefore(match.first) == v1::PERSON_ROLE_GUARD) continue;
    v1::FirearmKind kind = v1::FIREARM_KIND_UNSPECIFIED;
    if (match.value == v1::WEAPON_FIREARM) {
      auto at = std::find_if(kinds.begin(), kinds.end(),
                             [&](const WordMatch& k) { return k.first == match.first; });
      if (at != kinds.end()) kind = static_cast<v1::FirearmKind>(at->value);
    }
    AddWeapon(static_cast<v1::Weapon>(match.value), kind, facts);
  }
}

}  // namespace

void ReadWeapons(const std::vector<Sentence>& account, v1::Facts& facts) {
  const bool stated = facts.weapons_size() > 0 || facts.weapons_statement() == v1::STATED_STATE_NONE ||
                      facts.weapons_statement() == v1::STATED_STATE_PRESENT;
  if (stated) return;
  facts.set_weapons_statement(v1::STATED_STATE_NOT_STATED);
  for (const Sentence& sentence : account) {
    ReadSentence(sentence, facts);
    for (const WordMatch& match : sentence.FindAll(Vocabulary::kWeaponsStatement)) {
      if (match.value == v1::STATED_STATE_PRESENT && sentence.IsDenied(match)) continue;
      if (match.value == 0 || facts.weapons_statement() == v1::STATED_STATE_PRESENT) continue;
      facts.set_weapons_statement(static_cast<v1::StatedState>(match.value));
    }
  }
  if (facts.weapons_size() > 0) facts.set_weapons_statement(v1::STATED_STATE_PRESENT);
}

}  // namespace lightship::formats
