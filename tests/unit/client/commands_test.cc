#include <sys/stat.h>

#include "client/sdk/identity.h"
#include "gmock/gmock.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/report.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/certificate.h"
#include "node/statement/identity.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Commands = Desk;

std::vector<std::string> SmallReport() {
  return {"report", "--time", "2026-03-13 1926 UTC", "--position", "01:15.25N 104:02.41E",
          "--act", "robbery", "--status", "anchored", "--ship-type", "bulk carrier"};
}

TEST_F(Commands, PkiMakesChainsThatVerifyAgainstTheRootAlone) {
  ASSERT_EQ(Lightship({"pki", "officer", "--ca", Path("pki"), "--name", "desk-2", "--role",
                       "submitter", "--role", "analyst", "--dir", Path("desk-2")}),
            0)
      << err_;
  auto officer = sdk::LoadIdentity(Path("desk-2"));
  ASSERT_TRUE(officer.ok()) << officer.status();
  auto roots = statement::PinnedRoots::LoadDirectory(Path("trust"));
  ASSERT_TRUE(roots.ok());
  auto who = statement::VerifyIdentity(officer->chain, *roots, clock_.Now());
  ASSERT_TRUE(who.ok()) << who.status();
  EXPECT_EQ(who->Uri(), "lightship:sg:officer:desk-2");
  EXPECT_TRUE(who->Has(statement::Role::kAnalyst));
  EXPECT_FALSE(who->Has(statement::Role::kAdministrator));
}

TEST_F(Commands, PkiGivesANodeItsFourKeysForItsOwnerOnly) {
  ASSERT_EQ(Lightship({"pki", "node", "--ca", Path("pki"), "--name", "sg-1", "--dir", Path("sg-1")}), 0)
      << err_;
  for (const char* file : {"key.pem", "log.key", "cosigner.key"}) {
    struct stat info {};
    ASSERT_EQ(stat(Path(std::string("sg-1/") + file).c_str(), &info), 0) << file;
    EXPECT_EQ(info.st_mode & 0777, 0600u) << file;
  }
  EXPECT_EQ(Lightship({"pki", "show", Path("sg-1/certificate.pem")}), 0);
  EXPECT_THAT(out_, AllOf(HasSubstr("lightship:sg:node:sg-1"), HasSubstr("lightship:role:node")));
}

TEST_F(Commands, PkiNeverOverwritesAndNeverMakesOddNames) {
  EXPECT_EQ(Lightship({"pki", "root", "--economy", "SG", "--dir", Path("pki")}), 1);
  EXPECT_THAT(err_, HasSubstr("never overwritten"));
  EXPECT_EQ(Lightship({"pki", "root", "--economy", "sg", "--dir", Path("x")}), 1);
  EXPECT_EQ(Lightship({"pki", "officer", "--ca", Path("pki"), "--name", "Ann B", "--role",
                       "submitter", "--dir", Path("x")}),
            1);
  EXPECT_EQ(Lightship({"pki", "officer", "--ca", Path("pki"), "--name", "ann", "--role", "node",
                       "--dir", Path("x")}),
            1);
  EXPECT_FALSE(std::filesystem::exists(Path("x")));
}

TEST_F(Commands, ReportSaysWhatWasUnderstoodAndWhoHoldsIt) {
  ASSERT_EQ(LightshipAs(SmallReport()), 0) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("2026-03-13 19:26Z"), HasSubstr("= 1.2541667, 104.0401667"),
                          HasSubstr("SG/1  held by 1 of 2: SG; waiting for ID")));
  v1::Facts facts;
  ASSERT_TRUE(facts.ParseFromString(log_.requests.at(0).statement().parts(0).content()));
  EXPECT_EQ(facts.act_stage(), v1::ACT_STAGE_ROBBERY);
  EXPECT_EQ(facts.weapons_statement(), v1::STATED_STATE_NOT_STATED);
}

TEST_F(Commands, ReportKeepsTheShipsIdentityInAPartOfItsOwn) {
  std::vector<std::string> arguments = SmallReport();
  for (const char* more : {"--ship-name", "MV Emerald", "--imo", "9074729", "--vessel-audience",
                           "SG/straits-patrol@1", "--people", "4-6", "--weapons", "knife"}) {
    arguments.push_back(more);
  }
  ASSERT_EQ(LightshipAs(arguments), 0) << err_;
  auto manifest = statement::ParseManifest(log_.requests.at(0).statement().manifest());
  ASSERT_TRUE(manifest.ok());
  const v1::PartRef* vessel = statement::FindPart(*manifest, "vessel");
  ASSERT_NE(vessel, nullptr);
  EXPECT_EQ(vessel->audience(), "SG/straits-patrol@1");
  EXPECT_THAT(log_.requests.at(0).statement().parts(0).content(), Not(HasSubstr("Emerald")));
}

TEST_F(Commands, ReportAsksStepByStepAndAsksAgain) {
  const std::string typed =
      "91:00N 104:00E\n01:15.25N 104:02.41E\n\n2026-03-13 1926 UTC\nboarded\nanchored\ntug\n"
      "Sea Tug\n123\n9074729\n4 to 6\nknife, gun\nThey left.\ny\n";
  ASSERT_EQ(LightshipAs({"report"}, typed, true), 0) << out_ << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("seven digits"), HasSubstr("Sign and send? [y/N]")));
  EXPECT_EQ(log_.requests.size(), 1u);
}

TEST_F(Commands, ReportSendsNothingWithoutAYes) {
  EXPECT_EQ(LightshipAs(SmallReport(), "n\n", true), 1);
  EXPECT_THAT(err_, HasSubstr("nothing was sent"));
  EXPECT_TRUE(log_.requests.empty());
}

TEST_F(Commands, ReportIsKeptWhileTheNodeIsUnreachableAndDeliveredOnce) {
  log_.reachable_calls = 0;
  EXPECT_EQ(LightshipAs(SmallReport()), 3);
  EXPECT_THAT(err_, HasSubstr("not delivered yet"));
  EXPECT_EQ(LightshipAs({"spool"}), 0);
  EXPECT_THAT(out_, AllOf(HasSubstr("report"), HasSubstr("1 waiting")));
  log_.reachable_calls = SIZE_MAX;
  EXPECT_EQ(LightshipAs({"spool", "send"}), 0);
  EXPECT_THAT(out_, HasSubstr("sent 1, refused 0, still waiting 0"));
  EXPECT_EQ(LightshipAs({"spool", "send"}), 0);
  EXPECT_EQ(log_.requests.size(), 1u);
}

TEST_F(Commands, ReportIsKeptWhenTheNodeFailsRatherThanRefuses) {
  log_.reachable_calls = 0;
  int waiting = 0;
  const absl::Status failures[] = {
      absl::CancelledError("the node stops"), absl::UnknownError("no status"), absl::DataLossError("damaged"),
      absl::ResourceExhaustedError("busy"),
      base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kFrozen, "two histories"),
      base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kNodeKeyUnfit, "it has ended")};
  for (const absl::Status& failure : failures) {
    log_.away = failure;
    EXPECT_EQ(LightshipAs(SmallReport()), 3) << log_.away;
    EXPECT_EQ(LightshipAs({"spool"}), 0);
    EXPECT_THAT(out_, HasSubstr(absl::StrCat(++waiting, " waiting")));
  }
  log_.away = absl::PermissionDeniedError("the role is missing");
  EXPECT_EQ(LightshipAs(SmallReport()), 2);
  EXPECT_EQ(LightshipAs({"spool"}), 0);
  EXPECT_THAT(out_, HasSubstr(absl::StrCat(waiting, " waiting")));
}

TEST_F(Commands, FlagErrorsSayWhatWouldBeRight) {
  struct Case {
    std::vector<std::string> arguments;
    std::string says;
  };
  const Case cases[] = {
      {{"list", "--since", "yesterday"}, "--since: \"yesterday\" should be a date"},
      {{"list", "--box", "1,2,3"}, "--box: \"1,2,3\" should be south,west,north,east"},
      {{"list", "--near", "Batam"}, "holds no latitude and longitude"},
      {{"list", "--radius", "5"}, "--radius needs --near"},
      {{"list", "--act", "xyz"}, "--act: "},
      {{"show", "SG-1"}, "should be an address such as SG/1234"},
      {{"report", "--time", "soon", "--act", "boarded"}, "--time: "},
      {{"report"}, "say what happened"},
      {{"audience", "all"}, "not \"own\" or \"all\""},
      {{"audience"}, "or --list"},
      {{"audience", "patrol", "--list"}, "--list stands alone"},
      {{"key", "revoke", "beef", "--reason", "superseded"}, "64 hexadecimal digits"},
      {{"key", "revoke", std::string(64, 'a'), "--reason", "lost"}, "key-compromise"},
      {{"key", "revoke", std::string(64, 'a'), "--reason", "superseded", "--compromised-since", "then"},
       "--compromised-since"},
  };
  for (const Case& wrong : cases) {
    EXPECT_EQ(LightshipAs(wrong.arguments), 1) << wrong.says;
    EXPECT_THAT(err_, HasSubstr(wrong.says));
  }
  EXPECT_EQ(Lightship({"list"}), 1);
  EXPECT_THAT(err_, HasSubstr("LIGHTSHIP_NODE"));
  EXPECT_EQ(Lightship({"nonsense"}), 1);
}

TEST_F(Commands, ListTurnsFlagsIntoAFilterAndFollowsPages) {
  v1::IncidentSummary* incident = log_.list.add_incidents();
  incident->set_address("SG/7");
  incident->set_place_text("=cmd|\x1b[2J");
  incident->set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  log_.list.set_total(1);
  ASSERT_EQ(LightshipAs({"list", "--near", "01:15N 104:02E", "--radius", "30", "--act", "boarded",
                         "--since", "2026-01-01"}),
            0)
      << err_;
  const v1::IncidentFilter& filter = log_.last_list.filter();
  EXPECT_EQ(filter.circle().lat_e7(), 12500000);
  EXPECT_DOUBLE_EQ(filter.circle().radius_m(), 30 * 1852.0);
  EXPECT_EQ(filter.act_stages(0), v1::ACT_STAGE_BOARDED);
  EXPECT_THAT(out_, AllOf(HasSubstr("SG/7"), HasSubstr("1 of 1 incident"), Not(HasSubstr("\x1b"))));
  ASSERT_EQ(LightshipAs({"list", "--csv"}), 0);
  EXPECT_THAT(out_, HasSubstr("'=cmd"));
}

TEST_F(Commands, ListSaysHowWellThePlaceIsKnown) {
  ASSERT_EQ(LightshipAs({"list", "--located", "roughly", "--located", "not"}), 0) << err_;
  EXPECT_THAT(log_.last_list.filter().located(), ElementsAre(v1::LOCATED_ROUGHLY, v1::LOCATED_NOT));
  EXPECT_EQ(LightshipAs({"list", "--located", "somewhere"}), 1);
  EXPECT_THAT(err_, AllOf(HasSubstr("--located: "), HasSubstr("precisely")));
}

TEST_F(Commands, AudienceListsTheMembersAndTheNamedOnes) {
  log_.audiences.add_members("ID");
  log_.audiences.add_members("SG");
  v1::NamedAudience& audience = *log_.audiences.add_audiences();
  audience.set_name("SG/straits-patrol@3");
  audience.add_economies("SG");
  audience.set_address("SG/14");
  ASSERT_EQ(LightshipAs({"audience", "--list"}), 0) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("ID SG"), HasSubstr("SG/straits-patrol@3"), HasSubstr("SG/14")));
  ASSERT_EQ(LightshipAs({"audience", "--list", "--json"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("\"address\":\"SG/14\""));
}

TEST_F(Commands, ExitCodesTellScriptsWhatHappened) {
  EXPECT_EQ(LightshipAs({"show", "SG/99"}), 4);
  EXPECT_EQ(LightshipAs({"watch"}), 3);
  EXPECT_EQ(LightshipAs({"audience", "patrol", "--member", "ID"}), 2) << "not an administrator";
  EXPECT_THAT(err_, HasSubstr("administrator"));
}

TEST_F(Commands, AnAdministratorGrantsAndRevokesAKeyByItsCertificate) {
  const std::string certificate = Path("watch-1/certificate.pem");
  EXPECT_EQ(LightshipAs({"key", "grant", certificate}), 2) << "not an administrator";
  EXPECT_THAT(err_, HasSubstr("administrator"));
  ASSERT_TRUE(IssueOfficer(Path("pki"), {"chief", {"administrator"}, {}, {}, 30}, clock_.Now(),
                           Path("chief"))
                  .ok());
  auto as_chief = [this](std::vector<std::string> arguments) {
    for (std::string flag : {"--node", "node:1", "--identity", "ID", "--trust", "TRUST"}) {
      arguments.push_back(flag == "ID" ? Path("chief") : flag == "TRUST" ? Path("trust") : flag);
    }
    return Lightship(arguments);
  };
  ASSERT_EQ(as_chief({"key", "grant", certificate}), 0) << err_;
  ASSERT_EQ(as_chief({"key", "revoke", certificate, "--reason", "key-compromise",
                      "--compromised-since", "2026-03-14T09:00Z"}),
            0)
      << err_;
  ASSERT_EQ(log_.requests.size(), 2u);
  v1::KeyStatement granted, revoked;
  ASSERT_TRUE(granted.ParseFromString(log_.requests[0].statement().parts(0).content()));
  ASSERT_TRUE(revoked.ParseFromString(log_.requests[1].statement().parts(0).content()));
  auto own = crypto::CertificatesFromPem(sdk::ReadFile(certificate).value()).value().front();
  EXPECT_EQ(granted.grant().certificate_chain(0), own.der());
  EXPECT_EQ(revoked.revocation().key_id(), crypto::AsString(own.public_key().key_id()));
  EXPECT_EQ(revoked.revocation().reason(), v1::REVOCATION_REASON_KEY_COMPROMISE);
  EXPECT_EQ(revoked.revocation().compromised_since().seconds(), 1773478800);
}

TEST_F(Commands, AuditNoticesARecordThatWasChangedOrLeftOut) {
  std::string previous(crypto::kDigestBytes, '\0');
  for (const char* reader : {"watch-1", "watch-2", "watch-3"}) {
    v1::AuditRecord record;
    record.set_reader(reader);
    record.set_previous(previous);
    log_.audit.push_back(record.SerializeAsString());
    previous = crypto::AsString(crypto::Sha256(log_.audit.back()));
  }
  EXPECT_EQ(LightshipAs({"audit", "--last", "2"}), 0) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("watch-3"), Not(HasSubstr("watch-1")), HasSubstr("3 reads")));
  const std::vector<std::string> whole = log_.audit;
  v1::AuditRecord changed;
  ASSERT_TRUE(changed.ParseFromString(log_.audit[1]));
  changed.set_reader("nobody");
  log_.audit[1] = changed.SerializeAsString();
  EXPECT_EQ(LightshipAs({"audit"}), 5);
  EXPECT_THAT(err_, HasSubstr("record 2 does not follow"));
  log_.audit = {whole[0], whole[2]};
  EXPECT_EQ(LightshipAs({"audit"}), 5);
}

TEST_F(Commands, VerifyRefusesWhatIsNotProven) {
  ASSERT_TRUE(sdk::CreateFile(Path("a.lightship"), "nonsense", sdk::Access::kEverybody).ok());
  EXPECT_EQ(Lightship({"verify", Path("a.lightship"), "--trust", Path("trust")}), 1);
  EXPECT_THAT(err_, HasSubstr("a.tlog-proof"));
  ASSERT_TRUE(sdk::CreateFile(Path("a.tlog-proof"), "nonsense", sdk::Access::kEverybody).ok());
  EXPECT_EQ(Lightship({"verify", Path("a.lightship"), "--trust", Path("trust")}), 5);
  EXPECT_THAT(err_, HasSubstr("NOT VERIFIED"));
  EXPECT_EQ(out_, "");
}

TEST_F(Commands, HelpTeachesByExample) {
  for (const char* verb : {"report", "list", "show", "watch", "receipt", "verify", "import", "status",
                           "spool", "audience", "key", "pki"}) {
    EXPECT_EQ(Lightship({verb, "--help"}), 0);
    EXPECT_THAT(out_, AllOf(HasSubstr("Example"), HasSubstr(std::string("lightship ") + verb)));
  }
}

TEST_F(Commands, AnAlertSignedOfflineIsSubmittedFromMailOnceHoweverOftenItCame) {
  std::vector<std::string> report = SmallReport();
  for (std::string flag : {"--armor", "-", "--identity", "ID"}) {
    report.push_back(flag == "ID" ? Path("watch-1") : flag);
  }
  ASSERT_EQ(Lightship(report), 0) << err_;  // neither node nor roots
  EXPECT_EQ(log_.requests.size(), 0u);
  EXPECT_EQ(out_.rfind("LIGHTSHIP ALERT 1 BEGIN\n", 0), 0u) << out_;
  const std::string alert = out_;
  ASSERT_EQ(LightshipAs({"submit", "--armor", "-"}, "Hello,\r\n" + alert), 0) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("SG/1"), Not(HasSubstr("admitted before"))));
  ASSERT_EQ(log_.requests.size(), 1u);
  EXPECT_EQ(log_.requests[0].chains_size(), 1) << "the carrying officer is the signer";
  ASSERT_EQ(LightshipAs({"submit", "--armor", "-"}, alert + alert), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("SG/1  (was admitted before)"));
  EXPECT_EQ(log_.admitted.size(), 1u);
}

TEST_F(Commands, SubmitSendsTheChainThatWasGivenForTheSigner) {
  ASSERT_EQ(Lightship({"pki", "officer", "--ca", Path("pki"), "--name", "master", "--role",
                       "submitter", "--dir", Path("master")}),
            0);
  std::vector<std::string> report = SmallReport();
  for (std::string flag : {"--armor", "FILE", "--identity", "ID"}) {
    report.push_back(flag == "ID" ? Path("master") : flag == "FILE" ? Path("alert.txt") : flag);
  }
  ASSERT_EQ(Lightship(report), 0) << err_;
  EXPECT_EQ(Lightship(report), 1) << "never overwritten";
  ASSERT_EQ(LightshipAs({"submit", "--armor", Path("alert.txt")}), 0) << err_;
  EXPECT_EQ(log_.requests.back().chains_size(), 0) << "the carrying officer's chain is not the signer's";
  ASSERT_EQ(LightshipAs({"submit", "--armor", Path("alert.txt"), "--chain", Path("master/certificate.pem")}), 0);
  EXPECT_EQ(log_.requests.back().chains_size(), 1);
}

TEST_F(Commands, SubmitSaysWhatIsWrongWithTheText) {
  EXPECT_EQ(LightshipAs({"submit", "--armor", "-"}, "no alert here"), 1);
  EXPECT_THAT(err_, HasSubstr("no line says LIGHTSHIP ALERT 1 BEGIN"));
  EXPECT_EQ(LightshipAs({"submit", "--armor", "-"}, "\nLIGHTSHIP ALERT 1 BEGIN\nABC"), 2);
  EXPECT_THAT(err_, HasSubstr("line 2: no END follows"));
  EXPECT_EQ(log_.requests.size(), 0u);
}

TEST_F(Commands, BundleExportWritesTheWholeFileOnceAndNamesWhatItHolds) {
  log_.exported.set_origin("lightship/SG/1");
  log_.exported.set_from(1000);
  log_.exported.set_until(1200);
  std::vector<std::string> command = {"bundle", "export", "--for", "ID", "--log", "SG/1000",
                                      "--log", "PH", "--out", Path("b")};
  ASSERT_EQ(LightshipAs(command), 0) << err_;
  EXPECT_EQ(sdk::ReadFile(Path("b")).value(), "half and half");
  EXPECT_THAT(out_, AllOf(HasSubstr("13 bytes, for ID alone"), HasSubstr("1000 to 1199")));
  ASSERT_EQ(log_.last_export.logs_size(), 2);
  EXPECT_EQ(log_.last_export.logs(0).origin(), "SG");
  EXPECT_EQ(log_.last_export.logs(0).from(), 1000u);
  EXPECT_EQ(LightshipAs(command), 1) << "never overwritten";
  EXPECT_EQ(LightshipAs({"bundle", "export", "--for", "ID", "--log", "SG/x", "--out", Path("c")}), 1);
}

TEST_F(Commands, BundleImportSaysPerLogWhatWasTakenAndFailsForWhatWasNot) {
  ASSERT_TRUE(sdk::CreateFile(Path("b"), "bundle", sdk::Access::kEverybody).ok());
  v1::ImportedLog& log = *log_.imported.add_logs();
  log.mutable_range()->set_origin("lightship/SG/1");
  log.mutable_range()->set_from(10);
  log.mutable_range()->set_until(30);
  log.set_held_before(12);
  log.set_held_after(30);
  EXPECT_EQ(LightshipAs({"bundle", "import", Path("b")}), 0) << err_;
  EXPECT_EQ(log_.imported_file, "bundle");
  EXPECT_THAT(out_, AllOf(HasSubstr("10 to 29"), HasSubstr("taken: 18 new")));
  log.set_held_before(30);
  EXPECT_EQ(LightshipAs({"bundle", "import", Path("b")}), 0);
  EXPECT_THAT(out_, HasSubstr("held already"));
  log.set_held_before(5);
  log.set_held_after(5);
  EXPECT_EQ(LightshipAs({"bundle", "import", Path("b")}), 6);
  EXPECT_THAT(out_, HasSubstr("bring the entries from 5 on first"));
  log_.imported.set_fault("leaf 12 does not verify");
  log_.imported.set_fault_reason("BAD_PROOF");
  EXPECT_EQ(LightshipAs({"bundle", "import", Path("b")}), 5);
  EXPECT_THAT(err_, HasSubstr("leaf 12 does not verify (BAD_PROOF)"));
}

}  // namespace
}  // namespace lightship::commands
