#include "tests/unit/incident/correlation/made.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/maritime/geometry.h"
#include "node/maritime/time.h"
#include "node/maritime/vessel.h"

namespace lightship::incident::correlation {

Made::Made(const std::string& when) {
  if (!when.empty()) *facts_.mutable_occurred() = maritime::ParseOccurrence(when).value();
}

Made& Made::At(double lat, double lon, uint32_t uncertainty_m) {
  facts_.mutable_position()->set_lat_e7(maritime::ToE7(lat));
  facts_.mutable_position()->set_lon_e7(maritime::ToE7(lon));
  facts_.mutable_position()->set_uncertainty_m(uncertainty_m);
  return *this;
}

Made& Made::Ship(const std::string& name, const std::string& imo, v1::ShipType type) {
  facts_.add_ships()->set_type(type);
  v1::Vessel* vessel = vessel_.add_victims();
  maritime::SetName(name, vessel);
  maritime::SetImoNumber(imo, vessel);
  return *this;
}

Made& Made::Says(const std::string& narrative) {
  v1::NarrativeText* text = narrative_.add_texts();
  text->set_language("en");
  text->set_text(narrative);
  return *this;
}

Made& Made::Record(v1::RefScheme scheme, const std::string& id) {
  v1::ExternalRef* reference = facts_.add_external_refs();
  reference->set_scheme(scheme);
  reference->set_id(id);
  return *this;
}

Made& Made::Row(const std::string& number) {
  v1::Source* source = facts_.add_source_chain();
  source->set_kind(v1::SOURCE_KIND_IMB_PRC);
  source->set_reference(absl::StrCat("record ", number));
  return *this;
}

Made& Made::KeptBy(const std::string& keeper) {
  keeper_ = keeper;
  return *this;
}

Made& Made::CallSign(const std::string& sign) {
  vessel_.mutable_victims()->rbegin()->set_call_sign(sign);
  return *this;
}

Made& Made::Act(v1::ActStage act) {
  facts_.set_act_stage(act);
  return *this;
}

Made& Made::Status(v1::ShipStatus status) {
  facts_.set_ship_status(status);
  return *this;
}

Made& Made::Perpetrators(uint32_t least, uint32_t most) {
  facts_.mutable_perpetrators()->set_count_min(least);
  facts_.mutable_perpetrators()->set_count_max(most);
  return *this;
}

Made::operator Account() const { return MakeAccount(facts_, &vessel_, &narrative_, keeper_); }

v1::CorrelationVerdict VerdictOf(const Account& a, const Account& b) {
  return Compare(a, b).verdict;
}

Account RandomAccount(std::mt19937& random) {
  const auto pick = [&random](size_t of) { return static_cast<size_t>(random() % of); };
  static const std::vector<std::string> kShips = {
      "BLUE STAR",   "Blue Star II",  "M/V BLUE STARR",         "TUG ALPHA 3",
      "ALPHA BARGE", "NAME WITHHELD", "NEW DAWN (EX OLD DUSK)", "DUSK"};
  static const std::vector<std::string> kImo = {"9074729", "9074728", "2000016", "", "", "POL 118"};
  static const std::vector<std::string> kTexts = {
      "Five robbers boarded the tanker BLUE STAR at anchor, took two ropes from the forecastle and "
      "left in a boat.",
      "THE M/V NEW DAWN WAS CHASED BY TWO SKIFFS. A WARSHIP WENT TO HER AID AND THE SKIFFS TURNED "
      "AWAY.",
      "Tug (ALPHA 3) towing barge reported men on the barge; the BLUE STAR had been robbed nearby "
      "an hour before.",
      ""};
  Made made(pick(10) == 0
                ? ""
                : absl::StrFormat("2020-05-%02d%s", 1 + pick(5), pick(3) == 0 ? " 0345 UTC" : ""));
  if (pick(4) != 0)
    made.At(pick(2) == 0 ? 1.25 : -1.25, 104 + static_cast<double>(pick(3)), 1 + 900 * pick(2));
  for (size_t i = pick(3); i > 0; --i) {
    made.Ship(kShips[pick(kShips.size())], kImo[pick(kImo.size())],
              static_cast<v1::ShipType>(pick(14)));
  }
  made.Says(kTexts[pick(kTexts.size())]);
  if (pick(3) != 0) {
    made.Record(pick(2) == 0 ? v1::REF_SCHEME_IMB : v1::REF_SCHEME_NGA_ASAM,
                absl::StrCat(pick(40)));
  }
  made.Act(static_cast<v1::ActStage>(pick(14))).Status(static_cast<v1::ShipStatus>(pick(12)));
  if (pick(2) == 0)
    made.Perpetrators(static_cast<uint32_t>(pick(5)), static_cast<uint32_t>(5 + pick(3)));
  return made;
}

}  // namespace lightship::incident::correlation
