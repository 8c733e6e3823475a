#include "node/app/config.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::app {
namespace {

using ::testing::HasSubstr;

std::string Example() {
  std::ifstream file(CONFIG_FILE);
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

// The example with one text replaced by another; fails the test when it is not there.
std::string With(const std::string& from, const std::string& to) {
  std::string text = Example();
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string ErrorOf(const std::string& text) {
  absl::Status status = ParseConfig(text).status();
  EXPECT_EQ(base::ReasonOf(status), base::reason::kConfiguration) << status;
  return std::string(status.message());
}

void ExpectMentioned(const google::protobuf::Descriptor& type, const std::string& text) {
  for (int i = 0; i < type.field_count(); ++i) {
    EXPECT_THAT(text, HasSubstr(type.field(i)->name()));
    if (type.field(i)->message_type() != nullptr) ExpectMentioned(*type.field(i)->message_type(), text);
  }
}

TEST(Config, TheExampleIsRightAndHasEveryKey) {
  ASSERT_TRUE(ParseConfig(Example()).ok()) << ParseConfig(Example()).status();
  ExpectMentioned(*config::v1::NodeConfig::descriptor(), Example());
}

TEST(Config, TheExampleShowsTheDefaults) {
  config::v1::NodeConfig shown = *ParseConfig(Example());
  config::v1::NodeConfig defaults = DefaultConfig();
  EXPECT_EQ(shown.limits().SerializeAsString(), defaults.limits().SerializeAsString());
  EXPECT_EQ(shown.quotas().SerializeAsString(), defaults.quotas().SerializeAsString());
  EXPECT_EQ(shown.attachments().SerializeAsString(), defaults.attachments().SerializeAsString());
  EXPECT_EQ(shown.holders().SerializeAsString(), defaults.holders().SerializeAsString());
  EXPECT_EQ(shown.care().SerializeAsString(), defaults.care().SerializeAsString());
  EXPECT_EQ(shown.disk().SerializeAsString(), ParseConfig(With("  stop_copying_bytes: 268435456  # reload\n", ""))->disk().SerializeAsString());
  EXPECT_EQ(shown.disk().stop_admitting_bytes(), defaults.disk().stop_admitting_bytes());
  EXPECT_EQ(shown.backup().SerializeAsString(), defaults.backup().SerializeAsString());
  EXPECT_EQ(shown.listen(), defaults.listen());
  EXPECT_EQ(shown.epoch(), defaults.epoch());
  EXPECT_EQ(shown.log_level(), defaults.log_level());
}

TEST(Config, AKeyOnATokenNeedsFilesForTls) {
  const std::string key = "/etc/lightship/keys/key.pem";
  EXPECT_THAT(ErrorOf(With(key, "pkcs11:token=sg;object=node")), HasSubstr("keys.tls_certificate"));
  EXPECT_TRUE(ParseConfig(With(key, "pkcs11:token=sg;object=node\"\n tls_certificate: \"c\" tls_key: \"k")).ok());
  EXPECT_THAT(ErrorOf(With(key, key + "\"\n tls_certificate: \"c")), HasSubstr("keys.tls_certificate"));
  EXPECT_THAT(ErrorOf(With(key, key + "\"\n tls_certificate: \"c\" tls_key: \"pkcs11:token=sg")),
              HasSubstr("keys.tls_key"));
}

TEST(Config, ZeroMeansThatNoAttachmentIsCopiedUnasked) {
  const auto config = ParseConfig(With("eager_bytes: 8388608", "eager_bytes: 0"));
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->attachments().eager_bytes(), 0u);
}

TEST(Config, NoughtMeansNoQuotaAndLittleIsRefused) {
  const auto config = ParseConfig(With("submissions_per_day: 200000", "submissions_per_day: 0"));
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->quotas().submissions_per_day(), 0u);
  EXPECT_THAT(ErrorOf(With("attachment_bytes_per_day: 4294967296", "attachment_bytes_per_day: 1048575")),
              HasSubstr("quotas.attachment_bytes_per_day: 1048575; 1048576 to 1125899906842624, or 0"));
  EXPECT_TRUE(ParseConfig(With("peer_bytes_per_s: 125000000", "peer_bytes_per_s: 65536")).ok());
  EXPECT_THAT(ErrorOf(With("peer_bytes_per_s: 125000000", "peer_bytes_per_s: 65535")), HasSubstr("quotas.peer_bytes_per_s"));
  EXPECT_THAT(ErrorOf(With("peer_entries_per_s: 20000", "peer_entries_per_s: 9")), HasSubstr("quotas.peer_entries_per_s"));
  EXPECT_THAT(ErrorOf(With("peer_bytes_per_day: 68719476736", "peer_bytes_per_day: 1125899906842625")),
              HasSubstr("quotas.peer_bytes_per_day"));
}

TEST(Config, EveryFaultIsNamedWithLineKeyAndReason) {
  std::string text = With("economy: \"SG\"", "economy: \"Singapore\"");
  for (const auto& [from, to] : std::map<std::string, std::string>{{"epoch: 1 ", "epoch: \"one\" "},
                                                                   {"cache_bytes: 268435456", "cache_bytes: 5"},
                                                                   {"streams: 256", "strems: 256"},
                                                                   {"economy: \"PH\"", "economy: \"ID\""},
                                                                   {"log_level: \"info\"", "redial_most_ms: 4"}}) {
    text.replace(text.find(from), from.size(), to);
  }
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  const std::vector<std::string> faults = absl::StrSplit(ErrorOf(text), '\n');
  const auto expect = [&](const std::string& written, const std::string& fault) {
    const auto at = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return absl::StrContains(line, written); });
    const std::string place = absl::StrCat("line ", at - lines.begin() + 1, ": ");
    EXPECT_THAT(faults, ::testing::Contains(::testing::StartsWith(place + fault)));
  };
  expect("Singapore", "economy: 'Singapore'; an ISO 3166-1");
  expect("epoch: \"one\"", "epoch: Expected integer, got: \"one\"");
  expect("cache_bytes: 5", "limits.cache_bytes: 5; 1048576 to");
  expect("strems", "strems: there is no such key here; is streams meant?");



  EXPECT_THAT(ErrorOf(text), HasSubstr(": peers[1].economy: ID stands twice"));
  EXPECT_THAT(ErrorOf(text), HasSubstr(": redial_most_ms: there is no such key here; is limits.redial_most_ms meant?"));
  EXPECT_EQ(faults.size(), 6u) << ErrorOf(text);
}

TEST(Config, AKeyThatIsMissingIsLookedForInItsBlock) {
  EXPECT_THAT(ErrorOf("economy: \"SG\"\nkeys {\n}\n"), HasSubstr("line 2: keys.log_key: missing"));
  EXPECT_THAT(ErrorOf(With("inbox_statements: 4096", "inbox_statements: 4096 }} ")), HasSubstr("line "));
  EXPECT_THAT(ErrorOf("economy {"), ::testing::Not(HasSubstr("missing"))) << "what cannot be read may say it further down";
}

TEST(Config, AWordThatIsNearNothingIsOnlyCalledUnknown) {
  EXPECT_THAT(ErrorOf("supercalifragilistic: 1\n"), HasSubstr("line 1: supercalifragilistic: there is no such key here"));
  EXPECT_THAT(ErrorOf("supercalifragilistic: 1\n"), ::testing::Not(HasSubstr("meant")));
}

TEST(Config, KeysMayLieInTheDirectoryOfCredentialsAndInNoOther) {
  const std::string written = With("/etc/lightship/keys/log.key", "${CREDENTIALS_DIRECTORY}/log.key");
  unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_THAT(ErrorOf(written), HasSubstr("keys.log_key: '${CREDENTIALS_DIRECTORY}/log.key'; CREDENTIALS_DIRECTORY is not set"));
  setenv("CREDENTIALS_DIRECTORY", "/run/credentials/lightshipd.service", 1);
  const auto config = ParseConfig(written);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->keys().log_key(), "/run/credentials/lightshipd.service/log.key");
  EXPECT_EQ(config->keys().node_key(), "/etc/lightship/keys/key.pem");
  EXPECT_THAT(ErrorOf(With("/etc/lightship/keys/log.key", "${HOME}/log.key")), HasSubstr("only ${CREDENTIALS_DIRECTORY}"));
  unsetenv("CREDENTIALS_DIRECTORY");
}

TEST(Config, NamesEveryMissingKey) {
  std::string all;
  for (const base::Violation& violation : base::ViolationsOf(ParseConfig("").status())) {
    all += violation.field + "\n";
  }
  for (const char* key : {"economy", "data_dir", "checkpoint_file", "trust_dir",
                          "keys.node_certificate", "keys.node_key", "keys.log_key",
                          "keys.cosigner_key"}) {
    EXPECT_THAT(all, HasSubstr(key));
  }
}

TEST(Config, NamesValuesOutOfRangeAndWhatWouldBeRight) {
  EXPECT_THAT(ErrorOf(With("economy: \"SG\"", "economy: \"Singapore\"")), HasSubstr("alpha-2"));
  EXPECT_THAT(ErrorOf(With("listen: \"127.0.0.1:7443\"", "listen: \"127.0.0.1\"")),
              HasSubstr("listen"));
  EXPECT_THAT(ErrorOf(With("scrub_entries_per_s: 2000", "scrub_entries_per_s: 1")),
              HasSubstr("care.scrub_entries_per_s: 1; 10 to"));
  EXPECT_THAT(ErrorOf(With("scrub_every_s: 86400", "scrub_every_s: 1")),
              HasSubstr("care.scrub_every_s: 1; 60 to"));
  EXPECT_THAT(ErrorOf(With("attest_audit_every_s: 3600", "attest_audit_every_s: 31536001")),
              HasSubstr("care.attest_audit_every_s: 31536001; 1 to"));
  EXPECT_THAT(ErrorOf(With("assert_same_from: 0", "assert_same_from: 0.3")),
              HasSubstr("correlation.assert_same_from: 0.3; 0.5 to 1"));
  EXPECT_THAT(ErrorOf(With("inbox_statements: 4096", "inbox_statements: 1")),
              HasSubstr("limits.inbox_statements: 1; 16 to 1000000"));
  EXPECT_THAT(ErrorOf(With("redial_most_ms: 60000", "redial_most_ms: 499")),
              HasSubstr("limits.redial_most_ms: 499; 500"));
  EXPECT_THAT(ErrorOf(With("connections: 500", "connections: 15")), HasSubstr("limits.connections: 15; 16 to 100000"));
  EXPECT_THAT(ErrorOf(With("connections_of_address: 200", "connections_of_address: 3")),
              HasSubstr("limits.connections_of_address: 3; 4 to 100000"));
  EXPECT_THAT(ErrorOf(With("query_ms: 10000", "query_ms: 99")), HasSubstr("limits.query_ms: 99; 100 to 600000"));
  EXPECT_THAT(ErrorOf(With("memory_bytes: 0", "memory_bytes: 603979775")),
              HasSubstr("limits.memory_bytes: 603979775; 603979776 to"));
  EXPECT_THAT(ErrorOf(With("eager_bytes: 8388608", "eager_bytes: 67108865")),
              HasSubstr("attachments.eager_bytes: 67108865; 0 to 67108864"));
  EXPECT_THAT(ErrorOf(With("stop_admitting_bytes: 1073741824", "stop_admitting_bytes: 1099511627777")),
              HasSubstr("disk.stop_admitting_bytes: 1099511627777; 0 to"));
  EXPECT_THAT(ErrorOf(With("stop_copying_bytes: 268435456", "stop_copying_bytes: 1073741825")),
              HasSubstr("disk.stop_copying_bytes: 1073741825; 0 to stop_admitting_bytes"));
  EXPECT_THAT(ErrorOf(With("every_s: 3600  # reload\n  # How", "every_s: 59\n  # How")), HasSubstr("backup.every_s: 59; 60 to"));
  EXPECT_THAT(ErrorOf(With("keep: 48", "keep: 0\n  keep: 1001")), HasSubstr("backup.keep: 1001; 1 to 1000"));
  EXPECT_THAT(ErrorOf(With("# dir: \"/var/backups/lightship\"", "dir: \"/var/lib/lightship/data/backups\"")),
              HasSubstr("backup.dir"));
  EXPECT_THAT(ErrorOf(With("log_level: \"info\"", "log_level: \"loud\"")), HasSubstr("log_level"));
  EXPECT_THAT(ErrorOf(With("economy: \"PH\"", "economy: \"ID\"")), HasSubstr("peers[1].economy"));
  EXPECT_THAT(ErrorOf(With("economy: \"PH\"", "economy: \"SG\"")), HasSubstr("peers[1].economy"));
}

TEST(Config, TheAdministratorsListenerIsOfThisMachineAlone) {
  const std::string written = "listen: \"\"  # restart";
  for (const char* inside : {"127.0.0.1:0", "127.8.0.1:7444", "[::1]:7444", "localhost:7444", "unix:/run/lightship/admin.sock"}) {
    EXPECT_TRUE(ParseConfig(With(written, absl::StrCat("listen: \"", inside, "\""))).ok()) << inside;
  }
  for (const char* outside : {"0.0.0.0:7444", "[::]:7444", "10.0.0.1:7444", "node.sg.example:7444", "128.0.0.1:1", "127.0.0.1", "unix:",
                              "127.0.0.1.example:7444"}) {
    EXPECT_THAT(ErrorOf(With(written, absl::StrCat("listen: \"", outside, "\""))), HasSubstr("admin.listen: '")) << outside;
  }
}

TEST(Config, BoundsMemoryByWhatThereIsUnlessThatIsTooLittle) {
  config::v1::NodeConfig config = DefaultConfig();
  const absl::Status small = BoundMemory(uint64_t{512} << 20, config);
  EXPECT_EQ(base::ReasonOf(small), base::reason::kConfiguration);
  EXPECT_THAT(std::string(small.message()), HasSubstr("402653184; at least 603979776"));
  EXPECT_TRUE(BoundMemory(uint64_t{768} << 20, config).ok());
  EXPECT_EQ(config.limits().memory_bytes(), uint64_t{576} << 20);
  EXPECT_TRUE(BoundMemory(uint64_t{512} << 20, config).ok()) << "what is written was checked when it was read";
  config.mutable_limits()->set_memory_bytes(0);
  config.mutable_limits()->set_cache_bytes(64 << 20);
  EXPECT_TRUE(BoundMemory(uint64_t{512} << 20, config).ok());
}

TEST(Config, KeepsTheCheckpointOutsideTheDatabase) {
  const std::string checkpoint = "/var/lib/lightship/last-checkpoint";
  const std::string data = "data_dir: \"/var/lib/lightship/data";
  for (const char* inside : {"/var/lib/lightship/data/last", "/var/lib/lightship/./data//last"}) {
    EXPECT_THAT(ErrorOf(With(checkpoint, inside)), HasSubstr("checkpoint_file")) << inside;
  }
  for (const char* above : {"/var/lib/lightship/", "/var/lib/lightship", "/var/lib/lightship/x/.."}) {
    EXPECT_THAT(ErrorOf(With(data, absl::StrCat("data_dir: \"", above))), HasSubstr("checkpoint_file")) << above;
  }
  EXPECT_TRUE(ParseConfig(With(checkpoint, "/var/lib/lightship/data-checkpoint")).ok());
  EXPECT_TRUE(ParseConfig(With(checkpoint, "last-checkpoint")).ok());
}

TEST(Config, ErrorsOfAFileNameTheFile) {
  EXPECT_THAT(std::string(LoadConfig("/no/such/file").status().message()),
              HasSubstr("/no/such/file"));
}

}  // namespace
}  // namespace lightship::app
