#include "node/incident/correlation/lexicon.h"

namespace lightship::incident::correlation {

void Lexicon::Add(absl::string_view word) {
  if (words_.size() == kWordsMost || word.size() > kLettersMost || numbers_.contains(word)) return;
  const std::string& kept = words_.emplace_back(word);
  numbers_.emplace(kept, static_cast<uint32_t>(words_.size() - 1));
}

std::optional<uint32_t> Lexicon::NumberOf(absl::string_view word) const {
  const auto found = numbers_.find(word);
  return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace lightship::incident::correlation
