"""What the engine's library asks the rest of the world for: the proof of purity that includes cannot give.

Names of C are on a short list of what may be asked for (memory, text, wide division, the compiler's own). Names of C++ may be
anything but threads, clocks, streams and chance. __libc_single_threaded is read by std::shared_ptr, to count without an atomic.
"""
import re
import subprocess

ALLOWED_C = re.compile(
    r"^(mem(cpy|move|set|cmp|chr)|str(len|cmp|ncmp|chr)|bcmp|abort|free|malloc"
    r"|__cxa_\w+|__gxx_personality_v0|_Unwind_Resume|__stack_chk_fail|__dso_handle|__libc_single_threaded|_GLOBAL_OFFSET_TABLE_|__tls_get_addr"
    r"|__(u?div|u?mod|u?divmod|mul)ti[34]|__popcountdi2|__(mem|str)\w+_chk"
    r"|_IO_\w+|__(asan|ubsan|tsan|sanitizer|sancov|gcov)_\w+|_?_?llvm_\w+)$")
BANNED_CPP = re.compile(
    r"std::(thread|this_thread|mutex|condition_variable|_V2::condition|random_device|filesystem|basic_[io]?f(stream|ilebuf)|cout|cerr|cin|clog"
    r"|chrono::_V2::\w+::now|rand|future|promise|jthread)|\boperator<<.*ostream")


def undefined(archive):
    """Names this archive needs and does not bring along."""
    listing = subprocess.run(["nm", "--format=posix", archive], check=True, capture_output=True, text=True).stdout
    needed, brought = set(), set()
    for line in listing.splitlines():
        parts = line.split()
        if len(parts) >= 2 and not line.endswith(":"):
            (needed if parts[1] in ("U", "w") else brought).add(parts[0])
    return needed - brought


def demangled(names):
    names = sorted(names)
    out = subprocess.run(["c++filt"], input="\n".join(names), check=True, capture_output=True, text=True).stdout
    return dict(zip(names, out.splitlines()))


def faults_of(names):
    for name, readable in demangled(names).items():
        if name.startswith("_Z"):
            if BANNED_CPP.search(readable):
                yield f"the engine asks for {readable}; it is pure: an adapter does this"
        elif not ALLOWED_C.match(name):
            yield f"the engine asks for {name}(); it is pure: an adapter does this (or tests/house/symbols.py allows it, with a reason)"


def self_test():
    for name in ("pthread_create", "socket", "open", "clock_gettime", "getenv", "_ZNSt6chrono3_V212steady_clock3nowEv", "fopen", "rand",
                 "_ZSt4cout"):
        if not list(faults_of({name})):
            yield f"EngineSymbols does not see {name}"
    for name in ("memcpy", "__udivti3", "_ZNSt6vectorIiE4sizeEv", "__cxa_throw"):
        yield from (f"EngineSymbols objects to {name}: {fault}" for fault in faults_of({name}))
