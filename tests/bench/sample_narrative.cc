#include "tests/bench/sample_narrative.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace lightship::bench {
namespace {

// #: a number, @: a place on board, $: a name that few texts have.
constexpr const char* kSentences[] = {
    "The watch saw # persons @. ",
    "The alarm was raised and the crew mustered on the bridge. ",
    "They left in a small wooden boat with # coils of rope. ",
    "No one was hurt and the ship went on to $. ",
    "The port was told on VHF channel # and a patrol craft came alongside after # minutes. ",
    "An engineer met # masked men with machetes @ and was tied to a rail. ",
    "Two crates of spare parts and # drums of paint were missing @. ",
    "The padlock of the forecastle store was found broken at #00 hours. ",
    "A skiff without lights had followed the ship for # miles off $. ",
    "The master increased speed, began evasive steering and had the searchlights turned on. ",
    "Fire hoses were rigged @ and kept running until daylight. ",
    "A coastguard helicopter from $ searched the waters for # hours and found nothing. ",
    "The boarders threatened the bosun with a long knife and took his radio. ",
    "A fishing vessel nearby reported # fast boats heading for $. ",
    "The company security officer was informed by telephone at #15 hours. ",
    "The crew locked themselves in the citadel for # hours. ",
    "The pilot had disembarked # minutes before near $. ",
    "Ship's stores, a breathing apparatus and # fire nozzles were stolen @. ",
    "One of the men carried what looked like a pistol; no shot was heard. ",
    "The barge under tow was boarded @ and scrap metal was thrown into # sampans. ",
    "Traces of a grapnel were found @ the next morning. ",
    "The intruders escaped when the general alarm sounded. ",
    "Nothing was stolen, as all doors @ were locked from inside. ",
    "The vessel traffic service at $ warned all ships within # miles. "};
constexpr const char* kPlaces[] = {"at the stern",     "on the poop deck", "by the engine room door", "near hatch 3",
                                   "in the paint room", "on the forecastle", "at the port gangway",    "on the main deck"};
constexpr const char* kSyllables[] = {"ba", "tu", "am", "par", "ran", "go", "lem", "sa", "ki", "mor",
                                      "dan", "te", "lu", "pi", "nang", "ro", "wa", "jung", "ser", "mi"};
constexpr const char* kPairs[] = {"machetes citadel",      "helicopter padlock", "grapnel pistol",  "searchlights barge",
                                  "breathing bosun",       "sampans telephone",  "skiff daylight",  "nozzles evasive"};

template <typename List>
const char* Draw(const List& list, std::mt19937_64& random) {
  return list[random() % std::size(list)];
}

}  // namespace

std::string SampleText(size_t bytes, std::mt19937_64& random) {
  std::string text;
  while (text.size() < bytes) {
    const std::string name = absl::StrCat("Tanjung ", Draw(kSyllables, random), Draw(kSyllables, random), Draw(kSyllables, random));
    text += absl::StrReplaceAll(Draw(kSentences, random),
                                {{"#", absl::StrCat(2 + random() % 20)}, {"@", Draw(kPlaces, random)}, {"$", name}});
  }
  return text;
}

std::string TwoWords(int round) { return kPairs[static_cast<size_t>(round) % std::size(kPairs)]; }

}  // namespace lightship::bench
