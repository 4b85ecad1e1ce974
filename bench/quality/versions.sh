#!/usr/bin/env bash
# Whether a code change leaves the quality of presets as it was: two builds of the command train with equal steps and seeds, and
# each judges its own last checkpoint against MNIST's test digits. The two run beside each other, one thread each.
#
#   bench/quality/versions.sh BEFORE AFTER SEEDS PRESET:STEPS …        (BEFORE and AFTER: paths of Figment.Cli)
#
# Ends with one line per training: preset, which, seed, Fréchet distance, precision, recall, coverage, rarest class.
set -euo pipefail
[ $# -ge 4 ] || { sed -n 's/^# \{0,1\}//p' "$0" | sed 1d; exit 2; }
before=$1 after=$2 seeds=$3
shift 3
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

one() {  # which, command, preset, steps, seed
  local run=$runs/$3-$5-$1
  "$2" train "$3" --steps "$4" --seed "$5" --threads 1 --precision fp32 --features none --out "$run" >&2
  "$2" evaluate "$run" --checkpoint last --count 5000 >&2
  python3 - "$3" "$1" "$5" "$run/report.json" <<'P'
import json, sys
metrics = {m["name"]: m["value"] for m in json.load(open(sys.argv[4]))["metrics"]}
names = "frechetDistance", "precision", "recall", "coverage", "rarestClass"
print(*sys.argv[1:4], *(f"{name} {metrics[name]:.3f}" for name in names), flush=True)
P
}

for recipe; do
  for ((seed = 0; seed < seeds; seed++)); do
    one before "$before" "${recipe%:*}" "${recipe#*:}" "$seed" &
    one after "$after" "${recipe%:*}" "${recipe#*:}" "$seed" &
    wait
  done
done
