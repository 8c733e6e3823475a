#include "node/incident/bulletin/contacts.h"

#include <algorithm>
#include <tuple>

#include "node/base/limits.h"
#include "node/ledger/audit.h"
#include "node/statement/open.h"

namespace lightship::incident::bulletin {
namespace {

void Describe(absl::Span<const Member> members, const Member& member, CardView& view) {
  const ledger::NewStatement& statement = *member.statement;
  v1::ContactCard& shown = view.shown;
  shown.set_statement_id(crypto::AsString(statement.id));
  shown.set_address(AddressOf(&member));
  shown.set_economy(member.log.economy);
  *shown.mutable_admitted_at() = statement::ToTimestamp(statement.admitted_at);
  shown.set_exercise_status(statement.manifest.exercise_status());
  shown.set_doubtful(statement.doubtful);
  if (member.replaced_by != nullptr) {
    shown.set_replaced_by(AddressOf(FindMember(members, crypto::AsView(member.replaced_by->id))));
  }
  v1::AuditedRead read = ledger::RestrictedAmong(shown.address(), statement.manifest, {"contact"});
  if (read.part_names_size() > 0) *shown.mutable_restricted() = std::move(read);
}

void SetTimes(const Member& member, CardView& view) {
  const v1::Contact& contact = view.shown.contact();
  view.from = TimeOr(contact.has_valid_from(), contact.valid_from(), SpeaksFrom(*member.statement));
  view.until = TimeOr(contact.has_valid_to(), contact.valid_to(), absl::InfiniteFuture());
  view.confirmed_at =
      TimeOr(contact.has_last_confirmed(), contact.last_confirmed(), absl::InfinitePast());
  if (member.replaced_by != nullptr) view.replaced_at = SpeaksFrom(*member.replaced_by);
  if (member.retracted_by != nullptr) view.retracted_at = SpeaksFrom(*member.retracted_by);
}

}  // namespace

v1::ContactState StateAt(const CardView& card, absl::Time at) {
  if (at >= card.retracted_at) return v1::CONTACT_STATE_RETRACTED;
  if (at >= card.replaced_at) return v1::CONTACT_STATE_REPLACED;
  if (at < card.from) return v1::CONTACT_STATE_NOT_YET;
  return at < card.until ? v1::CONTACT_STATE_CURRENT : v1::CONTACT_STATE_EXPIRED;
}

v1::ContactCard CardAt(const CardView& card, absl::Time at) {
  v1::ContactCard shown = card.shown;
  shown.set_state(StateAt(card, at));
  if (shown.state() == v1::CONTACT_STATE_EXPIRED) {
    shown.add_concerns(v1::CONTACT_CONCERN_EXPIRED);
  }
  if (shown.state() != v1::CONTACT_STATE_CURRENT && shown.state() != v1::CONTACT_STATE_NOT_YET) {
    return shown;
  }
  if (card.until - at <= base::limits::kContactExpiryNotice) {
    shown.add_concerns(v1::CONTACT_CONCERN_EXPIRING);
  }
  if (at - card.confirmed_at > base::limits::kConfirmationCounts) {
    shown.add_concerns(v1::CONTACT_CONCERN_UNCONFIRMED);
  }
  return shown;
}

std::vector<CardView> DeriveCards(absl::Span<const Posting* const> postings) {
  const std::vector<Member> members = JudgedMembers(postings);
  std::vector<CardView> cards;
  for (const Member& member : members) {
    if (member.statement->manifest.kind() != v1::STATEMENT_KIND_CONTACT) continue;
    auto contact = ParsePart<v1::Contact>(*member.statement, "contact");
    if (!contact.has_value() || contact->ByteSizeLong() > kContentBytes) continue;
    CardView& view = cards.emplace_back();
    *view.shown.mutable_contact() = *std::move(contact);
    Describe(members, member, view);
    SetTimes(member, view);
  }
  std::stable_sort(cards.begin(), cards.end(), [](const CardView& a, const CardView& b) {
    const auto order = [](const v1::ContactCard& card) {
      return std::tie(card.economy(), card.contact().agency(), card.contact().role());
    };
    return order(a.shown) < order(b.shown);
  });
  return cards;
}

}  // namespace lightship::incident::bulletin
