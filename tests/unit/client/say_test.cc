// What officers say of incidents: signed, told to whom the report was told, and shown before.
#include "client/formats/incident_page.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/claims.pb.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Saying : public Desk {
 protected:
  Saying() {
    EXPECT_TRUE(IssueOfficer(Path("pki"),
                             {"desk-3", {"submitter", "verifier", "liaison"}, {}, {}, 30},
                             clock_.Now(), Path("desk-3"))
                    .ok());
    File({"--weapons", "knife", "--people", "4-6"});
    File({"--audience", "own"});
  }

  void File(std::vector<std::string> more) {
    std::vector<std::string> arguments = {"report",     "--time",   "2026-03-13 1926 UTC",
                                          "--position", "01:15.25N 104:02.41E",
                                          "--act",      "robbery",  "--status", "anchored",
                                          "--ship-type", "tug"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ASSERT_EQ(LightshipAs(arguments), 0) << err_;
  }

  // Run by the verifier.
  int Say(std::vector<std::string> arguments, const std::string& typed = "", bool tty = false) {
    arguments.insert(arguments.end(), {"--node", "node:1", "--identity", Path("desk-3"), "--trust",
                                       Path("trust")});
    return Lightship(arguments, typed, tty);
  }

  v1::Manifest Manifest(size_t request) const {
    v1::Manifest manifest;
    manifest.ParseFromString(log_.requests.at(request).statement().manifest());
    return manifest;
  }
  std::string IdOf(size_t request) const {
    return crypto::AsString(
        statement::StatementId(log_.requests.at(request).statement().manifest()));
  }
  template <typename Message>
  Message Said() const {
    Message message;
    message.ParseFromString(log_.requests.back().statement().parts(0).content());
    return message;
  }
};

TEST_F(Saying, ALinkNamesBothFoundingReportsAndItsReasons) {
  ASSERT_EQ(Say({"link", "SG/1", "SG/2", "--verdict", "same", "--because", "same IMO number",
                 "--because", "0.4 nm apart"}),
            0)
      << err_;
  const v1::Correlation said = Said<v1::Assertion>().correlation();
  EXPECT_EQ(said.verdict(), v1::CORRELATION_VERDICT_SAME_INCIDENT);
  EXPECT_EQ(said.other(), IdOf(1));
  EXPECT_THAT(said.evidence(), ElementsAre("same IMO number", "0.4 nm apart"));
  EXPECT_FALSE(said.has_score()) << "a person judged";
  EXPECT_EQ(Manifest(2).subject(), IdOf(0));
  EXPECT_EQ(Manifest(2).kind(), v1::STATEMENT_KIND_ASSERTION);
  EXPECT_THAT(out_, HasSubstr("SG/1 and SG/2: the same event, because same IMO number"));
}

TEST_F(Saying, AnIncidentIsNotLinkedToItself) {
  EXPECT_EQ(Say({"link", "SG/1", "SG/1", "--verdict", "same"}), 1);
  EXPECT_THAT(err_, HasSubstr("one incident already"));
  EXPECT_EQ(log_.requests.size(), 2u);
}

TEST_F(Saying, IsForThoseWhoWereToldOfTheReport) {
  ASSERT_EQ(Say({"comment", "SG/2", "Seen again"}), 0) << err_;
  EXPECT_EQ(Manifest(2).audience(), "own");
  ASSERT_EQ(Say({"comment", "SG/1", "Seen again"}), 0) << err_;
  EXPECT_EQ(Manifest(3).audience(), "all");
  ASSERT_EQ(Say({"comment", "SG/1", "Seen again, and more", "--to", "own"}), 0) << err_;
  EXPECT_EQ(Manifest(4).audience(), "own");
}

TEST_F(Saying, ACommentOnAStatementAnswersIt) {
  ASSERT_EQ(Say({"comment", "SG/1", "Which pier?"}), 0) << err_;
  EXPECT_EQ(Said<v1::Comment>().in_reply_to(), "");
  ASSERT_EQ(Say({"comment", "SG/3", "The western one"}), 0) << err_;
  EXPECT_EQ(Said<v1::Comment>().in_reply_to(), IdOf(2));
  EXPECT_EQ(Manifest(3).subject(), IdOf(0)) << "the incident stays the same";
}

TEST_F(Saying, ACategoryIsProposedWithWhatItRestsOn) {
  v1::IncidentStatement& report = *log_.incident.add_statements();
  report.mutable_facts()->ParseFromString(log_.requests.at(0).statement().parts(0).content());
  report.mutable_manifest()->set_audience("all");
  ASSERT_EQ(Say({"classify", "SG/1"}, "y\n", true), 0) << err_;
  const v1::Classification said = Said<v1::Assertion>().classification();
  EXPECT_EQ(said.scheme(), v1::CLASSIFICATION_SCHEME_RECAAP_CAT);
  EXPECT_EQ(said.value(), "3");
  EXPECT_THAT(said.basis(), HasSubstr("weapons: knife or blade"));
  EXPECT_THAT(out_, HasSubstr("perpetrators: 4 to 6"));
  EXPECT_THAT(out_, HasSubstr("provisional")) << "nothing is said of the crew";
}

TEST_F(Saying, IsToldToNobodyWhoWasNotToldOfAllThatItDrawsOn) {
  ASSERT_EQ(Say({"link", "SG/1", "SG/2", "--verdict", "same"}), 0) << err_;
  EXPECT_EQ(Manifest(2).audience(), "own") << "SG/2 is";
  ASSERT_EQ(Say({"link", "SG/1", "SG/2", "--verdict", "same", "--to", "all"}), 0) << err_;
  EXPECT_EQ(Manifest(3).audience(), "all") << "somebody decided so";
  File({"--audience", "SG/near@1"});
  File({"--audience", "SG/far@1"});
  EXPECT_EQ(Say({"link", "SG/5", "SG/6", "--verdict", "same"}), 1);
  EXPECT_THAT(err_, HasSubstr("say with --to who may know it"));
}

TEST_F(Saying, ACategoryIsForThoseWhoMayKnowTheFactsThatItRepeats) {
  v1::IncidentStatement& report = *log_.incident.add_statements();
  report.mutable_facts()->ParseFromString(log_.requests.at(0).statement().parts(0).content());
  report.mutable_manifest()->set_audience("own");
  report.mutable_manifest()->set_tlp(v1::TLP_RED);
  ASSERT_EQ(Say({"classify", "SG/1"}), 0) << err_;
  EXPECT_EQ(Manifest(2).audience(), "own") << "an amendment for the own economy only";
  EXPECT_EQ(Manifest(2).tlp(), v1::TLP_RED);
  report.mutable_manifest()->set_audience("all");
  v1::PartRef& facts = *report.mutable_manifest()->add_parts();
  facts.set_name("facts");
  facts.set_audience("SG/near@1");
  ASSERT_EQ(Say({"classify", "SG/1"}), 0) << err_;
  EXPECT_EQ(Manifest(3).audience(), "SG/near@1");
}

TEST_F(Saying, AClassIsOneThatItsSchemeHas) {
  EXPECT_EQ(Say({"classify", "SG/1", "--value", "5"}), 1);
  EXPECT_THAT(err_, HasSubstr("1, 2, 3, 4 or attempted"));
  EXPECT_EQ(Say({"classify", "SG/1", "--scheme", "UNCLOS IMO", "--value", "burglary"}), 1);
  EXPECT_EQ(log_.requests.size(), 2u);
  ASSERT_EQ(Say({"classify", "SG/1", "--scheme", "UNCLOS IMO", "--value", "armed robbery against ships"}), 0)
      << err_;
  EXPECT_EQ(Said<v1::Assertion>().classification().value(), "ARMED_ROBBERY_AGAINST_SHIPS");
}

TEST_F(Saying, EveryStatementsAddressShowsItsIncident) {
  ASSERT_EQ(Say({"comment", "SG/1", "Seen again"}), 0) << err_;
  log_.incident.mutable_summary()->set_address("SG/1");
  v1::IncidentStatement& report = *log_.incident.add_statements();
  report.set_address("SG/1");
  report.mutable_manifest()->set_kind(v1::STATEMENT_KIND_REPORT);
  log_.incident_id = IdOf(0);
  for (const char* address : {"SG/1", "SG/3"}) {
    EXPECT_EQ(Say({"show", address}), 0) << address << ": " << err_;
    EXPECT_EQ(Say({"export", address, "--format", "csv"}), 0) << address << ": " << err_;
  }
  EXPECT_EQ(Say({"show", "SG/9"}), 4) << err_;
}

TEST_F(Saying, NothingIsSentWithoutAYes) {
  EXPECT_EQ(Say({"confirm", "SG/1", "--as", "authority verified"}, "n\n", true), 1);
  EXPECT_EQ(log_.requests.size(), 2u);
}

TEST_F(Saying, AResponseTellsWhatWasDoneWhenAndByWhom) {
  ASSERT_EQ(Say({"respond", "SG/1", "--action", "patrol sent", "--at", "2026-03-14T02:10Z", "--by",
                 "Police Coast Guard"}),
            0)
      << err_;
  const v1::Response said = Said<v1::Response>();
  EXPECT_EQ(said.action(), v1::COASTAL_ACTION_PATROL_SENT);
  EXPECT_EQ(said.at().seconds(), 1773454200);
  EXPECT_EQ(said.organisation(), "Police Coast Guard");
}

TEST_F(Saying, WordsThatAreInNoListAreToldWithThoseThatAre) {
  EXPECT_EQ(Say({"confirm", "SG/1", "--as", "surely"}), 1);
  EXPECT_THAT(err_, HasSubstr("authority verified"));
  EXPECT_EQ(Say({"respond", "SG/1", "--action", "nothing"}), 1);
  EXPECT_THAT(err_, HasSubstr("--action"));
  EXPECT_EQ(Say({"classify", "SG/1", "--scheme", "IMB type"}), 1);
  EXPECT_THAT(err_, HasSubstr("--value"));
}

// The report SG/1 as the node would show it.
v1::IncidentStatement Shown(const std::string& id) {
  v1::IncidentStatement report;
  report.set_statement_id(id);
  report.set_address("SG/1");
  report.mutable_manifest()->set_kind(v1::STATEMENT_KIND_REPORT);
  report.mutable_manifest()->set_audience("all");
  report.mutable_facts()->set_act_stage(v1::ACT_STAGE_ROBBERY);
  report.mutable_vessel()->add_victims()->set_imo_number(9074720);
  return report;
}

TEST_F(Saying, ADisputeNamesTheReportAndAFieldOfItsSchema) {
  *log_.incident.add_statements() = Shown(IdOf(0));
  ASSERT_EQ(Say({"dispute", "SG/1", "--field", "facts.act_stage", "--reason", "nothing was taken"}), 0) << err_;
  const v1::Dispute dispute = Said<v1::Assertion>().dispute();
  EXPECT_EQ(dispute.field(), "facts.act_stage");
  EXPECT_EQ(dispute.reason(), "nothing was taken");
  EXPECT_EQ(dispute.report(), IdOf(0));
  EXPECT_THAT(out_, HasSubstr("ACT_STAGE_ROBBERY"));
  const size_t said = log_.requests.size();
  EXPECT_EQ(Say({"dispute", "SG/1", "--field", "facts.act_stages", "--reason", "x"}), 1);
  EXPECT_THAT(err_, HasSubstr("there is no field \"act_stages\""));
  EXPECT_EQ(log_.requests.size(), said);
}

TEST_F(Saying, ACorrectionQuotesTheOldValueAndTakesOnlyAValueOfTheField) {
  *log_.incident.add_statements() = Shown(IdOf(0));
  const std::vector<std::string> correct = {"correct", "SG/1", "--field", "vessel.victims[0].imo_number",
                                            "--reason", "read off the stern", "--to-value"};
  auto with = [&](const std::string& value) {
    std::vector<std::string> arguments = correct;
    arguments.push_back(value);
    return Say(arguments);
  };
  ASSERT_EQ(with("9074729"), 0) << err_;
  const v1::Correction correction = Said<v1::Assertion>().correction();
  EXPECT_EQ(correction.old_value(), "9074720");
  EXPECT_EQ(correction.new_value(), "9074729");
  EXPECT_EQ(correction.report(), IdOf(0));
  EXPECT_EQ(Manifest(2).audience(), "all");
  v1::PartRef& vessel = *log_.incident.mutable_statements(0)->mutable_manifest()->add_parts();
  vessel.set_name("vessel");
  vessel.set_audience("SG/near@1");
  ASSERT_EQ(with("9074729"), 0) << err_;
  EXPECT_EQ(Manifest(3).audience(), "SG/near@1") << "for those who know the ship";
  EXPECT_EQ(with("a lot"), 1);
  EXPECT_EQ(with("9074720"), 1);
  EXPECT_THAT(err_, HasSubstr("says already"));
}

TEST_F(Saying, ThePageShowsObjectionsBesideTheFieldUntilTheyAreTakenBack) {
  *log_.incident.add_statements() = Shown("report-1");
  v1::IncidentStatement& objection = *log_.incident.add_statements();
  objection.set_address("ID/5");
  objection.mutable_manifest()->set_kind(v1::STATEMENT_KIND_ASSERTION);
  objection.mutable_manifest()->set_subject("report-1");
  v1::Correction& correction = *objection.mutable_assertion()->mutable_correction();
  correction.set_field("vessel.victims[0].imo_number");
  correction.set_old_value("9074720");
  correction.set_new_value("9074729");
  const std::string page = formats::IncidentPage(log_.incident, 120);
  EXPECT_THAT(page, HasSubstr("[ID/5 says 9074729 instead of 9074720]"));
  EXPECT_THAT(page, HasSubstr("Disputes and corrections\n  SG/1 vessel.victims[0].imo_number"));
  objection.set_retracted(true);
  EXPECT_THAT(formats::IncidentPage(log_.incident, 120), Not(HasSubstr("instead of")));
}

}  // namespace
}  // namespace lightship::commands
