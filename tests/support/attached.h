// Photos to attach.
#ifndef LIGHTSHIP_TESTS_SUPPORT_ATTACHED_H_
#define LIGHTSHIP_TESTS_SUPPORT_ATTACHED_H_

#include <string>

#include "lightship/v1/report.pb.h"
#include "node/crypto/digest.h"

namespace lightship::testing {

// As many bytes that begin like a JPEG and differ everywhere after.
inline std::string Photo(size_t size) {
  std::string bytes = "\xFF\xD8\xFF\xE0";
  for (size_t i = bytes.size(); i < size; ++i) bytes.push_back(static_cast<char>(i * 7 + i / 251));
  return bytes;
}

// What a part says of it.
inline v1::Attachment AttachmentOf(const std::string& photo) {
  v1::Attachment attachment;
  attachment.set_sha256(crypto::AsString(crypto::Sha256(photo)));
  attachment.set_mime_type("image/jpeg");
  attachment.set_size(photo.size());
  return attachment;
}

}  // namespace lightship::testing

#endif  // LIGHTSHIP_TESTS_SUPPORT_ATTACHED_H_
