#!/usr/bin/env bash
# Compares Figment's training step with PyTorch's, in turns, so that both meet the machine in the same mood.
#   bench/peers/compare.sh [ROUNDS] [STEPS] [THREADS]        (default 5 rounds of 200 steps with 2 threads)
# The command that runs a Python script with PyTorch is taken from PEER (default: python3):
#   PEER=/path/to/venv/bin/python bench/peers/compare.sh
set -euo pipefail
export LC_ALL=C
rounds=${1:-5} steps=${2:-200} threads=${3:-2}
peer=${PEER:-python3}
root=$(cd "$(dirname "$0")/../.." && pwd)
benchmarks=$root/bench/Figment.Benchmarks

field() { sed -nE "s/.*\"$1\": ?([0-9.]+).*/\1/p" <<<"$2"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
column() { awk -v c="$1" '{ print $c }' <<<"$results"; }
fail() { echo "$1 ended with code $2" >&2; exit 1; }

echo "building …"
dotnet build "$benchmarks" --verbosity quiet --nologo >/dev/null

results=""
printf '%-7s %12s %12s %12s %12s\n' "round" "Figment ms" "by hand ms" "PyTorch ms" "limit ms"
for round in $(seq "$rounds"); do
  ours=$(dotnet run --no-build --project "$benchmarks" -- step classic --rounds 1 --steps "$steps" --threads "$threads" --json | tail -n 1) || fail "the C# benchmark" $?
  # PEER may hold arguments of its own.
  theirs=$($peer "$root/bench/peers/classic_gan.py" --steps "$steps" --threads "$threads" | tail -n 1) || fail "the peer" $?
  [[ $(field median_ms "$theirs") ]] || { echo "the peer printed no median_ms: $theirs" >&2; exit 1; }
  line=$(awk -v f="$(field median_ms "$ours")" -v h="$(field hand_written_median_ms "$ours")" -v p="$(field median_ms "$theirs")" -v l="$(field limit_ms "$ours")" \
    'BEGIN { print f, h, p, l, f / h, f / p, f / l }')
  # shellcheck disable=SC2086
  printf "%-7s %12.2f %12.2f %12.2f %12.2f\n" "$round" $(cut -d' ' -f1-4 <<<"$line")
  results+="${results:+$'\n'}$line"
done

# shellcheck disable=SC2046
printf '%-7s %12.2f %12.2f %12.2f %12.2f\n' "median" $(for c in 1 2 3 4; do column $c | median; done)
echo
printf 'ratio Figment / hand-written TorchSharp  %.3f\n' "$(column 5 | median)"
printf 'ratio Figment / PyTorch                  %.3f\n' "$(column 6 | median)"
printf 'ratio Figment / limit                    %.3f\n' "$(column 7 | median)"
echo "peer: $(sed -nE 's/.*"peer": ?"([^"]*)".*/\1/p' <<<"$theirs")"
