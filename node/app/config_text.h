// The text of a configuration file: parsed with the line of every key, and every fault of it at once.
#ifndef LIGHTSHIP_NODE_APP_CONFIG_TEXT_H_
#define LIGHTSHIP_NODE_APP_CONFIG_TEXT_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "lightship/config/v1/config.pb.h"

namespace lightship::app {

// Thread-compatible.
class ConfigText {
 public:
  struct Fault {
    int line;  // from 1; 0: of the file as a whole
    std::string key;
    std::string reason;
  };

  explicit ConfigText(absl::string_view text);

  // What the text says, without defaults. Of a text with faults, what is right in it.
  const config::v1::NodeConfig& written() const { return written_; }
  // Values that cannot be read and keys that there are not, with the key that may have been meant.
  const std::vector<Fault>& faults() const { return faults_; }
  // False when the text cannot be read to its end: what it does not say may stand behind.
  bool whole() const { return whole_; }

  // Line, from 1, of a key such as "limits.cache_bytes" or "peers[1].economy"; of the innermost block around it when the key is
  // not written; 0 when nothing of it is.
  int LineOf(absl::string_view key) const;
  // Whether the key is written, with a value that cannot be read.
  bool IsUnreadable(absl::string_view key) const;

 private:
  class Collector;
  void Parse(std::string text);

  config::v1::NodeConfig written_;
  std::unique_ptr<google::protobuf::TextFormat::ParseInfoTree> places_;
  std::vector<Fault> faults_;
  std::set<std::string> unreadable_;  // last words of keys
  bool whole_ = true;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_CONFIG_TEXT_H_
