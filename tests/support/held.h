// Reports that are compared, held in memory and named by ids, in the place of a node's.
#ifndef LIGHTSHIP_TESTS_SUPPORT_HELD_H_
#define LIGHTSHIP_TESTS_SUPPORT_HELD_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "node/incident/correlation/candidates.h"
#include "node/incident/correlation/fingerprint.h"
#include "node/incident/correlation/links.h"

namespace lightship::incident::correlation {

class Held final : private Reports {
 public:
  struct NamedLink {
    std::string other;
    Judgement judgement;
  };
  using Ids = std::vector<std::string>;

  explicit Held(size_t members_most = Candidates::kMembersMost) : candidates_(this, members_most) {}

  Ids Add(absl::string_view id, Account account, Tells tells = Tells::kWhoseChange) {
    const auto [found, added] = numbers_.try_emplace(std::string(id), static_cast<uint32_t>(reports_.size()));
    if (added) reports_.push_back({std::string(id), nullptr});
    const auto former = std::exchange(reports_[found->second].account, std::make_shared<const Account>(std::move(account)));
    const Account& now = *reports_[found->second].account;
    return IdsOf(candidates_.Add(found->second, now, FingerprintOf(now), former.get(), tells));
  }
  Ids Remove(absl::string_view id) {
    const uint32_t number = numbers_.at(std::string(id));
    const auto former = std::exchange(reports_[number].account, nullptr);
    return IdsOf(candidates_.Remove(number, former.get()));
  }
  Ids Of(absl::string_view id) const { return IdsOf(candidates_.Of(numbers_.at(std::string(id)))); }
  std::vector<NamedLink> Links(absl::string_view id) const {
    std::vector<NamedLink> links;
    for (Link& link : LinksOf(candidates_, numbers_.at(std::string(id)))) links.push_back({reports_[link.other].id, std::move(link.judgement)});
    return links;
  }
  Fit FitOf(absl::string_view a, absl::string_view b) const {
    return candidates_.FitOf(numbers_.at(std::string(a)), numbers_.at(std::string(b)));
  }
  bool Has(absl::string_view id) const { return candidates_.Has(numbers_.at(std::string(id))); }
  uint64_t compared() const { return candidates_.compared(); }

  // Another that takes over what Candidates writes of itself.
  std::unique_ptr<Held> Again(size_t members_most = Candidates::kMembersMost) const {
    auto again = std::make_unique<Held>(members_most);
    again->reports_ = reports_;
    again->numbers_ = numbers_;
    base::Packer out;
    candidates_.WriteTo(out);
    base::Unpacker in(out.bytes());
    again->candidates_.ReadFrom(in);
    return again;
  }

 private:
  struct Report {
    std::string id;
    std::shared_ptr<const Account> account;
  };

  absl::string_view IdOf(uint32_t number) const override { return reports_[number].id; }
  std::shared_ptr<const Account> AccountOf(uint32_t number) const override { return reports_[number].account; }
  Ids IdsOf(const std::vector<uint32_t>& numbers) const {
    Ids ids;
    for (const uint32_t number : numbers) ids.push_back(reports_[number].id);
    return ids;
  }

  std::deque<Report> reports_;
  std::map<std::string, uint32_t> numbers_;
  Candidates candidates_;
};

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_TESTS_SUPPORT_HELD_H_
