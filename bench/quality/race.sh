#!/usr/bin/env bash
# A race on MNIST's digits: Figment and the same model in PyTorch (bench/peers/train.py) train for the same time, in turn, and one
# judge, 'figment evaluate', looks at 10,000 samples of each. Figment also trains for half of the time, to see whether that is
# enough.
#   bench/quality/race.sh [--json FILE] [SECONDS …]      (default 60)
# Samples are made with the last weights, averaged if the preset averages them; both sides draw classes as often as they occur in
# the data. The digits are those in the package's sources. PyTorch takes its faster precision and layout, tried before the time
# begins; Figment takes what 'auto' says, or PRECISION. PRESETS (gan dcgan flow), SEEDS (0), THREADS (2), COUNT (10000). PEER is
# the command that runs a Python script with PyTorch (python3), FIGMENT a built command (src/Figment.Cli's). Prints rows of a
# Markdown table; FILE gets a line of JSON for each training.
set -euo pipefail
export LC_ALL=C
json=/dev/null
if [ "${1:-}" = --json ]; then json=$(realpath "$2"); shift 2; fi
[ $# -gt 0 ] || set -- 60
root=$(cd "$(dirname "$0")/../.." && pwd)
figment=${FIGMENT:-dotnet $root/src/Figment.Cli/bin/Release/net10.0/Figment.Cli.dll}
peer=${PEER:-python3} threads=${THREADS:-2} count=${COUNT:-10000}
digits=$root/src/Figment/Data/Images/Sources/Mnist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/bench/peers/pack.sh" "$work/peers.zip"
printf '| preset | seconds | seed | trained by | steps '
printf '| Fréchet distance | precision | recall | coverage | rarest class |\n'
printf '|---|---|---|---|---|---|---|---|---|---|\n'

ours() { # PRESET SECONDS SEED
  rm -rf "$work/run"
  $figment train "$1" --seconds "$2" --seed "$3" --threads "$threads" --precision "${PRECISION:-auto}" --features none \
    --sample-every 1000000 --checkpoint-every 1000000 --out "$work/run" >"$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }
  $figment generate "$work/run" --checkpoint last --count "$count" --seed "$3" --out "$work/samples.npy" >/dev/null
  steps=$(tail -n 1 "$work/run/metrics.jsonl" | sed -nE 's/.*"step": ?([0-9]+).*/\1/p')
}

theirs() {
  # PEER may include arguments; its input and output go through pipes, so it needs no access to these files.
  cat "$digits"/train-images-idx3-ubyte.gz "$digits"/train-labels-idx1-ubyte.gz \
    | $peer "$work/peers.zip" train "$1" --images - --seconds "$2" --seed "$3" --threads "$threads" --channels-last auto \
      --samples "$count" --out - >"$work/samples.npy" 2>"$work/log" || { cat "$work/log" >&2; return 1; }
  steps=$(sed -nE 's/.*"steps": ?([0-9]+).*/\1/p' "$work/log")
}

judge() { # PRESET SECONDS SEED WHO
  $figment evaluate "$work/samples.npy" --against mnist --features mnist --count "$count" --out "$work/judged" >"$work/log" 2>&1 \
    || { cat "$work/log" >&2; return 1; }
  python3 - "$@" "$steps" "$work/judged/report.json" "$json" <<'P'
import json, sys
preset, seconds, seed, who, steps, report, file = sys.argv[1:]
metrics = {metric["name"]: metric["value"] for metric in json.load(open(report, encoding="utf-8"))["metrics"]}
names = ("frechetDistance", "precision", "recall", "coverage", "rarestClass")
print("|", " | ".join([preset, seconds, seed, who, steps, *(f"{metrics[name]:.3f}" for name in names)]), "|", flush=True)
row = {"preset": preset, "seconds": float(seconds), "seed": int(seed), "trained_by": who, "steps": int(steps)}
with open(file, "a", encoding="utf-8") as lines:
    lines.write(json.dumps({**row, **{name: metrics[name] for name in names}}) + "\n")
P
}

turn=0
for length in "$@"; do
  half=$(awk -v s="$length" 'BEGIN { print s / 2 }')
  for preset in ${PRESETS:-gan dcgan flow}; do
    for seed in ${SEEDS:-0}; do
      order=(ours theirs)
      ((turn++ % 2 == 0)) || order=(theirs ours)
      for who in "${order[@]}"; do
        $who "$preset" "$length" "$seed"
        [ $who = ours ] && name=Figment || name=PyTorch
        judge "$preset" "$length" "$seed" $name
      done
      ours "$preset" "$half" "$seed"
      judge "$preset" "$half" "$seed" Figment
    done
  done
done
