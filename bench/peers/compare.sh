#!/usr/bin/env bash
# Compares Figment's training steps and sampling with PyTorch's, in turns, so that both meet the machine in the same mood.
#   bench/peers/compare.sh [ROUNDS] [THREADS] [WORK …]       (default 5 rounds with 2 threads, all the work there is)
# WORK is classic-, dcgan- (64 latents, 128 and 64 channels, 4 × 4 kernels) or flow-, and fp32 or bf16 behind it, for training
# steps; gan-sampling makes 10,000 images.
# The command that runs a Python script with PyTorch is taken from PEER (default: python3):
#   PEER=/path/to/venv/bin/python bench/peers/compare.sh 5 2 classic-bf16
set -euo pipefail
export LC_ALL=C
rounds=${1:-5} threads=${2:-2}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- classic-fp32 classic-bf16 dcgan-fp32 dcgan-bf16 flow-fp32 flow-bf16 gan-sampling
peer=${PEER:-python3}
root=$(cd "$(dirname "$0")/../.." && pwd)
benchmarks=$root/bench/Figment.Benchmarks

field() { sed -nE "s/.*\"$1\": ?([0-9.]+).*/\1/p" <<<"$2"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
column() { awk -v c="$1" '{ print $c }' <<<"$results"; }
fail() { echo "$1 ended with code $2" >&2; exit 1; }

echo "building …"
dotnet build "$benchmarks" --verbosity quiet --nologo >/dev/null

for work in "$@"; do
  precision=${work##*-}
  case $work in
    classic-fp32 | classic-bf16) steps=200 ours_is=(step classic) theirs_is=(train_step.py classic) ;;
    dcgan-fp32 | dcgan-bf16) steps=20 ours_is=(step dcgan --set width=64) theirs_is=(train_step.py dcgan --width 64 --channels-last) ;;
    flow-fp32 | flow-bf16) steps=10 ours_is=(step flow) theirs_is=(train_step.py flow --channels-last) ;;
    gan-sampling) ours_is=(sample gan --count 10000) theirs_is=(sample_gan.py --count 10000) ;;
    *) echo "there is no work '$work': see the head of $0" >&2; exit 2 ;;
  esac
  case $work in
    *-sampling) lasting=(--rounds 5 --threads "$threads") ours_is+=("${lasting[@]}") title="$work, 5 times a round" ;;
    *) lasting=(--precision "$precision" --steps "$steps" --threads "$threads") ours_is+=("${lasting[@]}" --rounds 1) title="$work, $steps steps a round" ;;
  esac

  results=""
  printf '\n%s\n%-7s %12s %12s %12s\n' "$title" "round" "Figment ms" "PyTorch ms" "limit ms"
  for round in $(seq "$rounds"); do
    ours=$(dotnet run --no-build --project "$benchmarks" -- "${ours_is[@]}" --json | tail -n 1) || fail "the C# benchmark" $?
    # PEER may hold arguments of its own.
    theirs=$($peer "$root/bench/peers/${theirs_is[0]}" "${theirs_is[@]:1}" "${lasting[@]}" | tail -n 1) || fail "the peer" $?
    [[ $(field median_ms "$theirs") ]] || { echo "the peer printed no median_ms: $theirs" >&2; exit 1; }
    line=$(awk -v f="$(field median_ms "$ours")" -v p="$(field median_ms "$theirs")" -v l="$(field limit_ms "$ours")" 'BEGIN { print f, p, l + 0, f / p, l ? f / l : 0 }')
    # shellcheck disable=SC2086
    printf "%-7s %12.2f %12.2f %12.2f\n" "$round" $(cut -d' ' -f1-3 <<<"$line")
    results+="${results:+$'\n'}$line"
  done

  # shellcheck disable=SC2046
  printf '%-7s %12.2f %12.2f %12.2f\n' "median" $(for c in 1 2 3; do column $c | median; done)
  printf 'ratio Figment / PyTorch  %.3f\n' "$(column 4 | median)"
  [[ $work == *-sampling ]] || printf 'ratio Figment / limit    %.3f\n' "$(column 5 | median)" # sampling has no limit beside it
  echo "peer: $(sed -nE 's/.*"peer": ?"([^"]*)".*/\1/p' <<<"$theirs")"
done
