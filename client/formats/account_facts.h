// What prose says in words that the tables of config/vocabularies know: weapons, numbers, craft, harm, losses, what was
// done and who was told. A word that no table knows changes nothing; what is denied or only attempted is not said; a value
// that the facts have already is left alone. Pure functions.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_FACTS_H_
#define LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_FACTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/formats/account_sentence.h"
#include "lightship/v1/report.pb.h"

namespace lightship::formats {

// All of the below, from an account of the incident.
void ReadAccount(absl::string_view prose, v1::Facts& facts);

// Kinds of weapons, and whether there were any: PRESENT, NONE ("unarmed"), else NOT_STATED. Weapons of guards and
// warships are not meant.
void ReadWeapons(const std::vector<Sentence>& account, v1::Facts& facts);

// The number of perpetrators: the greatest of those that the account begins with. Perpetrators of whom no number is
// stated are COUNT_STATE_NOT_STATED.
void ReadPerpetrators(const std::vector<Sentence>& account, v1::Facts& facts);

// One of a kind, with number, speed and indicators; boats of unstated kind are taken for those told of before.
void ReadCraft(const std::vector<Sentence>& account, v1::Facts& facts);

// One of a kind, with the number of persons if stated; NONE ("no injuries", "crew safe") only if there is nothing else.
void ReadHarm(const std::vector<Sentence>& account, v1::Facts& facts);

// Kinds of things taken, and whether anything was: PRESENT, NONE ("nothing stolen"), else NOT_STATED.
void ReadLosses(const std::vector<Sentence>& account, v1::Facts& facts);

void ReadCrewActions(const std::vector<Sentence>& account, v1::Facts& facts);

// Authorities in sentences that say that somebody was told; with `all_told`, in all.
void ReadAuthorities(const std::vector<Sentence>& account, bool all_told, v1::Facts& facts);

// What authorities did, in sentences that speak of them; with `all_theirs`, in all, and the first without an action of its
// own in the facts takes the first found.
void ReadCoastalActions(const std::vector<Sentence>& account, bool all_theirs, v1::Facts& facts);

// Day or night, from the facts' own time and position (maritime::LightDuring); nothing when they do not tell.
void DeriveLight(v1::Facts& facts);

// The names of what the facts hold of all this: "weapons", "number of perpetrators", ... By these an import counts.
std::vector<std::string> ReadInAccount(const v1::Facts& facts);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_FACTS_H_
