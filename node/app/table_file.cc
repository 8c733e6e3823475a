#include "node/app/table_file.h"

#include <elf.h>
#include <link.h>

#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "node/base/encoding.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

// The contents of the note NT_GNU_BUILD_ID among these; a note is a header, its name and its contents, each to a multiple of four.
std::string BuildIdAmong(absl::string_view notes) {
  const auto padded = [](size_t length) { return (length + 3) & ~size_t{3}; };
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes.data(), sizeof(note));
    const size_t begin = sizeof(note) + padded(note.n_namesz), end = begin + padded(note.n_descsz);
    if (end > notes.size()) break;
    if (note.n_type == NT_GNU_BUILD_ID) return base::Hex(notes.substr(begin, note.n_descsz));
    notes.remove_prefix(end);
  }
  return "";
}

// Of the first object, which is the program.
int FindBuildId(dl_phdr_info* object, size_t, void* found) {
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* notes = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);
    std::string id = BuildIdAmong({notes, segment.p_memsz});
    if (!id.empty()) *static_cast<std::string*>(found) = std::move(id);
  }
  return 1;
}

}  // namespace

std::string BuildId() {
  std::string id;
  dl_iterate_phdr(FindBuildId, &id);
  return id;
}

incident::IncidentIndex::Keeping TableFile(const config::v1::NodeConfig& config) {
  return {absl::StrCat(config.data_dir(), "/incident-table"), BuildId()};
}

absl::Status KeepTable(const config::v1::NodeConfig& config, const incident::IncidentIndex& incidents, const incident::Matcher& matcher,
                       const ledger::DiskRoom& room) {
  absl::Status kept = room.CheckCopying();
  if (kept.ok()) kept = incidents.Keep(TableFile(config), matcher.Kept());
  if (!kept.ok()) spdlog::warn("the table of incidents is not kept, so that the next start takes longer: {}", std::string(kept.message()));
  return kept;
}

std::unique_ptr<incident::Matcher> OpenMatcher(const config::v1::NodeConfig& config, const store::Store* store,
                                               incident::IncidentIndex& incidents) {
  auto matcher = std::make_unique<incident::Matcher>(store);
  const std::string kept = incidents.TakeMatcher();
  if (!kept.empty() && config.correlation().assert_same_from() == 0) matcher->Restore(kept, incidents.snapshot());
  return matcher;
}

}  // namespace lightship::app
