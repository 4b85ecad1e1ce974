#!/usr/bin/env bash
# Runs all benchmarks in one go: prints Markdown tables and writes one JSON file, with the machine they apply to.
#   bench/all.sh [PART …]      (default: start memory evaluate data-check restore steps sampling text)
# Each part runs by itself; a part that fails is reported at the end, and the others go on. `start` is the time from process start
# to the help text and to the first step, `memory` the peak memory of a training and what grew in it, `evaluate` judges 10,000
# images against 10,000, `data-check` looks over 10,000 pictures, `restore` is the size of the packages of src/Figment.Cli;
# `steps`, `sampling` and `text` are compared with PyTorch (bench/peers/compare.sh, which explains PEER). All of it takes some
# ninety minutes. ROUNDS (5), THREADS (2), OUT (artifacts/bench.json), PRESETS (of `steps`), MEMORY_PRESETS (classic dcgan flow),
# MEMORY_STEPS (500); BUILT is a clone that is built already and is to be measured (default: this one, which is built first).
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd) root=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || set -- start memory evaluate data-check restore steps sampling text
rounds=${ROUNDS:-5} threads=${THREADS:-2} out=${OUT:-$root/artifacts/bench.json} built=${BUILT:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$built" ]; then
  built=$root
  for project in src/Figment.Cli bench/Figment.Benchmarks; do
    dotnet build "$root/$project" --verbosity quiet --nologo >"$work/build.log" 2>&1 && continue
    cat "$work/build.log" >&2
    exit 1
  done
fi
cli=$built/src/Figment.Cli/bin/Release/net10.0/Figment.Cli.dll
export BENCHMARKS=$built/bench/Figment.Benchmarks/bin/Release/net10.0/Figment.Benchmarks.dll
digits=$root/src/Figment/Data/Images/Sources/Mnist

benchmark() { dotnet "$BENCHMARKS" "$@" --json | tail -n 1; }
repeated() { local i; for ((i = 0; i < rounds; i++)); do python3 "$here/all.py" time "$@" || return; done; }
compared() { "$here/peers/compare.sh" --json "$work/$part.jsonl" "$rounds" "$threads" "$@" >&2; }

start() { benchmark startup --rounds "$rounds" --cli "$cli"; }
memory() {
  local preset
  for preset in ${MEMORY_PRESETS:-classic dcgan flow}; do
    benchmark memory "$preset" --steps "${MEMORY_STEPS:-500}" || return
  done
}
evaluate() {
  repeated "10,000 by 10,000" dotnet "$cli" evaluate "$digits/t10k-images-idx3-ubyte.gz" --against mnist --out "$work/judged"
}
data-check() {
  python3 "$here/all.py" pictures "$digits"/t10k-{images-idx3,labels-idx1}-ubyte.gz "$work/pictures" || return
  (cd "$work" && repeated "10,000 pictures" dotnet "$cli" data check pictures) # it draws some beside them
}
restore() { python3 "$here/all.py" restore "$built/src/Figment.Cli/obj/project.assets.json"; }
steps() {
  local works=() preset
  for preset in ${PRESETS:-classic gan wgan-gp dcgan r3gan vae conv-vae flow}; do works+=("$preset"-{fp32,bf16}); done
  compared "${works[@]}"
}
sampling() { compared {gan,flow}-sampling; }
text() { compared {gpt,gpt6}-{fp32,bf16}; }

for part in "$@"; do
  case $part in
    start | memory | evaluate | data-check | restore | steps | sampling | text) ;;
    *) echo "there is no part '$part': see the head of $0" >&2; exit 2 ;;
  esac
done
for part in "$@"; do
  echo "$part …" >&2
  # A part prints lines of JSON; its progress messages go to the terminal.
  $part >>"$work/$part.jsonl" 2> >(tee "$work/$part.err" >&2) || { sleep 1; tail -n 12 "$work/$part.err" >"$work/$part.failed"; }
done
mkdir -p "$(dirname "$out")"
python3 "$here/all.py" report "$work" "$out" "$@"
echo "JSON: $out" >&2
! compgen -G "$work/*.failed" >/dev/null
