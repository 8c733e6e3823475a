// What kinds of files may be attached to a report, told by their first bytes and never by their name. Pure.
#ifndef LIGHTSHIP_NODE_STATEMENT_FILE_TYPE_H_
#define LIGHTSHIP_NODE_STATEMENT_FILE_TYPE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lightship::statement {

// image/jpeg, image/png, image/webp, application/pdf, video/mp4 and text/plain. What can run or carry other files in
// it (programs, HTML, SVG, archives, office documents) is not accepted.
bool IsAcceptedFileType(absl::string_view mime_type);
std::string AcceptedFileTypes();  // for messages

// The accepted type that a file's first bytes show (at least 4 KiB, or the whole file); empty when none. Text is valid
// UTF-8 without control characters but white space, and does not begin like a script or markup.
absl::string_view FileTypeOf(absl::string_view beginning);

// INVALID_ARGUMENT (WRONG_FILE_TYPE), saying what is accepted, when the bytes are not what `mime_type` says.
absl::Status CheckFileType(absl::string_view mime_type, absl::string_view beginning);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_FILE_TYPE_H_
