#include "client/commands/contact_card.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/commands/exit_code.h"
#include "client/commands/filter.h"
#include "client/formats/times.h"
#include "node/base/status.h"
#include "node/maritime/area.h"
#include "node/maritime/named_area.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

absl::Status SetTime(absl::string_view flag, const std::string& text,
                     google::protobuf::Timestamp* time) {
  auto parsed = formats::TimeFromText(text);
  if (!parsed.ok()) return UsageError(absl::StrCat(flag, ": ", parsed.status().message()));
  *time = statement::ToTimestamp(*parsed);
  return absl::OkStatus();
}

std::vector<std::string> Fields(const std::string& text) {
  std::vector<std::string> fields;
  for (absl::string_view field : absl::StrSplit(text, ';')) {
    fields.emplace_back(absl::StripAsciiWhitespace(field));
  }
  return fields;
}

absl::Status AddCircle(const std::string& text, v1::Contact& contact) {
  const std::vector<std::string> fields = Fields(text);
  double radius_nm = 0;
  if (fields.size() < 2 || fields.size() > 3 || !absl::SimpleAtod(fields[1], &radius_nm) || !(radius_nm > 0)) {
    return UsageError(absl::StrCat("--circle: \"", text,
                                   "\" should be position; nautical miles; name, such as "
                                   "\"01:15N 104:00E; 60; Singapore Strait\""));
  }
  FilterFlags place;
  place.near = fields[0];
  place.radius_nm = radius_nm;
  auto filter = MakeFilter(place);
  if (!filter.ok()) return UsageError(absl::StrCat("--circle: ", filter.status().message()));
  v1::AreaOfResponsibility& area = *contact.add_areas();
  *area.mutable_circle() = filter->circle();
  if (fields.size() == 3) area.set_name(fields[2]);
  return absl::OkStatus();
}

absl::Status AddBox(const std::string& text, v1::Contact& contact) {
  const std::vector<std::string> fields = Fields(text);
  FilterFlags place;
  place.box = fields[0];
  auto filter = MakeFilter(place);
  if (!filter.ok()) return filter.status();
  if (fields.size() > 2 || !filter->has_box()) {
    return UsageError(absl::StrCat("--box: \"", text, "\" should be south,west,north,east; name"));
  }
  v1::AreaOfResponsibility& area = *contact.add_areas();
  *area.mutable_box() = filter->box();
  if (fields.size() == 2) area.set_name(fields[1]);
  return absl::OkStatus();
}

absl::Status AddAreas(const CardFlags& flags, v1::Contact& contact) {
  for (const std::string& circle : flags.circles) RETURN_IF_ERROR(AddCircle(circle, contact));
  for (const std::string& box : flags.boxes) RETURN_IF_ERROR(AddBox(box, contact));
  for (const std::string& text : flags.areas) {
    auto named = maritime::FindNamedArea(text);
    if (!named.ok()) return UsageError(absl::StrCat("--area: ", named.status().message()));
    contact.add_areas()->set_area((*named)->name);
  }
  for (const std::string& text : flags.navareas) {
    const std::optional<int> navarea = maritime::ParseNavarea(text);
    if (!navarea.has_value()) {
      return UsageError(absl::StrCat("--navarea: \"", text, "\" should be I to XXI, or 1 to 21"));
    }
    contact.add_areas()->set_navarea(static_cast<uint32_t>(*navarea));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Contact> CardFrom(const CardFlags& flags, absl::Time now) {
  v1::Contact contact;
  contact.set_agency(flags.agency);
  contact.set_role(flags.role);
  contact.set_name(flags.name);
  contact.set_hours(flags.hours);
  contact.mutable_phones()->Add(flags.phones.begin(), flags.phones.end());
  contact.mutable_emails()->Add(flags.emails.begin(), flags.emails.end());
  contact.mutable_inmarsat()->Add(flags.inmarsat.begin(), flags.inmarsat.end());
  contact.mutable_languages()->Add(flags.languages.begin(), flags.languages.end());
  if (!flags.valid_from.empty()) {
    RETURN_IF_ERROR(SetTime("--valid-from", flags.valid_from, contact.mutable_valid_from()));
  }
  if (!flags.valid_to.empty()) {
    RETURN_IF_ERROR(SetTime("--valid-to", flags.valid_to, contact.mutable_valid_to()));
  }
  if (flags.tried) *contact.mutable_last_confirmed() = statement::ToTimestamp(now);
  RETURN_IF_ERROR(AddAreas(flags, contact));
  return contact;
}

absl::StatusOr<v1::ListContactsResponse> AllContacts(v1::ListContactsRequest request,
                                                     sdk::Node& node) {
  v1::ListContactsResponse all;
  do {
    ASSIGN_OR_RETURN(v1::ListContactsResponse page, node.ListContacts(request));
    all.mutable_contacts()->MergeFrom(page.contacts());
    all.set_total(page.total());
    all.set_concerned(page.concerned());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

}  // namespace lightship::commands
