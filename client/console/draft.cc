#include "client/console/draft.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/address.h"
#include "node/statement/canonical.h"
#include "node/statement/validate.h"

namespace lightship::console {
namespace {

using lightship::v1::ListAudiencesResponse;
using statement::AudienceName;

sdk::UnsignedStatement ReportFrom(const v1::ReportContent& content, lightship::v1::Manifest manifest) {
  sdk::ReportDraft draft;
  draft.facts = content.facts();
  if (content.has_vessel()) draft.vessel = content.vessel();
  if (content.has_narrative()) draft.narrative = content.narrative();
  if (content.has_people()) draft.people = content.people();
  draft.attachments.assign(content.attachments().begin(), content.attachments().end());
  draft.manifest = std::move(manifest);
  draft.vessel_audience = content.vessel_audience();
  draft.narrative_audience = content.narrative_audience();
  draft.people_audience = content.people_audience();
  draft.attachment_audience = content.attachment_audience();
  return sdk::UnsignedReport(draft);
}

sdk::UnsignedStatement OnePart(lightship::v1::StatementKind kind, const google::protobuf::Message& content,
                               lightship::v1::Manifest manifest) {
  manifest.set_kind(kind);
  return {std::move(manifest),
          {{std::string(statement::RequiredPart(kind)), statement::SerializeDeterministic(content), ""}}};
}

// Empty: the statement's, which is asked about by itself.
bool IsNamed(const std::string& audience) {
  auto name = AudienceName::Parse(audience);
  return name.ok() && name->kind == AudienceName::Kind::kNamed;
}

bool Holds(const std::string& audience, const std::string& economy, const std::string& own,
           const std::optional<ListAudiencesResponse>& known) {
  if (economy == own) return true;
  auto name = AudienceName::Parse(audience);
  if (!name.ok() || name->kind == AudienceName::Kind::kOwn) return false;
  if (name->kind == AudienceName::Kind::kAll) return true;
  if (!known.has_value()) return false;
  for (const lightship::v1::NamedAudience& defined : known->audiences()) {
    if (defined.name() != audience) continue;
    return std::find(defined.economies().begin(), defined.economies().end(), economy) !=
           defined.economies().end();
  }
  return false;
}

}  // namespace

absl::StatusOr<sdk::UnsignedStatement> UnsignedFrom(const v1::Draft& draft) {
  const lightship::v1::Manifest& manifest = draft.manifest();
  switch (draft.content_case()) {
    case v1::Draft::kReport:
      return ReportFrom(draft.report(), manifest);
    case v1::Draft::kAssertion:
      return OnePart(lightship::v1::STATEMENT_KIND_ASSERTION, draft.assertion(), manifest);
    case v1::Draft::kResponse:
      return OnePart(lightship::v1::STATEMENT_KIND_RESPONSE, draft.response(), manifest);
    case v1::Draft::kComment:
      return OnePart(lightship::v1::STATEMENT_KIND_COMMENT, draft.comment(), manifest);
    case v1::Draft::kNotice:
      return OnePart(lightship::v1::STATEMENT_KIND_NOTICE, draft.notice(), manifest);
    case v1::Draft::kContact:
      return OnePart(lightship::v1::STATEMENT_KIND_CONTACT, draft.contact(), manifest);
    case v1::Draft::kWithdrawal:
      return OnePart(lightship::v1::STATEMENT_KIND_WITHDRAWAL, draft.withdrawal(), manifest);
    case v1::Draft::kAudience:
      return OnePart(lightship::v1::STATEMENT_KIND_AUDIENCE, draft.audience(), manifest);
    case v1::Draft::CONTENT_NOT_SET:
      break;
  }
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     "the draft says nothing; its content should be set");
}

std::vector<v1::EconomyView> ViewsOf(const sdk::UnsignedStatement& statement, const std::string& own,
                                     const std::vector<std::string>& pinned,
                                     const std::optional<ListAudiencesResponse>& known) {
  bool named = IsNamed(statement.manifest.audience());
  for (const statement::PartDraft& part : statement.parts) named |= IsNamed(part.audience);
  if (named && !known.has_value()) return {};
  std::vector<std::string> economies = {own};
  const std::vector<std::string> members =
      known.has_value() ? std::vector<std::string>(known->members().begin(), known->members().end())
                        : pinned;
  std::copy_if(members.begin(), members.end(), std::back_inserter(economies),
               [&](const std::string& economy) { return economy != own; });
  std::vector<v1::EconomyView> views;
  for (const std::string& economy : economies) {
    v1::EconomyView& view = views.emplace_back();
    view.set_economy(economy);
    view.set_receives(Holds(statement.manifest.audience(), economy, own, known));
    for (const statement::PartDraft& part : statement.parts) {
      const bool sees = view.receives() &&
                        (part.audience.empty() || Holds(part.audience, economy, own, known));
      (sees ? view.add_sees() : view.add_withheld())->assign(part.name);
    }
  }
  return views;
}

}  // namespace lightship::console
