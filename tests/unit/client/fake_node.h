// A node that admits everything once, as the real one does, and can be made unreachable or strict.
#ifndef LIGHTSHIP_TESTS_UNIT_CLIENT_FAKE_NODE_H_
#define LIGHTSHIP_TESTS_UNIT_CLIENT_FAKE_NODE_H_

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/sdk/node.h"
#include "node/statement/open.h"

namespace lightship::sdk {

struct FakeLog {
  std::map<std::string, size_t> admitted;  // statement id -> index
  std::vector<v1::SubmitRequest> requests;  // every call
  std::set<std::string> refused;           // statement ids
  bool refuse_all = false;
  size_t reachable_calls = SIZE_MAX;       // then `away`
  absl::Status away = absl::UnavailableError("no answer");
  std::map<std::string, std::string> files;  // SHA-256 -> bytes
  bool uploads_fail = false;
  size_t upload_bytes = SIZE_MAX;    // that it takes of one
  std::function<void()> on_upload, on_submit;
  size_t many = 0;  // times that SubmitMany was called
  absl::Status ends_streams;  // after the first of many
  std::vector<std::string> audit;  // serialized records
  v1::GetIncidentResponse incident;
  std::string incident_id;  // if set, the only name under which `incident` is found, beside its summary's address
  v1::FindSimilarResponse similar;
  v1::ListIncidentsRequest last_list;
  v1::ListIncidentsResponse list;
  v1::ListAudiencesResponse audiences;
  std::vector<v1::CountIncidentsRequest> counts;
  std::function<v1::CountIncidentsResponse(const v1::CountIncidentsRequest&)> count;
  std::vector<v1::WatchIncidentsRequest> watches;
  std::vector<v1::WatchIncidentsResponse> changes;
  absl::Status watch_refused;
  v1::ListNoticesRequest last_notices;
  v1::ListNoticesResponse notices;
  v1::ListContactsRequest last_contacts;
  v1::ListContactsResponse contacts;
  v1::FindContactsRequest last_find;
  v1::FindContactsResponse found;
  v1::ExportBundleRequest last_export;
  v1::LogRange exported;
  std::string imported_file;
  v1::ImportBundleResponse imported;
};

class FakeNode final : public Node {
 public:
  explicit FakeNode(FakeLog& log) : log_(log) {}

  absl::StatusOr<v1::SubmitResponse> Submit(const v1::SubmitRequest& request) override {
    if (log_.on_submit) log_.on_submit();
    if (log_.requests.size() >= log_.reachable_calls) return log_.away;
    log_.requests.push_back(request);
    std::string id =
        crypto::AsString(statement::StatementId(request.statement().manifest()));
    if (log_.refuse_all || log_.refused.contains(id)) return absl::PermissionDeniedError("refused");
    auto [found, fresh] = log_.admitted.emplace(id, log_.admitted.size() + 1);
    v1::SubmitResponse response;
    response.set_statement_id(id);
    response.set_already_admitted(!fresh);
    response.mutable_receipt()->set_address(absl::StrCat("SG/", found->second));
    response.mutable_receipt()->add_holders("SG");
    response.mutable_receipt()->add_audience("SG");
    response.mutable_receipt()->add_audience("ID");
    return response;
  }
  // By the addresses that Submit gave out.
  absl::StatusOr<v1::GetReceiptResponse> GetReceipt(
      const v1::GetReceiptRequest& request) override {
    for (const v1::SubmitRequest& submitted : log_.requests) {
      const std::string& manifest = submitted.statement().manifest();
      auto found = log_.admitted.find(crypto::AsString(statement::StatementId(manifest)));
      if (found == log_.admitted.end()) continue;
      if (request.address() != absl::StrCat("SG/", found->second)) continue;
      v1::Entry entry;
      entry.set_index(found->second);
      entry.mutable_admitted_at()->set_seconds(1'800'000'000);
      entry.set_manifest(manifest);
      *entry.mutable_signatures() = submitted.statement().signatures();
      v1::GetReceiptResponse response;
      response.mutable_file()->mutable_statement()->set_entry(entry.SerializeAsString());
      return response;
    }
    return absl::NotFoundError("no such statement");
  }
  absl::StatusOr<v1::FindSimilarResponse> FindSimilar(const v1::FindSimilarRequest&) override {
    return log_.similar;
  }
  absl::StatusOr<v1::GetIncidentResponse> GetIncident(
      const v1::GetIncidentRequest& request) override {
    const v1::IncidentName& name = request.incident();
    const bool meant = log_.incident_id.empty() || name.incident_id() == log_.incident_id ||
                       name.address() == log_.incident.summary().address();
    if (log_.incident.statements().empty() || !meant) return absl::NotFoundError("no such incident");
    return log_.incident;
  }
  absl::StatusOr<v1::CountIncidentsResponse> CountIncidents(
      const v1::CountIncidentsRequest& request) override {
    log_.counts.push_back(request);
    return log_.count ? log_.count(request) : v1::CountIncidentsResponse();
  }
  absl::StatusOr<v1::ListIncidentsResponse> ListIncidents(
      const v1::ListIncidentsRequest& request) override {
    log_.last_list = request;
    return log_.list;
  }
  absl::StatusOr<v1::ListNoticesResponse> ListNotices(
      const v1::ListNoticesRequest& request) override {
    log_.last_notices = request;
    return log_.notices;
  }
  absl::StatusOr<v1::ListContactsResponse> ListContacts(
      const v1::ListContactsRequest& request) override {
    log_.last_contacts = request;
    return log_.contacts;
  }
  absl::StatusOr<v1::FindContactsResponse> FindContacts(
      const v1::FindContactsRequest& request) override {
    log_.last_find = request;
    return log_.found;
  }
  absl::StatusOr<v1::GetStatusResponse> GetStatus() override { return v1::GetStatusResponse(); }
  absl::StatusOr<v1::ListAudiencesResponse> ListAudiences() override { return log_.audiences; }
  absl::StatusOr<v1::GetAttachmentResponse> GetAttachment(
      const v1::GetAttachmentRequest& request) override {
    auto file = log_.files.find(request.sha256());
    const bool held = file != log_.files.end();
    if (!held && !IsNamed(request.sha256())) return absl::NotFoundError("no such attachment");
    v1::GetAttachmentResponse response;
    response.set_held(held ? file->second.size() : 0);
    response.set_whole(held);
    return response;
  }
  // Takes what some admitted statement names.
  absl::StatusOr<v1::UploadResponse> Upload(const std::string& sha256,
                                            absl::string_view bytes) override {
    if (log_.uploads_fail) return absl::UnavailableError("no answer");
    if (log_.on_upload) log_.on_upload();
    if (!IsNamed(sha256)) return absl::NotFoundError("no such attachment");
    v1::UploadResponse response;
    response.set_held(std::min(bytes.size(), log_.upload_bytes));
    if (response.held() < bytes.size()) return response;
    log_.files[sha256] = std::string(bytes);
    response.set_whole(true);
    return response;
  }
  absl::Status Download(const v1::DownloadRequest& request, const OnBytes& on_bytes) override {
    auto file = log_.files.find(request.sha256());
    if (file == log_.files.end()) return absl::NotFoundError("no such attachment");
    v1::DownloadResponse response;
    response.set_data(file->second);
    on_bytes(response);
    return absl::OkStatus();
  }
  absl::StatusOr<v1::GetStateHashResponse> GetStateHash(
      const v1::GetStateHashRequest&) override {
    return v1::GetStateHashResponse();
  }
  absl::StatusOr<v1::ScrubStatus> Scrub(bool) override { return absl::UnavailableError("no answer"); }
  absl::StatusOr<v1::ReadAuditResponse> ReadAudit(const v1::ReadAuditRequest& request) override {
    v1::ReadAuditResponse page;
    page.set_size(log_.audit.size());
    for (uint64_t i = request.from(); i < log_.audit.size(); ++i) page.add_records(log_.audit[i]);
    return page;
  }
  // What follows the cursor among the scripted changes; then the connection breaks.
  absl::Status Watch(const v1::WatchIncidentsRequest& request, const OnChange& on_change) override {
    log_.watches.push_back(request);
    if (!log_.watch_refused.ok()) return log_.watch_refused;
    bool after = request.cursor().empty() || request.cursor() == "0";
    for (const v1::WatchIncidentsResponse& change : log_.changes) {
      if (after && !on_change(change)) return absl::OkStatus();
      after = after || change.cursor() == request.cursor();
    }
    return absl::UnavailableError("no answer");
  }
  absl::Status ExportBundle(const v1::ExportBundleRequest& request,
                            const OnPiece& on_piece) override {
    log_.last_export = request;
    v1::ExportBundleResponse piece;
    piece.set_data("half ");
    on_piece(piece);
    piece.set_data("and half");
    on_piece(piece);
    piece.clear_data();
    *piece.add_logs() = log_.exported;
    on_piece(piece);
    return absl::OkStatus();
  }
  absl::StatusOr<v1::ImportBundleResponse> ImportBundle(absl::string_view file) override {
    log_.imported_file = std::string(file);
    return log_.imported;
  }
  absl::Status SubmitMany(const Next& next, const Done& done, size_t) override {
    ++log_.many;
    v1::SubmitRequest request;
    for (uint64_t number = 0; next(request); ++number) {
      auto response = Submit(request);
      const absl::Status stop = response.ok() || !IsUnreachable(response.status()) ? log_.ends_streams : response.status();
      done(number, std::move(response));
      if (!stop.ok()) return stop;
      request.Clear();
    }
    return absl::OkStatus();
  }

 private:
  bool IsNamed(const std::string& sha256) const {
    for (const v1::SubmitRequest& request : log_.requests) {
      const v1::SignedStatement& statement = request.statement();
      if (!log_.admitted.contains(crypto::AsString(statement::StatementId(statement.manifest())))) continue;
      for (const v1::Part& part : statement.parts()) {
        v1::Attachment attachment;
        if (part.name().rfind("attachment/", 0) == 0 && attachment.ParseFromString(part.content()) &&
            attachment.sha256() == sha256) {
          return true;
        }
      }
    }
    return false;
  }

  FakeLog& log_;
};

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_TESTS_UNIT_CLIENT_FAKE_NODE_H_
