#include "client/console/server.h"

#include <sys/socket.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/console/limits.h"
#include "httplib.h"
#include "node/base/uptime.h"

namespace lightship::console {
namespace {

constexpr char kLoopback[] = "127.0.0.1";
// Of what is asked for, line breaks and all.
constexpr char kAnything[] = "[^]*";

// The listening thread waits while as many are accepted as may be: those that come then wait in the system's own short queue.
class Threads final : public httplib::ThreadPool {
 public:
  Threads() : ThreadPool(limits::kAnsweredAtOnce) {}
  void enqueue(std::function<void()> answer) override {
    room_.acquire();
    ThreadPool::enqueue([this, answer = std::move(answer)] {
      answer();
      room_.release();
    });
  }

 private:
  std::counting_semaphore<> room_{limits::kAnsweredAtOnce + limits::kWaiting};
};

Request ReadHead(const httplib::Request& http) {
  Request request;
  request.path = http.path;
  request.claims = {http.method,
                    http.get_header_value("Host"),
                    http.get_header_value("Origin"),
                    http.get_header_value("Sec-Fetch-Site"),
                    http.get_header_value("Sec-Fetch-Mode"),
                    http.get_header_value("Sec-Fetch-Dest"),
                    http.get_header_value("Content-Type"),
                    http.get_header_value("Content-Encoding")};
  if (request.claims.content_encoding.empty()) {
    request.claims.content_encoding = http.get_header_value("Connect-Content-Encoding");
  }
  request.authorization = http.get_header_value("Authorization");
  request.accept_encoding = http.get_header_value("Accept-Encoding");
  request.timeout_ms = http.get_header_value("Connect-Timeout-Ms");
  if (http.get_header_value_count("Content-Length") == 1) {
    request.content_length = http.get_header_value("Content-Length");
  }
  request.transfer_encoding = http.get_header_value("Transfer-Encoding");
  return request;
}

// The library would compress by itself what has no length told beforehand, and what is compressed already once more.
void Write(Answer answer, httplib::Response& http) {
  http.status = answer.http_status;
  for (const auto& [name, value] : answer.headers) http.set_header(name, value);
  if (answer.stream) {
    http.set_chunked_content_provider(
        answer.content_type, [stream = std::move(answer.stream)](size_t, httplib::DataSink& sink) {
          stream({[&sink](const std::string& bytes) { return sink.write(bytes.data(), bytes.size()); },
                  [&sink] { return sink.is_writable(); }});
          sink.done();
          return true;
        });
    return;
  }
  if (answer.body.empty()) {
    http.set_header("Content-Type", answer.content_type);
    return;
  }
  auto body = std::make_shared<const std::string>(std::move(answer.body));
  http.set_content_provider(body->size(), answer.content_type,
                            [body](size_t offset, size_t length, httplib::DataSink& sink) {
                              if (offset >= body->size()) return false;
                              return sink.write(body->data() + offset, std::min(length, body->size() - offset));
                            });
}

// Of the library's own answers, such as to a request that it cannot parse.
void Complete(httplib::Response& http) {
  for (const auto& [name, value] : ResponseHeaders(false)) {
    if (!http.has_header(name)) http.set_header(name, value);
  }
}

}  // namespace

struct Server::State {
  State(Gateway& answering, absl::Duration within) : gateway(answering), body_within(within) {}

  void Configure();
  // Before anything of a body is read.
  httplib::Server::HandlerResponse Begin(const httplib::Request& head, httplib::Response& http) {
    // The library would hand out whatever range is asked for, beyond the end of what is answered too.
    const_cast<httplib::Request&>(head).ranges.clear();
    const Request request = ReadHead(head);
    std::optional<Answer> refusal = gateway.Refuse(request, port);
    if (!refusal && request.claims.method == "POST") return httplib::Server::HandlerResponse::Unhandled;
    Write(refusal ? *std::move(refusal) : gateway.Respond(request, "", port), http);
    return httplib::Server::HandlerResponse::Handled;
  }
  void Post(const httplib::Request& head, httplib::Response& http, const httplib::ContentReader& read) {
    const Request request = ReadHead(head);
    const size_t most = Gateway::MostBytes(request);
    const absl::Duration end = base::Uptime() + body_within;
    std::string body;
    bool too_large = false, too_slow = false;
    const bool whole = read([&](const char* data, size_t size) {
      too_large = body.size() + size > most;
      too_slow = base::Uptime() >= end;
      if (!too_large) body.append(data, size);
      return !too_large && !too_slow;
    });
    Write(whole       ? gateway.Respond(request, body, port)
          : too_large ? Gateway::TooLarge(request)
          : too_slow  ? Gateway::TooSlow(body_within)
                      : Gateway::Unread(),
          http);
  }

  Gateway& gateway;
  const absl::Duration body_within;
  httplib::Server server;
  int port = 0;
  std::thread thread;
};

void Server::State::Configure() {
  server.new_task_queue = [] { return new Threads; };
  // One request a connection: an open one would hold a thread, and what is left of a refused request would be read as the next.
  server.set_keep_alive_max_count(1);
  server.set_read_timeout(limits::kReadSeconds);
  server.set_write_timeout(limits::kWriteSeconds);
  server.set_tcp_nodelay(true);
  // Without SO_REUSEPORT, which the library sets, by which another program could listen on the same port.
  server.set_socket_options([](socket_t socket) {
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
  server.set_payload_max_length(limits::kAttachmentRequestBytes);
  server.set_pre_routing_handler(
      [this](const httplib::Request& head, httplib::Response& http) { return Begin(head, http); });
  server.Post(kAnything, [this](const httplib::Request& head, httplib::Response& http,
                                const httplib::ContentReader& read) { Post(head, http, read); });
  server.set_post_routing_handler([](const httplib::Request&, httplib::Response& http) { Complete(http); });
  // In place of the library's own, which tells the caller what was thrown.
  server.set_exception_handler(
      [](const httplib::Request&, httplib::Response& http, std::exception_ptr) { http.status = 500; });
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(Gateway& gateway, int port, absl::Duration body_within) {
  auto state = std::make_unique<State>(gateway, body_within);
  state->Configure();
  if (port == 0) {
    port = state->server.bind_to_any_port(kLoopback);
  } else if (!state->server.bind_to_port(kLoopback, port)) {
    port = -1;
  }
  if (port <= 0) return absl::FailedPreconditionError("the console's port is taken by another program");
  state->port = port;
  state->thread = std::thread([server = &state->server] { server->listen_after_bind(); });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  state_->gateway.Stop();
  state_->server.stop();
  state_->thread.join();
}

int Server::port() const { return state_->port; }

}  // namespace lightship::console
