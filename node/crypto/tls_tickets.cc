#include "node/crypto/tls_tickets.h"

#include <memory>

#include "openssl/bio.h"
#include "openssl/conf.h"
#include "openssl/crypto.h"

namespace lightship::crypto {
namespace {

constexpr char kDefaults[] = R"(
openssl_conf = lightship
[lightship]
ssl_conf = ssl
[ssl]
system_default = tls
[tls]
MinProtocol = TLSv1.2
CipherString = DEFAULT:@SECLEVEL=2
NumTickets = 0
)";

bool Load() {
  // First what the machine says of everything else, which would otherwise come later and replace this.
  if (OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, nullptr) != 1) return false;
  std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new_mem_buf(kDefaults, -1), BIO_free);
  std::unique_ptr<CONF, decltype(&NCONF_free)> conf(NCONF_new(nullptr), NCONF_free);
  if (text == nullptr || conf == nullptr) return false;
  long line = 0;
  return NCONF_load_bio(conf.get(), text.get(), &line) == 1 &&
         CONF_modules_load(conf.get(), nullptr, 0) == 1;
}

}  // namespace

bool SendNoSessionTickets() {
  static const bool loaded = Load();
  return loaded;
}

}  // namespace lightship::crypto
