// What officers say of incidents: signed, told to whom the report was told, and shown before.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/claims.pb.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

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
  ASSERT_EQ(Say({"classify", "SG/1"}, "y\n", true), 0) << err_;
  const v1::Classification said = Said<v1::Assertion>().classification();
  EXPECT_EQ(said.scheme(), v1::CLASSIFICATION_SCHEME_RECAAP_CAT);
  EXPECT_EQ(said.value(), "3");
  EXPECT_THAT(said.basis(), HasSubstr("weapons: knife or blade"));
  EXPECT_THAT(out_, HasSubstr("perpetrators: 4 to 6"));
  EXPECT_THAT(out_, HasSubstr("provisional")) << "nothing is said of the crew";
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

}  // namespace
}  // namespace lightship::commands
