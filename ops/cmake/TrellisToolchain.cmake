# How every file is compiled and linked: warnings, ccache, mold, sanitizers, coverage. One place, so that a preset is only a few
# variables and a build in another folder gets the same answers.

set(TRELLIS_SANITIZE "" CACHE STRING "Sanitizers for everything: \"\", \"address,undefined\" or \"thread\"")
set_property(CACHE TRELLIS_SANITIZE PROPERTY STRINGS "" "address,undefined" "thread")
option(TRELLIS_FUZZ "Instrument for libFuzzer and build the fuzz targets (clang)" OFF)
option(TRELLIS_COVERAGE "Count executed lines (g++, gcovr)" OFF)
option(TRELLIS_WITH_ACTORS "Build what needs CAF: actors/ and the program" ON)
option(TRELLIS_PCH "Precompiled headers where they pay" ON)
option(TRELLIS_WITH_BENCH "Build bench/" ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug or Release" FORCE)
endif()

# Release keeps every check (no NDEBUG) and enough debug information for a stack trace with lines.
set(TRELLIS_RELEASE_FLAGS "-O2 -g1" CACHE STRING "What Release means to the compiler")
set(CMAKE_CXX_FLAGS_RELEASE "${TRELLIS_RELEASE_FLAGS}")
set(CMAKE_C_FLAGS_RELEASE "${TRELLIS_RELEASE_FLAGS}")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g -D_GLIBCXX_ASSERTIONS")

# ccache hits in another clone because paths below the source folder are hashed relative to it and debug information names
# /trellis/engine/... wherever the clone stands (gdb: set substitute-path /trellis .). __FILE__ is engine/... The sloppiness is what a precompiled header needs to hit at all.
find_program(CCACHE_EXE ccache)
if(CCACHE_EXE)
  set(trellis_ccache "${CMAKE_COMMAND}" -E env
    "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=true
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    "${CCACHE_EXE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER ${trellis_ccache})
  set(CMAKE_C_COMPILER_LAUNCHER ${trellis_ccache})
endif()
file(RELATIVE_PATH trellis_source_from_build "${CMAKE_BINARY_DIR}" "${CMAKE_SOURCE_DIR}")
add_compile_options(
  "-fdebug-prefix-map=${CMAKE_SOURCE_DIR}=/trellis"
  "-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/="
  "-fmacro-prefix-map=${trellis_source_from_build}=")
set(CMAKE_PCH_INSTANTIATE_TEMPLATES OFF)
set(CMAKE_PCH_WARN_INVALID OFF)  # a header that does not fit is left out, not an error

find_program(MOLD_EXE mold)
if(MOLD_EXE)
  # Sixty test programs hold the same debug information sixty times: compressed, a release tree is half as large.
  add_link_options(-fuse-ld=mold -Wl,--compress-debug-sections=zlib)
endif()

# Thin archives name their objects instead of holding a second copy of each.
foreach(language IN ITEMS C CXX)
  set(CMAKE_${language}_ARCHIVE_CREATE "<CMAKE_AR> qcT <TARGET> <LINK_FLAGS> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_APPEND "<CMAKE_AR> qT <TARGET> <LINK_FLAGS> <OBJECTS>")
endforeach()

# Linked PRIVATE by every library and program of ours. Both compilers get the same conversions: clang counts signs into
# -Wconversion, g++ has to be asked.
add_library(trellis_warnings INTERFACE)
target_compile_options(trellis_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror
  -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wformat=2 -Wimplicit-fallthrough
  -Wextra-semi
  # g++ 12 sees uninitialised members in moved-from alternatives of a variant that are never read.
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-maybe-uninitialized>)

if(TRELLIS_SANITIZE)
  string(REPLACE "," ";" trellis_sanitizers "${TRELLIS_SANITIZE}")
  add_compile_options("-fsanitize=${TRELLIS_SANITIZE}" -fno-omit-frame-pointer)
  add_link_options("-fsanitize=${TRELLIS_SANITIZE}")
  if("undefined" IN_LIST trellis_sanitizers)
    add_compile_options(-fno-sanitize-recover=all)
    if(TRELLIS_WITH_ACTORS)
      add_compile_options(-fno-sanitize=null)  # CAF 0.17.6 binds null references in init_fun_factory.hpp
    endif()
  endif()
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

if(TRELLIS_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "TRELLIS_FUZZ needs clang (libFuzzer): use --preset asan or --preset fuzz")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(TRELLIS_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
