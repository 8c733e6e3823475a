#include "node/incident/correlation/candidates.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace lightship::incident::correlation {
namespace {

void EachOnce(std::vector<uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

Candidates::Candidates(const Reports* reports, size_t members_most)
    : reports_(reports),
      members_most_(members_most),
      buckets_([reports](uint32_t number) { return reports->IdOf(number); }, members_most) {}

size_t Candidates::Considered(Kind kind) const {
  const bool is_name = kind == Kind::kName || kind == Kind::kWord || kind == Kind::kNumber;
  return is_name ? std::max<size_t>(members_most_ / 3, 1) : members_most_;
}

std::vector<uint32_t> Candidates::Meet(uint32_t self, const Account& account) const {
  std::vector<uint32_t> found;
  for (const Standing& standing : StandingsOf(account)) {
    const size_t most = Considered(standing.kind);
    const std::vector<uint32_t> here = buckets_.First(standing.key(), most);
    if (std::find(here.begin(), here.end(), self) == here.end()) continue;
    for (const Buckets::Key key : standing.Near()) {
      const std::vector<uint32_t> near = buckets_.First(key, most);
      found.insert(found.end(), near.begin(), near.end());
    }
  }
  EachOnce(found);
  std::erase(found, self);
  return found;
}

std::vector<uint32_t> Candidates::Concerned(uint32_t self, const Account& account) const {
  std::vector<uint32_t> concerned = Meet(self, account);
  concerned.push_back(self);
  for (const Standing& standing : StandingsOf(account)) {
    const size_t most = Considered(standing.kind);
    const std::vector<uint32_t> here = buckets_.First(standing.key(), most);
    if (std::find(here.begin(), here.end(), self) == here.end()) continue;
    if (const auto next = buckets_.After(standing.key(), most); next.has_value()) concerned.push_back(*next);
  }
  return concerned;
}

std::vector<uint32_t> Candidates::Add(uint32_t number, const Account& account, uint64_t print, const Account* former, Tells tells) {
  std::vector<uint32_t> changed = Remove(number, former, tells);
  if (number >= prints_.size()) prints_.resize(number + 1);
  prints_[number] = print;
  std::vector<Buckets::Key> keys;
  for (const Standing& standing : StandingsOf(account)) keys.push_back(standing.key());
  buckets_.Insert(keys, number);
  if (tells == Tells::kNothing) return {};
  const std::vector<uint32_t> concerned = Concerned(number, account);
  changed.insert(changed.end(), concerned.begin(), concerned.end());
  EachOnce(changed);
  return changed;
}

std::vector<uint32_t> Candidates::Remove(uint32_t number, const Account* former, Tells tells) {
  if (!Has(number)) return {};
  std::vector<uint32_t> changed;
  if (tells == Tells::kWhoseChange) {
    changed = former == nullptr ? std::vector<uint32_t>{number} : Concerned(number, *former);
    EachOnce(changed);
  }
  buckets_.Erase(number);
  prints_[number] = 0;
  return changed;
}

std::vector<uint32_t> Candidates::Of(uint32_t number) const {
  if (!Has(number)) return {};
  const std::shared_ptr<const Account> account = reports_->AccountOf(number);
  if (account == nullptr) return {};
  std::vector<uint32_t> others = Meet(number, *account);
  std::sort(others.begin(), others.end(), [this](uint32_t a, uint32_t b) { return reports_->IdOf(a) < reports_->IdOf(b); });
  return others;
}

Judgement Candidates::Judge(uint32_t a, uint32_t b) const {
  const std::shared_ptr<const Account> here = reports_->AccountOf(a), there = reports_->AccountOf(b);
  if (here == nullptr || there == nullptr) return {};
  Judgement judgement = Compare(*here, *there);
  ++compared_;
  if (fits_.size() >= kFitsMost) fits_.clear();
  fits_.insert_or_assign(std::minmax(PrintOf(a), PrintOf(b)), Fit{judgement.verdict, judgement.score, judgement.same_ship});
  return judgement;
}

Fit Candidates::FitOf(uint32_t a, uint32_t b) const {
  if (reports_->IsAsAdded(a) && reports_->IsAsAdded(b)) {
    if (const auto known = fits_.find(std::minmax(PrintOf(a), PrintOf(b))); known != fits_.end()) return known->second;
  }
  const Judgement judgement = Judge(a, b);
  return {judgement.verdict, judgement.score, judgement.same_ship};
}

void Candidates::WriteTo(base::Packer& out) const {
  std::string prints;
  prints.reserve(prints_.size() * sizeof(uint64_t));
  for (const uint64_t print : prints_) prints.append(reinterpret_cast<const char*>(&print), sizeof(print));
  out.Text(prints);
  buckets_.WriteTo(out);
}

void Candidates::ReadFrom(base::Unpacker& in) {
  const absl::string_view prints = in.Text();
  prints_.resize(prints.size() / sizeof(uint64_t));
  for (size_t i = 0; i < prints_.size(); ++i) std::memcpy(&prints_[i], prints.data() + i * sizeof(uint64_t), sizeof(uint64_t));
  buckets_.ReadFrom(in);
}

}  // namespace lightship::incident::correlation
