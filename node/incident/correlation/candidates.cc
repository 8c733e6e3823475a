#include "node/incident/correlation/candidates.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/incident/correlation/kept_account.h"

namespace lightship::incident::correlation {

Candidates::Candidates(size_t members_most) : members_most_(members_most) {}

uint32_t Candidates::NewNumber() {
  if (free_.empty()) {
    entries_.emplace_back();
    return static_cast<uint32_t>(entries_.size() - 1);
  }
  const uint32_t number = free_.back();
  free_.pop_back();
  return number;
}

std::shared_ptr<const Account> Candidates::AccountOf(uint32_t number) const {
  if (const auto known = accounts_.find(number); known != accounts_.end()) return known->second;
  auto account = std::make_shared<const Account>(RestoreAccount(entries_[number].account(), lexicon_));
  Remember(number, account);
  return account;
}

void Candidates::Remember(uint32_t number, std::shared_ptr<const Account> account) const {
  if (accounts_.size() >= kAccountsMost) accounts_.clear();
  accounts_.emplace(number, std::move(account));
}

size_t Candidates::Considered(Kind kind) const {
  const bool is_name = kind == Kind::kName || kind == Kind::kWord || kind == Kind::kNumber;
  return is_name ? std::max<size_t>(members_most_ / 3, 1) : members_most_;
}

std::vector<uint32_t> Candidates::Meet(uint32_t self) const {
  std::vector<uint32_t> found;
  for (const Standing& standing : StandingsOf(*AccountOf(self))) {
    const size_t most = Considered(standing.kind);
    if (!buckets_.IsAmong(standing.key(), most, self)) continue;
    for (const Buckets::Key key : standing.Near()) buckets_.Append(key, most, found);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::erase(found, self);
  return found;
}

std::vector<uint32_t> Candidates::Concerned(uint32_t self) const {
  std::vector<uint32_t> concerned = Meet(self);
  concerned.push_back(self);
  for (const Standing& standing : StandingsOf(*AccountOf(self))) {
    const size_t most = Considered(standing.kind);
    if (!buckets_.IsAmong(standing.key(), most, self)) continue;
    if (const auto next = buckets_.After(standing.key(), most); next.has_value()) concerned.push_back(*next);
  }
  return concerned;
}

std::vector<std::string> Candidates::IdsOf(const std::vector<uint32_t>& numbers) const {
  std::vector<std::string> ids;
  ids.reserve(numbers.size());
  for (uint32_t number : numbers) ids.emplace_back(entries_[number].id());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<std::string> Candidates::Add(absl::string_view id, Account account, Tells tells) {
  std::vector<std::string> changed = Remove(id, tells);
  const uint32_t self = NewNumber();
  Entry& entry = entries_[self];
  LearnWords(account, lexicon_);
  entry.bytes = absl::StrCat(id, KeepAccount(account, lexicon_));
  entry.id_bytes = static_cast<uint32_t>(id.size());
  entry.serial = next_serial_++;
  numbers_.insert(self);
  for (const Standing& standing : StandingsOf(account)) buckets_.Insert(standing.key(), self);
  Remember(self, std::make_shared<const Account>(std::move(account)));
  if (tells == Tells::kNothing) return {};
  for (std::string& other : IdsOf(Concerned(self))) changed.push_back(std::move(other));
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return changed;
}

std::vector<std::string> Candidates::Remove(absl::string_view id, Tells tells) {
  const auto found = numbers_.find(id);
  if (found == numbers_.end()) return {};
  const uint32_t self = *found;
  std::vector<std::string> ids;
  if (tells == Tells::kWhoseChange) ids = IdsOf(Concerned(self));
  for (const Standing& standing : StandingsOf(*AccountOf(self))) buckets_.Erase(standing.key(), self);
  numbers_.erase(found);
  accounts_.erase(self);
  entries_[self] = Entry();
  free_.push_back(self);
  return ids;
}

std::vector<std::string> Candidates::Of(absl::string_view id) const {
  const auto found = numbers_.find(id);
  return found == numbers_.end() ? std::vector<std::string>() : IdsOf(Meet(*found));
}

bool Candidates::Holds(absl::string_view id, const Account& account) const {
  const auto found = numbers_.find(id);
  return found != numbers_.end() && entries_[*found].account() == KeepAccount(account, lexicon_);
}

Judgement Candidates::Judge(absl::string_view a, absl::string_view b) const {
  const uint32_t one = NumberOf(a), other = NumberOf(b);
  const std::shared_ptr<const Account> here = AccountOf(one), there = AccountOf(other);
  Judgement judgement = Compare(*here, *there);
  ++compared_;
  if (fits_.size() >= kFitsMost) fits_.clear();
  fits_.insert_or_assign(std::minmax(entries_[one].serial, entries_[other].serial),
                         Fit{judgement.verdict, judgement.score, judgement.same_ship});
  return judgement;
}

Fit Candidates::FitOf(absl::string_view a, absl::string_view b) const {
  const uint64_t one = entries_[NumberOf(a)].serial, other = entries_[NumberOf(b)].serial;
  if (const auto known = fits_.find(std::minmax(one, other)); known != fits_.end()) {
    return known->second;
  }
  const Judgement judgement = Judge(a, b);
  return {judgement.verdict, judgement.score, judgement.same_ship};
}

}  // namespace lightship::incident::correlation
