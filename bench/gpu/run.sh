#!/usr/bin/env bash
# Does Figment run on this GPU, and how fast? Each part by itself, so that one failure does not cost the others.
#   bench/gpu/run.sh FIGMENT OUT [PART …]     (default: machine load doctor steps batches repeat fit calls peers)
# FIGMENT is a self-contained publish of src/Figment.Cli without a libtorch (bench/README.md says how to make one), OUT takes runs and
# logs. PYTHON names the Python that has PyTorch (default python3), whose libtorch is used. STEPS (300), PRESETS, REPEATED and
# SECONDS_OF_FIT (60) make it shorter; PEERS holds a line per peer: a script of bench/peers and its options. Most of it takes six minutes
# of an H200; compiled peers take longer.
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd) figment=$(cd "$1" && pwd) out=$2
shift 2
[ $# -gt 0 ] || set -- machine load doctor steps batches repeat fit calls peers
python=${PYTHON:-python3} steps=${STEPS:-300} seconds=${SECONDS_OF_FIT:-60}
presets=${PRESETS:-classic gan wgan-gp dcgan r3gan vae conv-vae flow gpt}
mkdir -p "$out"
out=$(cd "$out" && pwd)
FIGMENT_LIBTORCH=$("$python" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
export FIGMENT_LIBTORCH
began=$(date +%s)
say() { printf '\n== %s (second %s)\n' "$1" "$(($(date +%s) - began))"; }
# A line of what went wrong, or nothing.
failure() { grep -v '^$' "$1" | tail -n "${2:-3}" | cut -c1-400; }
train() { # NAME PRESET PRECISION STEPS [OPTION …]
  local name=$1 preset=$2 precision=$3 count=$4
  shift 4
  timeout 90 "$figment/Figment.Cli" train "$preset" --device cuda --precision "$precision" --steps "$count" --features none \
    --sample-every 1000000 --checkpoint-every 1000000 --out "$out/$name" "$@" >"$out/$name.log" 2>&1 </dev/null
}

machine() {
  nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
  "$python" -c 'import torch
print("PyTorch", torch.__version__, "CUDA", torch.version.cuda, "cuDNN", torch.backends.cudnn.version())'
  sed -n 's/^PRETTY_NAME=//p' /etc/os-release
  echo "$(nproc) cores, $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | sed -n 1p)"
}

load() {
  "$here/symbols.sh" "$figment/libLibTorchSharp.so" "$FIGMENT_LIBTORCH" && echo "TorchSharp's native library finds all symbols"
}

doctor() { timeout 60 "$figment/Figment.Cli" doctor 2>&1; ldconfig -p | grep -E 'libcuda\.so'; }

steps() {
  local precision preset code
  for preset in $presets; do
    for precision in fp32 bf16; do
      train "$preset-$precision" "$preset" "$precision" "$steps" && code=0 || code=$?
      if [ $code = 0 ]; then "$python" "$here/steps.py" "$out/$preset-$precision"
      else echo "$preset $precision: code $code: $(failure "$out/$preset-$precision.log")"; fi
    done
  done
}

# Whether a step waits for the processor or for the GPU: the same with more in a batch, and with fewer threads.
batches() {
  local name options
  while read -r name options; do
    # shellcheck disable=SC2086
    train "$name" $options && "$python" "$here/steps.py" "$out/$name" || failure "$out/$name.log"
  done <<'B'
gan-batch-1024 gan fp32 150 --batch 1024
gan-1-thread gan fp32 150 --threads 1
gan-4-threads gan fp32 150 --threads 4
gpt-1-thread gpt fp32 150 --threads 1
gpt-batch-96 gpt fp32 150 --batch 96
flow-batch-1024-fp32 flow fp32 100 --batch 1024
flow-batch-1024-bf16 flow bf16 100 --batch 1024
B
}

repeat() {
  local preset precision
  for preset in ${REPEATED:-gan dcgan flow gpt}; do
    for turn in 1 2; do train "repeat-$preset-$turn" "$preset" fp32 200 || failure "$out/repeat-$preset-$turn.log"; done
    echo "$preset, 200 steps twice: $(sha256sum "$out"/repeat-"$preset"-?/model.safetensors | cut -c1-16 | tr '\n' ' ')"
  done
}

fit() {
  timeout $((seconds + 90)) "$figment/Figment.Cli" train gan --device cuda --seconds "$seconds" --out "$out/fit" \
    >"$out/fit.log" 2>&1 </dev/null || failure "$out/fit.log"
  grep -E 'Done|samples:' "$out/fit.log" | tail -n 2
  for device in cuda cpu; do
    timeout 90 "$figment/Figment.Cli" evaluate "$out/fit" --device $device --out "$out/judged-$device" 2>&1 | head -n 14
  done
}

calls() {
  cc -shared -fPIC -o "$out/calls.so" "$here/calls.c" -ldl || return
  local preset count
  for preset in $presets; do
    for count in 100 200; do
      LD_PRELOAD=$out/calls.so CALLS_FILE=$out/calls-$preset-$count.json train "calls-$preset-$count" "$preset" fp32 $count \
        || failure "$out/calls-$preset-$count.log"
    done
    "$python" - "$preset" "$out/calls-$preset-100.json" "$out/calls-$preset-200.json" <<'P' || true
import json, sys
few, many = (json.load(open(path)) for path in sys.argv[2:])
print(sys.argv[1], "per step:", {name: round((many[name] - few[name]) / 100, 2) for name in few if many[name] != few[name]})
P
  done
}

peers() {
  local peer
  while read -r peer; do
    [ -n "$peer" ] || continue
    # shellcheck disable=SC2086
    timeout 100 "$python" "$here/../peers/"$peer 2>"$out/peer.log" </dev/null | tail -n 1 | sed "s|^|$peer: |"
    [ "${PIPESTATUS[0]}" = 0 ] || { echo "$peer: failed"; failure "$out/peer.log" 12; }
  done <<<"${PEERS:-$(
    for work in $presets; do
      [ "$work" != gpt ] || continue
      for precision in fp32 bf16; do
        echo "train_step.py $work --precision $precision --device cuda --steps 300"
        # Of a penalty on gradients there is no compiled gradient.
        case $work in gan | wgan-gp | dcgan | r3gan) continue ;; esac
        echo "train_step.py $work --precision $precision --device cuda --steps 300 --compile"
      done
    done)}"
}

for part in "$@"; do
  say "$part"
  "$part"
done
say end
