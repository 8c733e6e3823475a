#include "client/doctor/installation.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/sdk/file.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "node/base/status.h"

namespace lightship::doctor {
namespace {

constexpr char kDefaultListen[] = "127.0.0.1:7443";

// The first error, its place counted from 1.
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }
  void AddWarning(int, google::protobuf::io::ColumnNumber, const std::string&) override {}
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

User UserOf(const passwd* entry, unsigned id, unsigned group) {
  if (entry == nullptr) return {id, group, absl::StrCat(id), {}};
  int count = 64;
  std::vector<gid_t> groups(count);
  if (getgrouplist(entry->pw_name, group, groups.data(), &count) < 0) count = 0;
  return {id, group, entry->pw_name, {groups.begin(), groups.begin() + count}};
}

}  // namespace

absl::StatusOr<config::v1::NodeConfig> ReadConfig(const std::string& path) {
  ASSIGN_OR_RETURN(std::string text, sdk::ReadFile(path));
  config::v1::NodeConfig config;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  parser.AllowUnknownField(true);
  if (!parser.ParseFromString(text, &config)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", error.text()));
  }
  if (config.listen().empty()) config.set_listen(kDefaultListen);
  return config;
}

std::string ListensOn(const config::v1::NodeConfig& config) {
  if (!config.address_file().empty()) {
    absl::StatusOr<std::string> written = sdk::ReadFile(config.address_file());
    if (written.ok()) return std::string(absl::StripAsciiWhitespace(*written));
  }
  return config.listen();
}

std::string LocalAddress(const std::string& listen) {
  for (absl::string_view any : {"0.0.0.0:", "[::]:", "*:"}) {
    absl::string_view port = listen;
    if (absl::ConsumePrefix(&port, any)) return absl::StrCat("127.0.0.1:", port);
  }
  return listen;
}

User NodeUser(const config::v1::NodeConfig& config, const std::string& named) {
  const passwd* by_name = named.empty() ? nullptr : getpwnam(named.c_str());
  if (by_name != nullptr) return UserOf(by_name, by_name->pw_uid, by_name->pw_gid);
  struct stat data {};
  if (!config.data_dir().empty() && stat(config.data_dir().c_str(), &data) == 0) {
    return UserOf(getpwuid(data.st_uid), data.st_uid, data.st_gid);
  }
  const passwd* installed = getuid() == 0 ? getpwnam(kUser) : nullptr;
  if (installed != nullptr) return UserOf(installed, installed->pw_uid, installed->pw_gid);
  return UserOf(getpwuid(getuid()), getuid(), getgid());
}

}  // namespace lightship::doctor
