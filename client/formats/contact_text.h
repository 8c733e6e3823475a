// Points of contact as people and spreadsheets read them. Exercises are marked in every form.
#ifndef LIGHTSHIP_CLIENT_FORMATS_CONTACT_TEXT_H_
#define LIGHTSHIP_CLIENT_FORMATS_CONTACT_TEXT_H_

#include <cstddef>
#include <string>

#include "client/formats/table.h"
#include "lightship/v1/contact.pb.h"

namespace lightship::formats {

// "NOT CONFIRMED since 2026-01-05; ends 2026-08-01": what there is to see to, and how it stands when it is not current.
std::string ContactRemarks(const v1::ContactCard& card);

// "NAVAREA XI", "Singapore Strait (60 nm about 01°15.00'N 104°00.00'E)".
std::string AreaOfResponsibilityText(const v1::AreaOfResponsibility& area);

// Who, where, when and how to reach it, over several lines.
std::string ContactBlock(const v1::ContactCard& card, size_t columns);

Table MakeContactTable();
void AddTo(Table& table, const v1::ContactCard& card);

std::string ContactCsvHeader();
std::string ContactCsv(const v1::ContactCard& card);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_CONTACT_TEXT_H_
