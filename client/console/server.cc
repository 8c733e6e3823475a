#include "client/console/server.h"

#include <sys/socket.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "httplib.h"

namespace lightship::console {
namespace {

constexpr char kLoopback[] = "127.0.0.1";
constexpr size_t kThreads = 48;
constexpr time_t kReadSeconds = 10;
constexpr time_t kWriteSeconds = 20;

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
                              return sink.write(body->data() + offset, length);
                            });
}

}  // namespace

struct Server::State {
  explicit State(Gateway& answering) : gateway(answering) {}

  void Configure();
  void Post(const httplib::Request& head, httplib::Response& http, const httplib::ContentReader& read) {
    const Request request = ReadHead(head);
    const size_t most = Gateway::MostBytes(request);
    std::string body;
    bool too_large = false;
    const bool whole = read([&](const char* data, size_t size) {
      too_large = body.size() + size > most;
      if (!too_large) body.append(data, size);
      return !too_large;
    });
    Write(whole       ? gateway.Respond(request, body, port)
          : too_large ? Gateway::TooLarge()
                      : Gateway::Unread(request, port),
          http);
  }
  void Other(const httplib::Request& head, httplib::Response& http) {
    Write(gateway.Respond(ReadHead(head), "", port), http);
  }

  Gateway& gateway;
  httplib::Server server;
  int port = 0;
  std::thread thread;
};

void Server::State::Configure() {
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  // One request a connection: an open one would hold a thread, and what is left of a refused request would be read as the next.
  server.set_keep_alive_max_count(1);
  server.set_read_timeout(kReadSeconds);
  server.set_write_timeout(kWriteSeconds);
  server.set_tcp_nodelay(true);
  // Without SO_REUSEPORT, which the library sets, by which another program could listen on the same port.
  server.set_socket_options([](socket_t socket) {
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
  auto other = [this](const httplib::Request& head, httplib::Response& http) { Other(head, http); };
  server.Get(".*", other);
  server.Options(".*", other);
  server.Delete(".*", other);
  server.Put(".*", other);
  server.Patch(".*", other);
  server.Post(".*", [this](const httplib::Request& head, httplib::Response& http,
                           const httplib::ContentReader& read) { Post(head, http, read); });
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(Gateway& gateway, int port) {
  auto state = std::make_unique<State>(gateway);
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
