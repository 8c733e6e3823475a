#include "node/statement/field_scan.h"

#include <random>
#include <string>

#include "gtest/gtest.h"
#include "lightship/v1/report.pb.h"
#include "node/base/limits.h"
#include "node/statement/field_rules.h"
#include "node/statement/findings.h"
#include "tests/support/sample.h"

namespace lightship::statement {
namespace {

using lightship::testing::SampleFacts;
using lightship::testing::SampleNarrative;
using lightship::testing::SampleVessel;

constexpr size_t kTextBytes = 200;

v1::Facts FullFacts() {
  v1::Facts facts = SampleFacts();
  facts.mutable_position()->add_quality_flags(v1::POSITION_QUALITY_FLAG_ON_LAND);
  facts.add_quality_notes("a note,\nof two lines");
  return facts;
}

bool Sound(const google::protobuf::Message& message) {
  return AllFieldsSound(message.SerializeAsString(), *message.GetDescriptor(), kTextBytes);
}

bool SoundWith(void (*change)(v1::Facts&)) {
  v1::Facts facts = FullFacts();
  change(facts);
  return Sound(facts);
}

TEST(FieldScan, FindsSamplesSound) {
  EXPECT_TRUE(Sound(FullFacts()));
  EXPECT_TRUE(Sound(SampleVessel()));
  EXPECT_TRUE(AllFieldsSound(SampleNarrative().SerializeAsString(), *v1::Narrative::descriptor(), base::limits::kNarrativeTextBytes));
  EXPECT_TRUE(Sound(v1::Facts()));
}

TEST(FieldScan, LeavesWhateverIsUnsoundToTheRules) {
  EXPECT_FALSE(SoundWith([](auto& f) { f.add_quality_notes("a bell\a"); }));
  EXPECT_FALSE(SoundWith([](auto& f) { f.add_quality_notes(std::string(kTextBytes + 1, 'x')); }));
  EXPECT_FALSE(SoundWith([](auto& f) { f.set_act_stage(static_cast<v1::ActStage>(63)); }));
  EXPECT_FALSE(SoundWith([](auto& f) { f.set_act_stage(static_cast<v1::ActStage>(-1)); }));
  EXPECT_FALSE(SoundWith([](auto& f) { f.mutable_position()->add_quality_flags(v1::POSITION_QUALITY_FLAG_UNSPECIFIED); }));
  EXPECT_FALSE(SoundWith([](auto& f) { f.mutable_occurred()->mutable_start()->set_nanos(-1); }));
  EXPECT_FALSE(SoundWith([](auto& f) {
    for (size_t i = 0; i <= base::limits::kListItems; ++i) f.add_quality_notes("x");
  }));
}

TEST(FieldScan, LeavesWhatOurWritersDoNotWriteToTheRules) {
  const std::string bytes = FullFacts().SerializeAsString();
  const auto& type = *v1::Facts::descriptor();
  EXPECT_FALSE(AllFieldsSound(bytes + bytes, type, kTextBytes)) << "fields twice";
  EXPECT_FALSE(AllFieldsSound(bytes + "\xb8\x3e\x01", type, kTextBytes)) << "an unknown field";
  for (size_t size = 1; size < bytes.size(); ++size) {
    // Whatever is cut off within a field; where it ends with a field, it is sound.
    v1::Facts facts;
    if (!facts.ParseFromString(bytes.substr(0, size))) {
      EXPECT_FALSE(AllFieldsSound(bytes.substr(0, size), type, kTextBytes));
    }
  }
}

TEST(FieldScan, FindsNothingSoundInWhichTheRulesFindAFault) {
  std::mt19937 dice(20);
  size_t sound = 0, faulty = 0;
  const std::string bytes = FullFacts().SerializeAsString();
  for (int round = 0; round < 20'000; ++round) {
    std::string changed = bytes;
    for (int i = 0; i < 2; ++i) changed[dice() % changed.size()] = static_cast<char>(dice());
    v1::Facts facts;
    if (!facts.ParseFromString(changed)) continue;
    Findings findings;
    CheckEveryField(facts, "facts", kTextBytes, findings);
    const bool finds = !findings.Take().empty();
    faulty += finds ? 1 : 0;
    if (!AllFieldsSound(changed, *v1::Facts::descriptor(), kTextBytes)) continue;
    ++sound;
    EXPECT_FALSE(finds) << round;
  }
  EXPECT_GT(sound, 1000u);
  EXPECT_GT(faulty, 500u);
}

}  // namespace
}  // namespace lightship::statement
