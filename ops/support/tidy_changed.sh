#!/usr/bin/env bash
# clang-tidy on the sources that changed: tidy_changed.sh STEPS_FILE. Compared with TRELLIS_TIDY_BASE, else with where this branch
# left origin/main, else with the commit before. Stops taking up files after TRELLIS_TIDY_SECONDS and says how many it left.
set -uo pipefail
steps=$1
seconds=${TRELLIS_TIDY_SECONDS:-240}
. ops/support/common.sh

note() { printf '%s\tclang-tidy\t%s\n' "$1" "$2" >>"$steps" && say "clang-tidy: $2"; }

base_commit() {
    if [ -n "${TRELLIS_TIDY_BASE:-}" ]; then
        git rev-parse --verify --quiet "$TRELLIS_TIDY_BASE^{commit}"
        return
    fi
    local fork
    fork=$(git merge-base HEAD origin/main 2>/dev/null || true)
    if [ -n "$fork" ] && [ "$fork" != "$(git rev-parse HEAD)" ]; then
        echo "$fork"
    else
        git rev-parse --verify --quiet 'HEAD~1^{commit}'
    fi
}

# A header is checked through the source beside it.
sources_changed_since() {
    {
        git diff --name-only --diff-filter=d "$1" -- '*.cpp' '*.hpp'
        git ls-files --others --exclude-standard -- '*.cpp' '*.hpp'
    } | sed 's/\.hpp$/.cpp/' | sort -u | while read -r source; do
        [ -f "$source" ] && grep -qF "\"$PWD/$source\"" build/tidy/compile_commands.json && echo "$source"
    done
}

if ! base=$(base_commit); then
    note skipped "no earlier commit to compare with"
    exit 0
fi
if ! cmake --preset tidy >build/tidy.configure.log 2>&1; then
    cat build/tidy.configure.log
    note failed "the tidy tree does not configure"
    exit 0
fi
mapfile -t sources < <(sources_changed_since "$base")
if [ "${#sources[@]}" -eq 0 ]; then
    note skipped "no source changed since $(git rev-parse --short "$base")"
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
deadline=$(($(date +%s) + seconds))
printf '%s\n' "${sources[@]}" | xargs -P "$(jobs_count)" -I{} bash -c '
    left=$(($2 - $(date +%s)))
    [ "$left" -gt 0 ] || exit 0
    log=$(mktemp -p "$3")
    timeout "$left" clang-tidy --quiet -p build/tidy "$1" >"$log" 2>/dev/null
    case $? in
        0) echo "$1" >>"$3/checked" ;;
        124) ;;
        *) echo "$1" >>"$3/checked" && echo "$1" >>"$3/failed" && cat "$log" ;;
    esac' _ {} "$deadline" "$work"
touch "$work/checked" "$work/failed"
checked=$(wc -l <"$work/checked")
failed=$(wc -l <"$work/failed")
counts="$checked of ${#sources[@]} changed sources checked"
[ "$checked" -eq "${#sources[@]}" ] || counts="$counts, the rest left after $seconds s"
if [ "$failed" -gt 0 ]; then
    note failed "$counts, $failed with findings: $(tr '\n' ' ' <"$work/failed")"
else
    note passed "$counts"
fi
