#!/usr/bin/env bash
# Compares several processes with one, in alternating rounds: the steps per second of N MPI processes with one thread each,
# divided by those of one process with N threads, with the same batch size. Prints the name of the processor.
#   bench/together.sh [ROUNDS [SECONDS [PROCESSES [PRESET…]]]]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5} seconds=${2:-8} processes=${3:-2}
shift $(($# < 3 ? $# : 3))
presets=${*:-gan flow gpt}
command=(dotnet src/Figment.Cli/bin/Release/net10.0/Figment.Cli.dll)
launcher=${LAUNCHER:-mpiexec.hydra}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
steps() { sed -n 's/^Done: \([0-9,]*\) steps.*/\1/p' "$1" | tr -d ,; }
grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'
for preset in $presets; do
  ratios=()
  for round in $(seq "$rounds"); do
    train=(train "$preset" --seconds "$seconds" --features none --sample-every 1000000 ${OPTIONS:-})
    "${command[@]}" "${train[@]}" --threads "$processes" --out "$work/one-$preset-$round" >"$work/one.log" 2>&1
    "$launcher" -n "$processes" "${command[@]}" "${train[@]}" --threads 1 --out "$work/more-$preset-$round" >"$work/more.log" 2>&1
    one=$(steps "$work/one.log") more=$(steps "$work/more.log")
    ratios+=("$(awk "BEGIN { printf \"%.3f\", $more / $one }")")
    echo "$preset round $round: one process $one steps, $processes processes $more"
  done
  printf '%s\n' "${ratios[@]}" | sort -n | awk -v preset="$preset" '
    { r[NR] = $1 }
    END { printf "%s: %.2f (%.2f to %.2f)\n", preset, r[int((NR + 1) / 2)], r[1], r[NR] }'
done
