#include "node/incident/bulletin/posting.h"

#include <algorithm>

#include "node/statement/open.h"

namespace lightship::incident::bulletin {

std::vector<Member> JudgedMembers(absl::Span<const Posting* const> postings) {
  std::vector<const ledger::NewStatement*> statements;
  statements.reserve(postings.size());
  for (const Posting* posting : postings) statements.push_back(&posting->statement);
  std::vector<Member> members = MembersOf(statements);
  Judge(members);
  return members;
}

const Member* FindMember(absl::Span<const Member> members, absl::string_view id) {
  auto found = std::lower_bound(members.begin(), members.end(), id,
                                [](const Member& member, absl::string_view wanted) {
                                  return crypto::AsView(member.statement->id) < wanted;
                                });
  if (found == members.end() || crypto::AsView(found->statement->id) != id) return nullptr;
  return &*found;
}

std::string AddressOf(const Member* member) {
  return member == nullptr ? "" : member->log.At(member->statement->index).ToString();
}

absl::Time SpeaksFrom(const ledger::NewStatement& statement) {
  const absl::StatusOr<absl::Time> created = statement::ToTime(statement.manifest.created_at());
  return created.ok() ? std::min(*created, statement.admitted_at) : statement.admitted_at;
}

absl::Time TimeOr(bool given, const google::protobuf::Timestamp& timestamp, absl::Time otherwise) {
  if (!given) return otherwise;
  return statement::ToTime(timestamp).value_or(otherwise);
}

}  // namespace lightship::incident::bulletin
