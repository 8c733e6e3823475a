// Who may read, and who can, what the node lives by.
#ifndef LIGHTSHIP_CLIENT_DOCTOR_FILES_H_
#define LIGHTSHIP_CLIENT_DOCTOR_FILES_H_

#include <string>

#include "client/doctor/finding.h"
#include "client/doctor/installation.h"

namespace lightship::doctor {

struct FileFacts {
  unsigned owner = 0, group = 0;
  unsigned mode = 0;  // permission bits
  bool directory = false;
  bool own = true;  // of a directory: nothing lies in it but what a node puts there
};

// What a file is for, and so who may do what with it.
enum class Purpose {
  kPrivateKey,  // the node's user reads it, nobody else; its group may, if that is the node user's own
  kPublic,      // the node's user reads it, nobody else writes it
  kData,        // a directory that the node's user alone enters and writes
  kWritten,     // a directory that the node's user writes in, and not everybody
  kBeside       // the same, where the database is moved aside and put back
};

// Of a file that is there. `what` names it: "keys.node_key".
Finding JudgeFile(const std::string& what, const std::string& path, Purpose purpose,
                  const FileFacts& facts, const User& user);

// The configuration's own file, every file and directory that it names, and the pinned roots that are not as they should be.
Findings CheckFiles(const std::string& config_file, const config::v1::NodeConfig& config, const User& user);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_FILES_H_
