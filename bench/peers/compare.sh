#!/usr/bin/env bash
# Compares Figment's training steps and sampling with PyTorch's, in turn, so that both run under the same conditions.
#   bench/peers/compare.sh [--json FILE] [ROUNDS] [THREADS] [WORK …]    (default: 5 rounds with 2 threads, all WORK)
# WORK is a training step: a preset of pictures followed by fp32 or bf16, for instance r3gan-bf16 (dcgan@64-fp32 is of width 64);
# gpt-fp32 and gpt-bf16 (4 × 128, 12 blocks of 64 tokens), gpt6-fp32 and gpt6-bf16 (6 × 192, 16 of 128). Or gan-sampling, 10,000
# images, and
# flow-sampling, 1,000. The peer of a preset with convolutions uses the faster of the two memory layouts. `median` is over single
# steps: if a penalty comes at every fourth step, the ratio of means tells more. FILE gets a line of JSON for each work. PEER is
# the command that runs a Python script with PyTorch (default: python3), BENCHMARKS a Figment.Benchmarks.dll that is built
# already, TEXT what gpt learns (default: the docs; the time does not depend on it). For instance
#   PEER=/path/to/venv/bin/python bench/peers/compare.sh 5 2 classic-bf16
set -euo pipefail
export LC_ALL=C
json=/dev/null
if [ "${1:-}" = --json ]; then json=$(realpath "$2"); shift 2; fi
rounds=${1:-5} threads=${2:-2}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- {classic,gan,wgan-gp,dcgan,r3gan,vae,conv-vae,flow,gpt,gpt6}-{fp32,bf16} {gan,flow}-sampling
peer=${PEER:-python3}
root=$(cd "$(dirname "$0")/../.." && pwd)
work_folder=$(mktemp -d)
trap 'rm -rf "$work_folder"' EXIT
packed=$work_folder/peers.zip text=${TEXT:-$work_folder/text.txt}

field() { sed -nE "s/.*\"$1\": ?([0-9.]+).*/\1/p" <<<"$2"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
column() { awk -v c="$1" '{ print $c }' <<<"$results"; }
fail() { echo "$1 ended with code $2" >&2; exit 1; }

if [ -z "${BENCHMARKS:-}" ]; then
  echo "building …"
  dotnet build "$root/bench/Figment.Benchmarks" --verbosity quiet --nologo >"$work_folder/build.log" 2>&1 \
    || { cat "$work_folder/build.log" >&2; fail "the build" 1; }
  BENCHMARKS=$root/bench/Figment.Benchmarks/bin/Release/net10.0/Figment.Benchmarks.dll
fi
"$root/bench/peers/pack.sh" "$packed"
[ -n "${TEXT:-}" ] || cat "$root"/docs/*.md | tr -cd '\11\12\40-\176' >"$text"

# Describes a WORK to each side. The number of steps makes a round take about ten seconds.
describe() {
  local model=${1%-*} precision=${1##*-} preset width steps sizes
  preset=${model%@*} width=${model#*@} model_width=()
  [ "$width" != "$model" ] || width=""
  case $1 in
    gan-sampling) count=10000 times=5 ;;
    flow-sampling) count=1000 times=1 ;;
    *-fp32 | *-bf16) count="" ;;
    *) echo "there is no work '$1': see the head of $0" >&2; exit 2 ;;
  esac
  if [ -n "$count" ]; then
    title="$1, $count images"
    ours_is=(sample "$preset" --count "$count" --rounds "$times" --threads "$threads")
    theirs_is=("$packed" sample "$preset" --channels-last auto --count "$count" --rounds "$times" --threads "$threads")
    return
  fi
  case $preset in
    classic | gan | wgan-gp) steps=120 ;;
    vae | conv-vae) steps=240 ;;
    dcgan) steps=${width:+12} steps=${steps:-48} ;;
    r3gan | flow) steps=32 ;;
    gpt) steps=120 sizes=(4 128 4 64 12) ;;
    gpt6) steps=16 sizes=(6 192 6 128 16) ;;
    *) echo "there is no preset '$preset': see the head of $0" >&2; exit 2 ;;
  esac
  title="$1, $steps steps a round"
  if [ -n "${sizes:-}" ]; then
    local bf16=()
    [ "$precision" = fp32 ] || bf16=(--bf16)
    ours_is=(text "$text" --set "layers=${sizes[0]}" --set "width=${sizes[1]}" --set "heads=${sizes[2]}"
      --set "context=${sizes[3]}" --set merges=0 --batch "${sizes[4]}" --precision "$precision" --steps "$steps"
      --threads "$threads")
    theirs_is=("$root/bench/peers/tiny_gpt.py" --text /dev/stdin --layers "${sizes[0]}" --dim "${sizes[1]}" --heads "${sizes[2]}"
      --block "${sizes[3]}" --batch "${sizes[4]}" "${bf16[@]}" --steps "$steps" --threads "$threads")
    return
  fi
  local common=("$preset" --precision "$precision" --steps "$steps" --threads "$threads")
  ours_is=(step "${common[@]}" --rounds 1 ${width:+--set "width=$width"})
  theirs_is=("$packed" train_step "${common[@]}" ${width:+--width "$width"})
  case $preset in dcgan | r3gan | conv-vae | flow) theirs_is+=(--channels-last auto) ;; esac
}

ours() { dotnet "$BENCHMARKS" "${ours_is[@]}" --json | tail -n 1 || fail "the C# benchmark" $?; }
# PEER may include arguments.
theirs() { $peer "${theirs_is[@]}" <"$text" | tail -n 1 || fail "the peer" $?; }

about=$($peer "$packed" about) || fail "PEER ($peer), asked which PyTorch it is," $?
echo "peer: $(sed -nE 's/.*"peer": ?"([^"]*)".*/\1/p' <<<"$about")"
for work in "$@"; do
  describe "$work"
  results=""
  printf '\n%s\n%-7s %12s %12s %12s\n' "$title" "round" "Figment ms" "PyTorch ms" "limit ms"
  for round in $(seq "$rounds"); do
    if ((round % 2)); then o=$(ours) t=$(theirs); else t=$(theirs) o=$(ours); fi
    [[ $(field median_ms "$o") && $(field median_ms "$t") ]] || { printf 'no median_ms in\n%s\n%s\n' "$o" "$t" >&2; exit 1; }
    line=$(awk -v f="$(field median_ms "$o")" -v p="$(field median_ms "$t")" -v l="$(field limit_ms "$o")" \
      -v fm="$(field mean_ms "$o")" -v pm="$(field mean_ms "$t")" \
      'BEGIN { print f, p, l + 0, f / p, l ? f / l : 0, fm && pm ? fm / pm : 0, fm + 0, pm + 0 }')
    # shellcheck disable=SC2086
    printf "%-7s %12.2f %12.2f %12.2f\n" "$round" $(cut -d' ' -f1-3 <<<"$line")
    results+="${results:+$'\n'}$line"
  done

  read -r f p l ratio to_limit of_means fm pm <<<"$(for c in 1 2 3 4 5 6 7 8; do column $c | median; done | tr '\n' ' ')"
  printf '%-7s %12.2f %12.2f %12.2f\n' median "$f" "$p" "$l"
  printf 'ratio Figment / PyTorch  %.3f\n' "$ratio"
  [ "$of_means" = 0 ] || printf 'the same of means        %.3f  (%.2f, %.2f ms)\n' "$of_means" "$fm" "$pm"
  [ "$to_limit" = 0 ] || printf 'ratio Figment / limit    %.3f\n' "$to_limit"
  name=$(sed -nE 's/.*"peer": ?"([^"]*)".*/\1/p' <<<"$t")
  echo "peer: $name"
  printf '{"work":"%s","rounds":%s,"threads":%s,"figment_ms":%s,"peer_ms":%s,' "$work" "$rounds" "$threads" "$f" "$p" >>"$json"
  printf '"ratio":%s,"ratio_of_means":%s,"limit_ms":%s,"peer":"%s"}\n' "$ratio" "$of_means" "$l" "$name" >>"$json"
done
