#include "node/rpc/bulletin_service.h"

#include "grpcpp/server_context.h"
#include "lightship/v1/contact.grpc.pb.h"
#include "lightship/v1/notice.grpc.pb.h"
#include "node/base/status.h"
#include "node/incident/bulletin/contact_find.h"
#include "node/incident/bulletin/contact_list.h"
#include "node/incident/bulletin/notice_list.h"

namespace lightship::rpc {
namespace {

namespace bulletin = incident::bulletin;

absl::StatusOr<statement::Identity> Admit(const BulletinBackend& backend,
                                          const grpc::CallbackServerContext& context) {
  return backend.gate->AdmitOfficer(*context.auth_context(),
                                    statement::Operation::kReadIncidents);
}

template <typename Posted>
void AddRead(const Posted& posted, Reads& reads) {
  if (posted.has_restricted()) reads.push_back(posted.restricted());
}

class NoticeService final : public v1::NoticeService::CallbackService {
 public:
  explicit NoticeService(const BulletinBackend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* ListNotices(grpc::CallbackServerContext* context,
                                        const v1::ListNoticesRequest* request,
                                        v1::ListNoticesResponse* response) override {
    return backend_.audit->Call(
        *context, "ListNotices", Admit(backend_, *context),
        [this, request, response]() -> absl::StatusOr<Reads> {
          ASSIGN_OR_RETURN(*response, bulletin::ListNotices(*backend_.postings->board(), *request,
                                                            backend_.clock->Now()));
          Reads reads;
          for (const v1::PostedNotice& notice : response->notices()) AddRead(notice, reads);
          return reads;
        });
  }

 private:
  const BulletinBackend backend_;
};

class DirectoryService final : public v1::DirectoryService::CallbackService {
 public:
  explicit DirectoryService(const BulletinBackend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* ListContacts(grpc::CallbackServerContext* context,
                                         const v1::ListContactsRequest* request,
                                         v1::ListContactsResponse* response) override {
    return backend_.audit->Call(
        *context, "ListContacts", Admit(backend_, *context),
        [this, request, response]() -> absl::StatusOr<Reads> {
          ASSIGN_OR_RETURN(*response, bulletin::ListContacts(*backend_.postings->board(), *request,
                                                             backend_.clock->Now()));
          Reads reads;
          for (const v1::ContactCard& card : response->contacts()) AddRead(card, reads);
          return reads;
        });
  }

  grpc::ServerUnaryReactor* FindContacts(grpc::CallbackServerContext* context,
                                         const v1::FindContactsRequest* request,
                                         v1::FindContactsResponse* response) override {
    return backend_.audit->Call(
        *context, "FindContacts", Admit(backend_, *context),
        [this, request, response]() -> absl::StatusOr<Reads> {
          ASSIGN_OR_RETURN(*response, bulletin::FindContacts(*backend_.postings->board(), *request,
                                                             backend_.clock->Now()));
          Reads reads;
          for (const v1::FoundContact& found : response->contacts()) AddRead(found.card(), reads);
          return reads;
        });
  }

 private:
  const BulletinBackend backend_;
};

}  // namespace

std::shared_ptr<grpc::Service> MakeNoticeService(const BulletinBackend& backend) {
  return std::make_shared<NoticeService>(backend);
}

std::shared_ptr<grpc::Service> MakeDirectoryService(const BulletinBackend& backend) {
  return std::make_shared<DirectoryService>(backend);
}

}  // namespace lightship::rpc
