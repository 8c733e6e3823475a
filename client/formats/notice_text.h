// Notices to seafarers as people and spreadsheets read them. Exercises are marked in every form.
#ifndef LIGHTSHIP_CLIENT_FORMATS_NOTICE_TEXT_H_
#define LIGHTSHIP_CLIENT_FORMATS_NOTICE_TEXT_H_

#include <cstddef>
#include <string>

#include "lightship/v1/notice.pb.h"

namespace lightship::formats {

// "in force until 2018-02-03 12:00Z", "expired 2018-02-03 12:00Z", "replaced by SG/15".
std::string NoticeStateText(const v1::PostedNotice& notice);

// Issuer, title, state, area and text, over several lines.
std::string NoticeBlock(const v1::PostedNotice& notice, size_t columns);

// "SG WARNING 002/FEB/2018 (SG/14) in force: Keep clear ...": for running text.
std::string NoticeLine(const v1::PostedNotice& notice);

std::string NoticeCsvHeader();
std::string NoticeCsv(const v1::PostedNotice& notice);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_NOTICE_TEXT_H_
