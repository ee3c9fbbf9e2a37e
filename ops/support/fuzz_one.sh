#!/usr/bin/env bash
# Runs one fuzzer for some seconds: fuzz_one.sh PROGRAM SECONDS STEPS_FILE. New inputs are kept beside the program, in the build
# tree; an input that fails is named, and stays there for `PROGRAM FILE`.
set -uo pipefail
program=$1 seconds=$2 steps=$3
name=$(basename "$program")
name=${name#fuzz_}
work=$(dirname "$program")/work/$name
mkdir -p "$work/corpus" "$work/artifacts"
seeds=()
[ -d "tests/fuzz/corpus/$name" ] && seeds=("tests/fuzz/corpus/$name")

# A full build tree may hold a large corpus from longer runs: reading it must not eat the seconds asked for.
if timeout $((seconds + 120)) "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$work/artifacts/" "$work/corpus" "${seeds[@]}" >"$work/log" 2>&1; then
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
    printf 'passed\tfuzz %s\t%s inputs\n' "$name" "${executed:-?}" >>"$steps"
    echo "fuzz $name: ${executed:-?} inputs in $seconds s, nothing found"
else
    printf 'failed\tfuzz %s\tsee %s and its log\n' "$name" "$work/artifacts" >>"$steps"
    echo "fuzz $name: FAILED"
    tail -n 40 "$work/log"
fi
