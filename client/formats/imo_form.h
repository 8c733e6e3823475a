// The report of an administration to IMO (MSC.1/Circ.1333, appendix), item by item.
#ifndef LIGHTSHIP_CLIENT_FORMATS_IMO_FORM_H_
#define LIGHTSHIP_CLIENT_FORMATS_IMO_FORM_H_

#include <string>
#include <vector>

#include "client/formats/export_view.h"

namespace lightship::formats {

struct ImoItem {
  std::string label;  // "Latitude/longitude"
  std::string text;   // "not stated" when nothing is
};

std::vector<ImoItem> ImoItems(const ExportView& incident);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_IMO_FORM_H_
