// What this machine can do at best, by the libraries that a node is made of: what the node's own figures are held against.
// Each function measures for a while and prints its figures, a line each (name value unit).
#ifndef LIGHTSHIP_TESTS_BENCH_LIMITS_H_
#define LIGHTSHIP_TESTS_BENCH_LIMITS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lightship::bench {

// Where and as whom it is measured.
struct Ground {
  std::string dir;              // for files; on the disk that counts
  std::string identity, trust;  // of an officer (lightship pki)
  std::string keys;             // of a node of the same economy: certificate.pem and key.pem
  std::string data;             // of a node that is stopped
  uint64_t incidents = 1'000'000;
  double seconds = 2;           // that one measurement lasts, about
};

// limits_writes.cc: synced writes of 1 kB by one and by 32 writers, and batches of 1,000 that are not synced.
void MeasureWrites(const Ground& ground);
void MeasureRows(const Ground& ground);

// limits_calls.cc: calls over mutual TLS on loopback with a handler that does nothing; the asking is in the same process.
void MeasureCalls(const Ground& ground);
void MeasureStream(const Ground& ground);

// limits_signatures.cc: verifications on all processors.
void MeasureSignatures(const Ground& ground);

// limits_reads.cc: incidents * 250 bytes in memory, and as a file that the system has in memory.
void MeasureScan(const Ground& ground);
void MeasureFile(const Ground& ground);

// limits_payload.cc: the node's database, compacted, and what is in its statements, compressed. It changes the database's files.
void MeasurePayload(const Ground& ground);

// What `work` does a second, on that many threads that each call it again and again.
double RateOf(size_t threads, double seconds, const std::function<void(size_t thread)>& work);

// Bytes that do not compress.
std::string Noise(size_t bytes);

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_LIMITS_H_
