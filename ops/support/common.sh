# Shared by ops/run, ops/test and ops/bench: packages and builds. Source it with the project's root as working directory.
# Everything said here goes to stderr, so that stdout belongs to what the caller promises.

say() { printf '==> %s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

jobs_count() { nproc 2>/dev/null || echo 2; }

# packages_of SET...: the packages of these sets, one per line.
packages_of() {
    local set
    for set in "$@"; do
        awk -v set="$set" '$1 == set { print $2 }' ops/packages
    done
}

missing_packages() {
    local package
    for package in "$@"; do
        # shellcheck disable=SC2016  # dpkg-query expands ${Status}
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
    done
}

# A package may ask for its service to be started; this answers no for the time of the installation.
forbid_services() {
    policy=/usr/sbin/policy-rc.d
    policy_written=no
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
        policy_written=yes
    fi
}

allow_services() {
    if [ "${policy_written:-no}" = yes ]; then
        as_root rm -f "$policy"
        policy_written=no
    fi
}

# install_packages SET...: installs what is missing of these sets; says nothing and is quick when nothing is.
install_packages() {
    local wanted missing status=0
    mapfile -t wanted < <(packages_of "$@")
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    [ "${#missing[@]}" -eq 0 ] && return 0
    say "installing ${missing[*]}"
    forbid_services
    trap allow_services EXIT
    {
        as_root apt-get update -qq &&
            as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
                apt-get install -y -qq --no-install-recommends "${missing[@]}"
    } >&2 </dev/null || status=$?
    allow_services
    trap - EXIT
    if [ "$status" -ne 0 ]; then
        say "could not install the packages above (apt-get ended with $status)"
    fi
    return "$status"
}

# build_tree PRESET [TARGET...]: configures when needed and builds.
build_tree() {
    local preset=$1
    shift
    say "building $preset${*:+ ($*)}"
    # A folder copied or moved with its build tree would be refused by CMake: configure it anew.
    local cache="build/$preset/CMakeCache.txt"
    if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$cache"; then
        rm -rf "build/$preset"
    fi
    cmake --preset "$preset" >"build/$preset.configure.log" 2>&1 || {
        cat "build/$preset.configure.log" >&2
        return 1
    }
    if [ $# -gt 0 ]; then
        cmake --build "build/$preset" -j "$(jobs_count)" --target "$@" >&2
    else
        cmake --build "build/$preset" -j "$(jobs_count)" >&2
    fi
}
