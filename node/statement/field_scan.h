// The rules of field_rules.h, held against the bytes of a message instead of the message: several times quicker, since nothing is
// asked of each field that is not set. Only for sources of this folder.
#ifndef LIGHTSHIP_NODE_STATEMENT_FIELD_SCAN_H_
#define LIGHTSHIP_NODE_STATEMENT_FIELD_SCAN_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace lightship::statement {

// True: CheckEveryField finds nothing in the message of this type that these bytes parse to. False says only that it must be asked: the
// bytes hold something unsound, or something that writers of our schema do not write (unknown fields, a field twice).
bool AllFieldsSound(absl::string_view bytes, const google::protobuf::Descriptor& type, size_t text_bytes);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_FIELD_SCAN_H_
