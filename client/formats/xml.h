// Small help for documents written with pugixml.
#ifndef LIGHTSHIP_CLIENT_FORMATS_XML_H_
#define LIGHTSHIP_CLIENT_FORMATS_XML_H_

#include <string>

#include "absl/strings/string_view.h"
#include "pugixml.hpp"

namespace lightship::formats {

// Adds <name>text</name>; characters that XML 1.0 cannot hold become U+FFFD. The element is returned.
pugi::xml_node AddElement(pugi::xml_node parent, const char* name, absl::string_view text);

// The document with its declaration, indented.
std::string XmlText(const pugi::xml_document& document);

// One element without a declaration, indented.
std::string XmlText(const pugi::xml_node& node);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_XML_H_
