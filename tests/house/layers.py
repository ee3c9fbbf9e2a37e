"""Which include is allowed where: the table of the architecture's folders, because system headers are visible to every target."""

STANDARD = set("""
algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits clocale cmath
codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime
cuchar cwchar cwctype deque exception execution filesystem forward_list fstream functional future initializer_list iomanip ios iosfwd
iostream istream iterator latch limits list locale map memory memory_resource mutex new numbers numeric optional ostream queue random
ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string
string_view strstream syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray
variant vector version
""".split())

# Standard headers that have no place in the engine: threads, clocks, input and output, chance.
IMPURE = set("""
atomic barrier condition_variable coroutine csignal cstdio ctime execution filesystem fstream future iostream istream latch locale mutex
ostream random regex semaphore shared_mutex sstream stop_token streambuf syncstream thread
""".split())

# (what the include starts with, where it may stand, what to do instead). The first match decides.
LIBRARIES = (
    ("caf/", ("actors", "tests/actors", "tests/simulator", "bench/actors"), 'actors/engine.hpp, which shows no CAF'),
    ("boost/beast", ("adapters/net",), "the pimpl headers of adapters/net"),
    ("boost/asio", ("adapters/net",), "the pimpl headers of adapters/net"),
    ("simdjson.h", ("adapters/json", "adapters/market", "adapters/exchange", "adapters/webhook"), "the readers of adapters/json"),
    ("boost/multiprecision", ("tests",), "engine/base/wide.hpp; this one is what tests compare with"),
    ("boost/json", ("adapters", "ops/trellis", "tests", "bench"), "a decimal or event; JSON belongs to adapters"),
    ("boost/url", ("adapters/net", "adapters/exchange"), "adapters/net"),
    ("lmdb.h", ("adapters/archive/lmdb.cpp",), "adapters/archive/lmdb.hpp"),
    ("concurrentqueue/", ("adapters/market",), "the journal's inbox or the board"),
    ("xxhash.h", ("adapters", "tests", "bench"), "a hash handed in by an adapter"),
    ("openssl/", ("adapters", "ops/trellis", "tests", "bench"), "an adapter"),
    ("sodium.h", ("adapters/secrets", "tests/adapters/secrets"), "the seal of secrets"),
    ("prometheus/", ("adapters/metrics",), "adapters/metrics/metrics.hpp, which shows no prometheus-cpp"),
    ("spdlog/", ("ops/trellis/server",), "ops/trellis/server/log.hpp"),
    ("archive.h", ("ops/trellis/tar_file.cpp",), "ops/trellis/tar_file.hpp"),
    ("archive_entry.h", ("ops/trellis/tar_file.cpp",), "ops/trellis/tar_file.hpp"),
    ("CLI/", ("ops/trellis",), "a typed argument from ops/trellis"),
    ("cxxabi.h", ("tests",), "a name written down"),
    ("gtest/", ("tests",), "nothing: tests only"),
    ("gmock/", ("tests",), "nothing: tests only"),
    ("rapidcheck", ("tests",), "nothing: tests only"),
    ("benchmark/", ("bench",), "nothing: benches only"),
    ("hiredis/", ("bench",), "nothing: a peer of benches"),
    ("libpq-fe.h", ("bench",), "nothing: a peer of benches"),
)

# The operating system's own headers: adapters own files and sockets, tests and benches may look.
SYSTEM = ("adapters", "ops/trellis", "tests", "bench")
SYSTEM_HEADERS = ("sys/", "fcntl.h", "unistd.h", "poll.h", "termios.h", "pthread.h", "sched.h", "signal.h", "spawn.h", "strings.h", "time.h", "netinet/", "arpa/",
                  "linux/", "dirent.h", "x86intrin.h", "immintrin.h", "malloc.h")

# Which of our own folders each folder may include.
OURS = {
    "engine": ("engine",),
    "actors": ("engine", "actors"),
    "adapters": ("engine", "adapters"),
    "ops": ("engine", "actors", "adapters", "ops"),
    "tests": ("engine", "actors", "adapters", "ops", "tests"),
    "bench": ("engine", "actors", "adapters", "ops", "bench", "tests/support"),
}


def fault_of(source, form):
    """What is wrong with this include, or None."""
    name = form[1:-1]
    layer = source.path.split("/")[0]
    if form[0] == '"':
        if not any(name.startswith(folder + "/") for folder in ("engine", "actors", "adapters", "ops", "tests", "bench")):
            return f'"{name}" is not a path from the project\'s root; write "{source.path.rsplit("/", 1)[0]}/{name}"'
        if not any(name.startswith(folder + "/") for folder in OURS[layer]):
            return f'{layer}/ may not include "{name}"; it knows {", ".join(OURS[layer])}: meet at engine/ports.hpp or in ops/trellis/'
        return None
    if name in STANDARD:
        if layer == "engine" and name in IMPURE:
            return f"<{name}> in engine/; the engine is pure: take time, prices and chance as arguments, leave threads and IO to adapters/"
        return None
    for prefix, allowed, instead in LIBRARIES:
        if name.startswith(prefix):
            return None if source.below(*allowed) else f"<{name}> may stand only in {', '.join(allowed)}; use {instead}"
    if name.startswith(SYSTEM_HEADERS):
        return None if source.below(*SYSTEM) else f"<{name}> is the operating system's; use a port that adapters/ implements"
    return f"<{name}> is known to no layer; name the library and where it may stand in tests/house/layers.py"
