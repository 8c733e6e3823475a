// The machine's file system, but that nothing is ever forced to the disk: what a store costs beside its syncs.
#ifndef LIGHTSHIP_TESTS_BENCH_UNSYNCED_ENV_H_
#define LIGHTSHIP_TESTS_BENCH_UNSYNCED_ENV_H_

#include <memory>

#include "rocksdb/env.h"

namespace lightship::bench {

std::unique_ptr<rocksdb::Env> MakeUnsyncedEnv();

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_UNSYNCED_ENV_H_
