#!/usr/bin/env bash
# Whether a preset trains equally well in bfloat16: equal steps, options and seed in both precisions, the last checkpoint judged
# against MNIST's test digits. Slow: minutes per line.
#
#   bench/quality/precision.sh PRESET STEPS [SEEDS] [MORE OPTIONS OF figment train …]
#
# Ends with one line per training: preset, precision, seed, Fréchet distance, precision, recall, coverage, rarest class.
set -euo pipefail
[ $# -ge 2 ] || { sed -n 's/^# \{0,1\}//p' "$0" | sed 1d; exit 2; }
preset=$1 steps=$2 seeds=${3:-2}
shift $(($# < 3 ? $# : 3))
figment=${FIGMENT:-$(cd "$(dirname "$0")/../.." && pwd)/src/Figment.Cli/bin/Release/net10.0/Figment.Cli}
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

for ((seed = 0; seed < seeds; seed++)); do
  for precision in fp32 bf16; do
    run=$runs/$precision-$seed
    "$figment" train "$preset" --steps "$steps" --seed "$seed" --precision "$precision" --features none --out "$run" "$@" >&2
    "$figment" evaluate "$run" --checkpoint last >&2
    python3 - "$preset" "$precision" "$seed" "$run/report.json" <<'P'
import json, sys
metrics = {m["name"]: m["value"] for m in json.load(open(sys.argv[4]))["metrics"]}
names = "frechetDistance", "precision", "recall", "coverage", "rarestClass"
print(*sys.argv[1:4], *(f"{name} {metrics[name]:.3f}" for name in names), flush=True)
P
  done
done
