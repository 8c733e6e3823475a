// TLS sessions are not resumed here: gRPC's clients keep no sessions between processes, and with certificates on both sides a
// ticket holds the client's whole certificate.
#ifndef LIGHTSHIP_NODE_CRYPTO_TLS_TICKETS_H_
#define LIGHTSHIP_NODE_CRYPTO_TLS_TICKETS_H_

namespace lightship::crypto {

// From now on this process's TLS servers give no session tickets: two to a connection, 2 kB together, which nobody uses. gRPC has
// no such option, so that it is set as OpenSSL's default, in place of the settings for TLS in openssl.cnf; versions and security
// level are those of Debian's. Idempotent, thread-safe. False when OpenSSL does not take it: tickets are then sent.
bool SendNoSessionTickets();

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_TLS_TICKETS_H_
