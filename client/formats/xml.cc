#include "client/formats/xml.h"

#include <sstream>

#include "absl/strings/str_replace.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {

pugi::xml_node AddElement(pugi::xml_node parent, const char* name, absl::string_view text) {
  pugi::xml_node node = parent.append_child(name);
  std::string safe = absl::StrReplaceAll(
      SafeText(text), {{"\xEF\xBF\xBE", "\xEF\xBF\xBD"}, {"\xEF\xBF\xBF", "\xEF\xBF\xBD"}});
  node.text().set(safe.c_str());
  return node;
}

std::string XmlText(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

std::string XmlText(const pugi::xml_node& node) {
  std::ostringstream out;
  node.print(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace lightship::formats
