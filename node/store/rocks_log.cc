#include "node/store/rocks_log.h"

#include <array>
#include <cstdarg>
#include <cstdio>
#include <string>
#include <utility>

#include "spdlog/logger.h"
#include "spdlog/sinks/null_sink.h"
#include "spdlog/sinks/rotating_file_sink.h"

namespace lightship::store {
namespace {

constexpr size_t kLongestLine = 16 << 10;  // the rest of a longer one is cut off

spdlog::level::level_enum LevelOf(rocksdb::InfoLogLevel level) {
  switch (level) {
    case rocksdb::InfoLogLevel::DEBUG_LEVEL:
      return spdlog::level::debug;
    case rocksdb::InfoLogLevel::WARN_LEVEL:
      return spdlog::level::warn;
    case rocksdb::InfoLogLevel::ERROR_LEVEL:
    case rocksdb::InfoLogLevel::FATAL_LEVEL:
      return spdlog::level::err;
    default:
      return spdlog::level::info;
  }
}

class RotatingLog final : public rocksdb::Logger {
 public:
  explicit RotatingLog(spdlog::sink_ptr sink) : log_("rocksdb", std::move(sink)) {
    log_.set_error_handler([](const std::string&) {});
    log_.flush_on(spdlog::level::info);
  }

  using rocksdb::Logger::Logv;
  void Logv(const rocksdb::InfoLogLevel level, const char* format, va_list arguments) override {
    if (level < GetInfoLogLevel()) return;
    std::array<char, kLongestLine> line;
    if (std::vsnprintf(line.data(), line.size(), format, arguments) >= 0) log_.log(LevelOf(level), line.data());
  }

 private:
  spdlog::logger log_;
};

}  // namespace

std::shared_ptr<rocksdb::Logger> InfoLog(const std::string& directory) {
  try {
    return std::make_shared<RotatingLog>(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        directory + "/INFO_LOG", kInfoLogBytes, kFormerInfoLogs, /*rotate_on_open=*/true));
  } catch (const spdlog::spdlog_ex&) {
    return std::make_shared<RotatingLog>(std::make_shared<spdlog::sinks::null_sink_mt>());
  }
}

}  // namespace lightship::store
