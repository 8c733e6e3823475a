#include "node/incident/correlation/buckets.h"

#include <algorithm>

namespace lightship::incident::correlation {

Buckets::Member Buckets::MemberOf(uint32_t number) const {
  const absl::string_view name = named_(number);
  uint32_t start = 0;
  for (size_t i = 0; i < sizeof(start); ++i) start = start << 8 | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0);
  return {start, number};
}

bool Buckets::Before(const Member& a, const Member& b) const {
  return a.start != b.start ? a.start < b.start : named_(a.number) < named_(b.number);
}

Buckets::List::const_iterator Buckets::PlaceOf(const List& list, const Member& member) const {
  return std::lower_bound(list.begin(), list.end(), member, [this](const Member& a, const Member& b) { return Before(a, b); });
}

uint32_t Buckets::AddList(List list) {
  if (free_lists_.empty()) {
    lists_.push_back(std::move(list));
    return kLists + static_cast<uint32_t>(lists_.size() - 1);
  }
  const uint32_t place = free_lists_.back();
  free_lists_.pop_back();
  lists_[place] = std::move(list);
  return kLists + place;
}

void Buckets::Insert(Key key, uint32_t number) {
  const auto [slot, added] = slots_.try_emplace(key, number);
  if (added) return;
  const Member member = MemberOf(number);
  if (slot->second < kLists) {
    const Member other = MemberOf(slot->second);
    slot->second = AddList(Before(member, other) ? List{member, other} : List{other, member});
    return;
  }
  List& list = lists_[slot->second - kLists];
  list.insert(PlaceOf(list, member), member);
}

void Buckets::Erase(Key key, uint32_t number) {
  const auto slot = slots_.find(key);
  if (slot->second < kLists) {
    slots_.erase(slot);
    return;
  }
  const uint32_t place = slot->second - kLists;
  List& list = lists_[place];
  list.erase(PlaceOf(list, MemberOf(number)));
  if (list.size() > 1) return;
  slot->second = list.front().number;
  list = List();
  free_lists_.push_back(place);
}

void Buckets::Append(Key key, size_t most, std::vector<uint32_t>& numbers) const {
  const auto slot = slots_.find(key);
  if (slot == slots_.end() || most == 0) return;
  const List* list = ListAt(slot->second);
  if (list == nullptr) {
    numbers.push_back(slot->second);
    return;
  }
  for (size_t i = 0; i < std::min(list->size(), most); ++i) numbers.push_back((*list)[i].number);
}

bool Buckets::IsAmong(Key key, size_t most, uint32_t number) const {
  const auto slot = slots_.find(key);
  if (slot == slots_.end() || most == 0) return false;
  const List* list = ListAt(slot->second);
  if (list == nullptr) return slot->second == number;
  const auto end = list->begin() + static_cast<ptrdiff_t>(std::min(list->size(), most));
  return std::any_of(list->begin(), end, [number](const Member& member) { return member.number == number; });
}

std::optional<uint32_t> Buckets::After(Key key, size_t most) const {
  const auto slot = slots_.find(key);
  if (slot == slots_.end()) return std::nullopt;
  const List* list = ListAt(slot->second);
  if (list == nullptr) return most == 0 ? std::optional(slot->second) : std::nullopt;
  return list->size() <= most ? std::nullopt : std::optional((*list)[most].number);
}

}  // namespace lightship::incident::correlation
