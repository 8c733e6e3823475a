// The verb dump: what a log holds, in a form that other programs read.
#include <algorithm>
#include <limits>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/app/tool/tool.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/log.h"
#include "node/ledger/stored_tiles.h"
#include "node/statement/open.h"
#include "node/store/schema.h"

namespace lightship::app::tool {
namespace {

struct Flags {
  Source source;
  std::string what, log;
  uint64_t from = 0;
  uint64_t to = std::numeric_limits<uint64_t>::max();
  bool json = false;
};

std::string Json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  return google::protobuf::util::MessageToJsonString(message, &json, options).ok() ? json : "null";
}

std::string Quoted(const std::string& text) {
  google::protobuf::Value value;
  value.set_string_value(text);
  return Json(value);
}

absl::StatusOr<uint64_t> SizeOf(const store::Store& store, const std::string& log) {
  absl::StatusOr<std::string> value = store.Get(store::Table::kHeads, log);
  storage::v1::LogHead head;
  if (absl::IsNotFound(value.status())) {
    return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                       absl::StrCat("no log ", log, " here; `lightshipd-tool state-hash` names those that are"));
  }
  RETURN_IF_ERROR(value.status());
  if (head.ParseFromString(*value)) return head.size();
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, absl::StrCat("the head of ", log, " does not parse"));
}

absl::Status Leaf(const store::Store& store, const Flags& flags, uint64_t index) {
  ASSIGN_OR_RETURN(const crypto::Digest leaf, ledger::StoredTiles(&store, flags.log).LeafAt(index));
  const std::string hex = base::Hex(crypto::AsView(leaf));
  if (flags.json) {
    std::cout << "{\"index\":" << index << ",\"leaf\":\"" << hex << "\"}\n";
  } else {
    std::cout << index << " " << hex << "\n";
  }
  return absl::OkStatus();
}

absl::Status Entry(const store::Store& store, const Flags& flags, uint64_t index) {
  absl::StatusOr<v1::HeldEntry> held = ledger::ReadHeld(store, flags.log, index);
  if (absl::IsNotFound(held.status())) {
    std::cout << (flags.json ? absl::StrCat("{\"index\":", index, "}\n") : absl::StrCat(index, " only the leaf is held\n"));
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(held.status());
  ASSIGN_OR_RETURN(const statement::OpenedEntry opened, statement::OpenEntry(held->entry()));
  const std::string at = absl::FormatTime(absl::RFC3339_full, opened.admitted_at, absl::UTCTimeZone());
  const std::string id = base::Hex(crypto::AsView(opened.statement_id));
  if (flags.json) {
    std::vector<std::string> parts;
    for (const v1::Part& part : held->parts()) {
      parts.push_back(absl::StrCat("{\"name\":", Quoted(part.name()), ",\"bytes\":", part.content().size(), "}"));
    }
    std::cout << "{\"index\":" << index << ",\"statement_id\":\"" << id << "\",\"admitted_at\":\"" << at << "\",\"manifest\":"
              << Json(opened.manifest) << ",\"parts\":[" << absl::StrJoin(parts, ",") << "],\"entry\":\"" << base::Base64(held->entry())
              << "\"}\n";
    return absl::OkStatus();
  }
  std::cout << index << " " << at << " " << v1::StatementKind_Name(opened.manifest.kind()) << " " << id;
  for (const v1::Part& part : held->parts()) std::cout << " " << part.name();
  std::cout << "\n";
  return absl::OkStatus();
}

absl::Status Notes(const store::Store& store, const Flags& flags, uint64_t limit) {
  return store.Scan(store::Table::kCheckpoints, store::NumberedKey(flags.log, flags.from), store::NumberedKey(flags.log, limit),
                    [&](absl::string_view, absl::string_view note) {
                      std::cout << (flags.json ? Quoted(std::string(note)) : std::string(note)) << "\n";
                      return true;
                    });
}

absl::Status Dump(const Flags& flags) {
  ASSIGN_OR_RETURN(auto store, Open(flags.source));
  ASSIGN_OR_RETURN(const uint64_t size, SizeOf(*store, flags.log));
  // A note is kept under the size that it signs.
  if (flags.what == "notes") return Notes(*store, flags, std::min(flags.to, size + 1));
  for (uint64_t index = flags.from; index < std::min(flags.to, size); ++index) {
    RETURN_IF_ERROR(flags.what == "leaves" ? Leaf(*store, flags, index) : Entry(*store, flags, index));
  }
  return absl::OkStatus();
}

}  // namespace

void AddDump(CLI::App& app, Work* work) {
  CLI::App* verb = app.add_subcommand(
      "dump", "What a log holds: its entries (manifest, names and sizes of parts, never what is in them), its leaves, or the\n"
              "checkpoints kept with their countersignatures");
  auto flags = std::make_shared<Flags>();
  verb->add_option("what", flags->what, "entries, leaves or notes")->required()->check(CLI::IsMember({"entries", "leaves", "notes"}));
  AddSource(*verb, flags->source);
  verb->add_option("--log", flags->log, "origin, such as lightship/SG/1")->type_name("ORIGIN")->required();
  verb->add_option("--first", flags->from, "first index, or size of the first note; without it 0")->type_name("N");
  verb->add_option("--limit", flags->to, "first index, or size, that is not wanted any more; without it the end")->type_name("N");
  verb->add_flag("--json", flags->json, "one JSON value a line; entries with all their bytes");
  verb->callback([work, flags] { *work = [flags] { return Dump(*flags); }; });
}

}  // namespace lightship::app::tool
