#include "node/incident/bulletin/contact_list.h"

#include "node/base/status.h"
#include "node/incident/bulletin/page.h"
#include "node/statement/open.h"

namespace lightship::incident::bulletin {
namespace {

absl::Status Check(const v1::ListContactsRequest& request) {
  v1::IncidentFilter filter;
  *filter.mutable_economies() = request.economies();
  *filter.mutable_exercise_statuses() = request.exercise_statuses();
  return CheckListRequest(filter, request.at(), request.page_size());
}

// An expired card that nothing replaces is a gap that somebody should see.
bool Matches(const v1::ListContactsRequest& request, const v1::ContactCard& card) {
  const bool gone = card.state() == v1::CONTACT_STATE_REPLACED ||
                    card.state() == v1::CONTACT_STATE_RETRACTED;
  if (gone && !request.all()) return false;
  if (request.concerned_only() && card.concerns().empty()) return false;
  if (request.economies_size() > 0 && !IsAmong(request.economies(), card.economy())) return false;
  return IsAsked(request.exercise_statuses(), card.exercise_status());
}

}  // namespace

absl::StatusOr<v1::ListContactsResponse> ListContacts(const Board& board,
                                                      const v1::ListContactsRequest& request,
                                                      absl::Time now) {
  RETURN_IF_ERROR(Check(request));
  ASSIGN_OR_RETURN(const size_t start, PageStart(board.cards, request.page_token()));
  if (request.has_at()) now = statement::ToTime(request.at()).value();
  const int most = static_cast<int>(PageSize(request.page_size()));
  v1::ListContactsResponse response;
  for (size_t i = 0; i < board.cards.size(); ++i) {
    v1::ContactCard card = CardAt(board.cards[i], now);
    if (!Matches(request, card)) continue;
    response.set_total(response.total() + 1);
    if (!card.concerns().empty()) response.set_concerned(response.concerned() + 1);
    if (i < start) continue;
    if (response.contacts_size() < most) {
      *response.add_contacts() = std::move(card);
    } else if (response.next_page_token().empty()) {
      response.set_next_page_token(
          PageToken(response.contacts(response.contacts_size() - 1).statement_id()));
    }
  }
  return response;
}

}  // namespace lightship::incident::bulletin
