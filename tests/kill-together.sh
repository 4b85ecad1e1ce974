#!/usr/bin/env bash
# Kills one of two processes that train together at a random moment, N times with each engine, and reports how the launcher ended,
# after how many seconds, whether a message named the lost process and what is left running; then resumes with 1, 2 or 3
# processes.
#   tests/kill-together.sh [N]
set -u
cd "$(dirname "$0")/.."
command="dotnet $PWD/src/Figment.Cli/bin/Release/net10.0/Figment.Cli.dll"
cd "$(mktemp -d)"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 TERM=dumb
for e in "mpirun.openmpi --oversubscribe -x TERM=dumb" "mpiexec.hydra"; do
for i in $(seq "${1:-5}"); do
  rm -rf kr
  $e -n 2 $command train gan --steps 100000 --features none --threads 1 --checkpoint-every 20 --out kr > kr.log 2>&1 & L=$!
  sleep $(awk "BEGIN{srand($RANDOM); print 3+rand()*4}")
  P=($(pgrep -f "Figment.Cli.dll train gan --steps 100000 --features none --threads 1 --checkpoint"))
  P=($(for p in ${P[@]}; do tr '\0' ' ' < /proc/$p/cmdline 2>/dev/null | grep -q '^dotnet' && echo $p; done))
  V=${P[$((RANDOM % ${#P[@]}))]}; B=$(date +%s.%N); kill -9 $V; wait $L; C=$?; E=$(date +%s.%N); sleep 0.5
  LEFT=$(pgrep -fc "Figment.Cli.dll train gan --steps 100000")
  n=$((1 + i % 3)); $e -n $n $command resume kr --steps +20 --threads 1 > rs.log 2>&1; R=$?
  T=$(awk "BEGIN{printf \"%.2f\", $E-$B}") S=$(grep -c '^Rank' kr.log) K=$(ls kr/checkpoints 2>/dev/null | tail -1)
  echo "${e%% *} $i code $C after $T s, sentence $S, left $LEFT, checkpoint $K, resume with $n: $R"
done; done
