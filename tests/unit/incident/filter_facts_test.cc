// Each condition of a filter on what reports and claims state: one value that finds, one that does not.
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "node/incident/query.h"
#include "node/statement/open.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

// Whether a filter finds an incident of this one report.
bool FindsFacts(const v1::IncidentFilter& filter, const v1::Facts& facts,
           const v1::VesselDetails& vessel = Logs::Ship("M/V Ocean Star", 9074729)) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", facts, vessel)});
  return ListAll(*store.snapshot(), filter).total() == 1;
}

TEST(Filter, FindsByEachFactThatIsCounted) {
  v1::Facts facts = Logs::Boarding();
  facts.add_coastal_states("ID");
  facts.set_sea_zone(v1::SEA_ZONE_TERRITORIAL_WATERS);
  facts.set_unlocode("IDBLW");
  facts.mutable_ships(0)->set_flag("PA");
  facts.add_weapons()->set_weapon(v1::WEAPON_KNIFE_OR_BLADE);
  facts.add_crew_consequences()->set_consequence(v1::CREW_CONSEQUENCE_INJURED);
  facts.add_losses()->set_kind(v1::LOSS_KIND_ENGINE_SPARES);
  v1::SuspectCraft& craft = *facts.add_suspect_craft();
  craft.set_kind(v1::CRAFT_KIND_SKIFF);
  craft.add_indicators(v1::CRAFT_INDICATOR_LADDER);
  facts.set_verification(v1::VERIFICATION_MASTER_CONFIRMED);
  facts.set_legal_class_claimed(v1::LEGAL_CLASS_THEFT);
  facts.mutable_conditions()->set_light(v1::LIGHT_DARKNESS);
  facts.mutable_perpetrators()->set_count_min(5);
  facts.mutable_perpetrators()->set_count_max(8);
  v1::VesselDetails vessel = Logs::Ship("Star", 9074729);
  vessel.mutable_victims(0)->set_mmsi(563012345);
  using Set = void (*)(v1::IncidentFilter&);
  const std::vector<std::pair<Set, Set>> cases = {
      {[](auto& f) { f.add_coastal_states("ID"); }, [](auto& f) { f.add_coastal_states("MY"); }},
      {[](auto& f) { f.add_sea_zones(v1::SEA_ZONE_TERRITORIAL_WATERS); },
       [](auto& f) { f.add_sea_zones(v1::SEA_ZONE_PORT_AREA); }},
      {[](auto& f) { f.add_unlocodes("IDBLW"); }, [](auto& f) { f.add_unlocodes("IDDUM"); }},
      {[](auto& f) { f.add_flags("PA"); }, [](auto& f) { f.add_flags("SG"); }},
      {[](auto& f) { f.add_weapons(v1::WEAPON_KNIFE_OR_BLADE); },
       [](auto& f) { f.add_weapons(v1::WEAPON_FIREARM); }},
      {[](auto& f) { f.add_weapons_statements(v1::STATED_STATE_PRESENT); },
       [](auto& f) { f.add_weapons_statements(v1::STATED_STATE_NOT_STATED); }},
      {[](auto& f) { f.add_crew_consequences(v1::CREW_CONSEQUENCE_INJURED); },
       [](auto& f) { f.add_crew_consequences(v1::CREW_CONSEQUENCE_KILLED); }},
      {[](auto& f) { f.add_losses(v1::LOSS_KIND_ENGINE_SPARES); },
       [](auto& f) { f.add_losses(v1::LOSS_KIND_CASH_OR_PERSONAL_EFFECTS); }},
      {[](auto& f) { f.add_craft(v1::CRAFT_KIND_SKIFF); },
       [](auto& f) { f.add_craft(v1::CRAFT_KIND_SAMPAN); }},
      {[](auto& f) { f.add_craft_indicators(v1::CRAFT_INDICATOR_LADDER); },
       [](auto& f) { f.add_craft_indicators(v1::CRAFT_INDICATOR_NO_AIS); }},
      {[](auto& f) { f.add_verifications(v1::VERIFICATION_MASTER_CONFIRMED); },
       [](auto& f) { f.add_verifications(v1::VERIFICATION_FALSE_ALARM); }},
      {[](auto& f) { f.add_legal_classes(v1::LEGAL_CLASS_THEFT); },
       [](auto& f) { f.add_legal_classes(v1::LEGAL_CLASS_PIRACY); }},
      {[](auto& f) { f.add_lights(v1::LIGHT_DARKNESS); },
       [](auto& f) { f.add_lights(v1::LIGHT_DAYLIGHT); }},
      {[](auto& f) { f.add_located(v1::LOCATED_PRECISELY); },
       [](auto& f) { f.add_located(v1::LOCATED_ROUGHLY); }},
      {[](auto& f) { f.set_perpetrators_least(8); }, [](auto& f) { f.set_perpetrators_least(9); }},
      {[](auto& f) { f.set_perpetrators_most(5); }, [](auto& f) { f.set_perpetrators_most(4); }},
      {[](auto& f) { f.set_mmsi(563012345); }, [](auto& f) { f.set_mmsi(563012346); }},
      {[](auto& f) { f.add_areas("singapore-strait"); },
       [](auto& f) { f.add_areas("malacca-strait"); }},
      {[](auto& f) { f.add_navareas(11); }, [](auto& f) { f.add_navareas(8); }},
      {[](auto& f) { f.add_reporting_areas(v1::REPORTING_AREA_SINGAPORE_STRAIT_PRECAUTIONARY); },
       [](auto& f) { f.add_reporting_areas(v1::REPORTING_AREA_SOUTH_CHINA_SEA); }},
      {[](auto& f) { *f.mutable_updated_from() = statement::ToTimestamp(Hour(100)); },
       [](auto& f) { *f.mutable_updated_from() = statement::ToTimestamp(Hour(101)); }},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    v1::IncidentFilter right;
    v1::IncidentFilter wrong;
    cases[i].first(right);
    cases[i].second(wrong);
    EXPECT_TRUE(FindsFacts(right, facts, vessel)) << i << ": " << right.ShortDebugString();
    EXPECT_FALSE(FindsFacts(wrong, facts, vessel)) << i << ": " << wrong.ShortDebugString();
    if (wrong.has_updated_from()) continue;
    v1::Facts silent;
    EXPECT_EQ(FindsFacts(wrong, silent, {}),
              wrong.weapons_statements_size() > 0)
        << i << ": what is not known matches nothing but silence";
  }
}

TEST(Filter, FindsAreasAndNavareasAsReportedBeforeThePosition) {
  v1::Facts facts = Logs::Boarding();
  facts.set_navarea(8);
  facts.set_reporting_area(v1::REPORTING_AREA_INDONESIA);
  v1::IncidentFilter filter;
  filter.add_navareas(11);
  EXPECT_FALSE(FindsFacts(filter, facts));
  filter.set_navareas(0, 8);
  filter.add_reporting_areas(v1::REPORTING_AREA_INDONESIA);
  EXPECT_TRUE(FindsFacts(filter, facts));
}

TEST(Filter, FindsByHowWellThePlaceIsKnown) {
  auto located = [](const v1::Facts& facts) {
    int found = 0;
    for (v1::Located how : {v1::LOCATED_PRECISELY, v1::LOCATED_ROUGHLY, v1::LOCATED_NOT}) {
      v1::IncidentFilter filter;
      filter.add_located(how);
      if (FindsFacts(filter, facts)) found = found * 10 + how;
    }
    return found;
  };
  v1::Facts facts = Logs::Boarding();
  facts.mutable_position()->clear_uncertainty_m();
  EXPECT_EQ(located(facts), v1::LOCATED_PRECISELY) << "of unknown uncertainty";
  facts.mutable_position()->set_uncertainty_m(9260);
  EXPECT_EQ(located(facts), v1::LOCATED_PRECISELY);
  facts.mutable_position()->set_uncertainty_m(9261);
  EXPECT_EQ(located(facts), v1::LOCATED_ROUGHLY);
  facts.mutable_position()->clear_lat_e7();
  EXPECT_EQ(located(facts), v1::LOCATED_NOT) << "it could not be read";
  facts.clear_position();
  EXPECT_EQ(located(facts), v1::LOCATED_NOT);

  Logs logs;
  IndexedStore store;
  store.Commit({Without(logs.Report("SG", Logs::Boarding()), "facts")});
  v1::IncidentFilter filter;
  filter.add_located(v1::LOCATED_ROUGHLY);
  EXPECT_EQ(ListAll(*store.snapshot(), filter).total(), 0u);
  filter.add_located(v1::LOCATED_NOT);
  EXPECT_EQ(ListAll(*store.snapshot(), filter).total(), 1u) << "withheld";
}

TEST(Filter, FindsWhatAnyEconomyClassifies) {
  Logs logs;
  Statement founder = logs.Report("SG", Logs::Boarding());
  v1::Assertion assertion;
  assertion.mutable_classification()->set_scheme(v1::CLASSIFICATION_SCHEME_RECAAP_CAT);
  assertion.mutable_classification()->set_value("2");
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_ASSERTION, 1);
  manifest.set_subject(crypto::AsString(founder.id));
  IndexedStore store;
  store.Commit({founder, logs.Admit("MY", manifest,
                                    {{"assertion", assertion.SerializeAsString()}})});
  auto total = [&](v1::ClassificationScheme scheme, const std::string& value) {
    v1::IncidentFilter filter;
    filter.add_classifications()->set_scheme(scheme);
    filter.mutable_classifications(0)->set_value(value);
    return ListAll(*store.snapshot(), filter).total();
  };
  EXPECT_EQ(total(v1::CLASSIFICATION_SCHEME_RECAAP_CAT, "2"), 1u);
  EXPECT_EQ(total(v1::CLASSIFICATION_SCHEME_RECAAP_CAT, ""), 1u);
  EXPECT_EQ(total(v1::CLASSIFICATION_SCHEME_RECAAP_CAT, "3"), 0u);
  EXPECT_EQ(total(v1::CLASSIFICATION_SCHEME_IFC, "2"), 0u);
}

}  // namespace
}  // namespace lightship::incident
