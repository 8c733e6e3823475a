#include "client/console/gateway.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/console/limits.h"
#include "lightship/v1/incident.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "nlohmann/json.hpp"

namespace lightship::console {
namespace {

constexpr absl::string_view kKeepAttachment = "/rpc/lightship.console.v1.DeskService/KeepAttachment";

Answer Error(const absl::Status& status) {
  return {HttpStatus(status.code()), "application/json", ResponseHeaders(false), ErrorJson(status)};
}

Answer Json(const absl::StatusOr<std::string>& json) {
  if (!json.ok()) return Error(json.status());
  return {200, "application/json", ResponseHeaders(false), *json};
}

absl::string_view KeyOf(const Request& request) {
  absl::string_view key = request.authorization;
  return absl::ConsumePrefix(&key, "Bearer ") ? key : "";
}

bool TakesGzip(const Request& request) {
  for (absl::string_view coding : absl::StrSplit(request.accept_encoding, ',')) {
    if (absl::StripAsciiWhitespace(coding) == "gzip") return true;
  }
  return false;
}

// Of {"name": "text"}; empty for anything else.
std::string TextOf(const std::string& json, const char* name) {
  const auto object = nlohmann::json::parse(json, nullptr, false);
  if (!object.is_object() || !object.contains(name) || !object[name].is_string()) return "";
  return object[name].get<std::string>();
}

absl::Duration TimeoutOf(const Request& request) {
  int64_t milliseconds = 0;
  if (!absl::SimpleAtoi(request.timeout_ms, &milliseconds) || milliseconds <= 0) return limits::kCallWithin;
  return std::min(absl::Milliseconds(milliseconds), limits::kCallWithin);
}

// Whether the message tells of something, rather than that the stream is alive.
bool IsEvent(const std::string& message) {
  lightship::v1::WatchIncidentsResponse response;
  return response.ParseFromString(message) && (response.has_incident() || response.has_notice());
}

}  // namespace

Gateway::Gateway(const Parts& parts) : parts_(parts), session_(parts.entropy, parts.idle) {}

std::string Gateway::NewToken() {
  base::MutexLock lock(mutex_);
  return session_.NewToken(parts_.clock.Now());
}

std::string Gateway::UnlockCode() {
  base::MutexLock lock(mutex_);
  return session_.unlock_code();
}

bool Gateway::Locked() {
  base::MutexLock lock(mutex_);
  return session_.is_open() && session_.Locked(parts_.clock.Now());
}

size_t Gateway::MostBytes(const Request& request) {
  return request.path == kKeepAttachment ? limits::kAttachmentRequestBytes : limits::kRequestBytes;
}

Answer Gateway::TooLarge(const Request& request) {
  return Error(base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                           absl::StrCat("the request is larger than the ", MostBytes(request),
                                        " bytes that the console takes of it")));
}

Answer Gateway::TooSlow(absl::Duration within) {
  return Error(absl::DeadlineExceededError(
      absl::StrCat("the request did not arrive whole within ", absl::FormatDuration(within))));
}

Answer Gateway::Unread() {
  return Error(base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                           "the request broke off"));
}

std::optional<Answer> Gateway::Refuse(const Request& request, int port) {
  absl::Status allowed = CheckRequest(request.claims, port);
  if (!allowed.ok()) return Error(allowed);
  if (request.claims.method != "POST") return std::nullopt;
  uint64_t bytes = 0;
  if (!request.transfer_encoding.empty() || !absl::SimpleAtoi(request.content_length, &bytes)) {
    return Error(base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                             "a request has to say how long it is"));
  }
  // A short one is read before it is refused: to a page that is still sending, the refusal could be lost.
  if (bytes <= limits::kStrangersRequestBytes) return std::nullopt;
  const absl::StatusOr<uint64_t> session = Admit(request);
  if (!session.ok()) return Error(session.status());
  if (bytes > MostBytes(request)) return TooLarge(request);
  return std::nullopt;
}

absl::StatusOr<uint64_t> Gateway::Admit(const Request& request) {
  const absl::StatusOr<Method> method = FindMethod(MethodOf(request.path));
  const bool of_watch = method.ok() && IsOfWatch(*method);
  base::MutexLock lock(mutex_);
  RETURN_IF_ERROR(of_watch ? session_.CheckKey(KeyOf(request))
                           : session_.Check(KeyOf(request), parts_.clock.Now()));
  return session_.number();
}

Answer Gateway::Respond(const Request& request, const std::string& body, int port) {
  absl::Status allowed = CheckRequest(request.claims, port);
  if (!allowed.ok()) return Error(allowed);
  if (request.claims.method != "POST") return Get(request);
  if (absl::StartsWith(request.path, "/session/")) return SessionPost(request, body);
  if (absl::StartsWith(request.path, "/rpc/")) return Rpc(request, body);
  return Error(absl::NotFoundError("nothing can be posted here"));
}

Answer Gateway::Get(const Request& request) {
  if (request.path == "/session") return Json(SessionAnswer("", KeyOf(request), ""));
  const Asset* asset = absl::StartsWith(request.path, "/rpc/") ? nullptr : parts_.assets.Find(request.path);
  if (asset == nullptr) return Error(absl::NotFoundError("no such file"));
  Answer answer{200, asset->mime_type, ResponseHeaders(asset->unchanging), asset->bytes};
  if (!asset->gzipped.empty()) {
    answer.headers.emplace_back("Vary", "Accept-Encoding");
    if (TakesGzip(request)) {
      answer.headers.emplace_back("Content-Encoding", "gzip");
      answer.body = asset->gzipped;
    }
  }
  return answer;
}

Answer Gateway::SessionPost(const Request& request, const std::string& body) {
  absl::string_view action = request.path;
  absl::ConsumePrefix(&action, "/session/");
  return Json(SessionAnswer(action, KeyOf(request), body));
}

absl::StatusOr<std::string> Gateway::SessionAnswer(absl::string_view action, absl::string_view key,
                                                   const std::string& body) {
  const absl::Time now = parts_.clock.Now();
  base::MutexLock lock(mutex_);
  if (action == "open") {
    ASSIGN_OR_RETURN(std::string opened, session_.Open(TextOf(body, "token"), now));
    return nlohmann::json{{"key", opened}}.dump();
  }
  RETURN_IF_ERROR(session_.CheckKey(key));
  if (action == "active") {
    session_.Active(now);
  } else if (action == "lock") {
    session_.Lock();
  } else if (action == "unlock") {
    RETURN_IF_ERROR(session_.Unlock(TextOf(body, "code"), now));
  } else if (!action.empty()) {
    return absl::NotFoundError("no such thing can be done with a session");
  }
  return nlohmann::json{{"locked", session_.Locked(now)},
                        {"idle_seconds", absl::ToInt64Seconds(session_.IdleFor(now))}}
      .dump();
}

Answer Gateway::Rpc(const Request& request, const std::string& body) {
  absl::StatusOr<Coding> coding = CodingOf(request.claims.content_type);
  if (!coding.ok()) return Error(coding.status());
  auto answer = [&]() -> absl::StatusOr<Answer> {
    ASSIGN_OR_RETURN(const uint64_t session, Admit(request));
    ASSIGN_OR_RETURN(Method method, FindMethod(MethodOf(request.path)));
    if (method.descriptor->server_streaming() != coding->stream) {
      return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                         "the content type is not that of this call");
    }
    std::string message = body;
    if (coding->stream) {
      ASSIGN_OR_RETURN(message, OnlyMessage(body));
    }
    if (coding->json) {
      ASSIGN_OR_RETURN(message, RequestFromJson(method, message));
    }
    if (coding->stream) return Streaming(method, *coding, std::move(message), session);
    ASSIGN_OR_RETURN(std::string bytes, Unary(request, method, message));
    // Locked meanwhile: what was carried out, a page that is unlocked learns when it asks again.
    RETURN_IF_ERROR(Admit(request).status());
    if (coding->json) {
      ASSIGN_OR_RETURN(bytes, AnswerToJson(method, bytes));
    }
    return Answer{200, std::string(ContentType(*coding)), ResponseHeaders(false), std::move(bytes)};
  }();
  if (answer.ok()) return *std::move(answer);
  if (!coding->stream) return Error(answer.status());
  // A stream tells its errors at its end.
  return {200, std::string(ContentType(*coding)), ResponseHeaders(false), EndOfStream(answer.status())};
}

absl::StatusOr<std::string> Gateway::Unary(const Request& request, const Method& method,
                                           const std::string& message) {
  if (method.by == Answerer::kDesk) return parts_.desk.Call(method.descriptor->name(), message);
  return parts_.node.Call(std::string(MethodOf(request.path)), message, TimeoutOf(request),
                          [this] { return stopping_.load(); });
}

Answer Gateway::Streaming(const Method& method, const Coding& coding, std::string message, uint64_t session) {
  Answer answer{200, std::string(ContentType(coding)), ResponseHeaders(false), ""};
  answer.stream = [this, method, coding, message = std::move(message), session](const Outlet& outlet) {
    absl::Status ended = RunStream(method, coding, message, session, outlet);
    outlet.write(EndOfStream(ended));
  };
  return answer;
}

absl::Status Gateway::StreamState(uint64_t session, bool* locked) {
  if (stopping_) {
    return base::Error(absl::StatusCode::kUnavailable, base::reason::kShuttingDown, "the console stops");
  }
  base::MutexLock lock(mutex_);
  *locked = session_.Locked(parts_.clock.Now());
  if (session_.number() == session) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnauthenticated, base::reason::kNoSession,
                     "the session has ended");
}

absl::Status Gateway::RunStream(const Method& method, const Coding& coding, const std::string& message,
                                uint64_t session, const Outlet& outlet) {
  struct Place {
    explicit Place(std::atomic<int>& all) : streams(all), taken(++all <= limits::kStreams) {}
    ~Place() { --streams; }
    std::atomic<int>& streams;
    const bool taken;
  } place(streams_);
  if (!place.taken) {
    return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kTooManyStreams,
                            "too many streams are open", absl::Seconds(5));
  }
  bool locked = false;
  absl::Status mine;  // why the stream ends, when it is ended here
  auto going_on = [&] {
    if (!mine.ok()) return false;
    mine = StreamState(session, &locked);
    // A watch goes on, so that the alarm sounds at a locked desk too; anything else would show what it brings.
    if (mine.ok() && locked && !IsOfWatch(method)) {
      mine = base::Error(absl::StatusCode::kUnauthenticated, base::reason::kLocked,
                         "the console is locked");
    }
    return mine.ok();
  };
  auto pass_on = [&](std::string bytes) {
    if (!going_on()) return false;
    if (locked) {
      if (!IsEvent(bytes)) return true;
      bytes.clear();
    }
    if (coding.json) {
      absl::StatusOr<std::string> json = AnswerToJson(method, bytes);
      if (!json.ok()) mine = json.status();
      if (!json.ok()) return false;
      bytes = *std::move(json);
    }
    return outlet.write(Envelope(bytes));
  };
  absl::Status ended = parts_.node.Stream(
      absl::StrCat(method.descriptor->service()->full_name(), "/", method.descriptor->name()), message,
      pass_on, [&] { return !outlet.open() || !going_on(); });
  return mine.ok() ? ended : mine;
}

}  // namespace lightship::console
