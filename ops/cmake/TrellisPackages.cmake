# Every library that is not ours, found in one place. The names and versions are Debian 12's; ops/packages lists the packages.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

find_package(OpenSSL 3 REQUIRED)
find_package(LMDB REQUIRED)
find_package(ConcurrentQueue REQUIRED)
find_package(simdjson CONFIG REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS json url system)
find_package(CLI11 CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)  # only ::core is linked; its configuration asks for civetweb, CURL and ZLIB too
pkg_check_modules(LIBARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)

if(TRELLIS_WITH_ACTORS)
  find_package(CAF 0.17 REQUIRED COMPONENTS core)
endif()

find_package(GTest CONFIG REQUIRED)
find_package(rapidcheck CONFIG REQUIRED)
include(GoogleTest)

if(TRELLIS_WITH_BENCH)
  find_package(benchmark CONFIG REQUIRED)
  # Peers that benches compare with: without them their figures say "met": null.
  pkg_check_modules(HIREDIS IMPORTED_TARGET hiredis)
  pkg_check_modules(POSTGRES IMPORTED_TARGET libpq)
endif()
