#!/bin/bash
# One million images of 28×28: packing, the time of a step against MNIST in memory, and the most memory that `figment train` ever
# held.
# Usage: bench/data/million.sh FOLDER [PRESET] [STEPS]   (FOLDER needs 1.6 GB; build src/Figment.Cli and bench/Figment.Benchmarks
# first)
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:?which folder?} preset=${2:-classic} steps=${3:-1500}
mkdir -p "$folder"
"$root/bench/Figment.Benchmarks/bin/Release/net10.0/Figment.Benchmarks" large-data "$preset" --folder "$folder"

peak() { # of a command: the high-water mark of its resident memory
    "$@" > "$folder/log" 2>&1 &
    local id=$! high=""
    while kill -0 $id 2> /dev/null; do
        high=$(awk '/VmHWM/ {print int($2 / 1024)}' "/proc/$id/status" 2> /dev/null || true)
        [ -n "$high" ] && last=$high
        sleep 0.2
    done
    wait $id
    echo "$last MB at most: ${*:2}"
}

cli=$(find "$root/src/Figment.Cli/bin/Release/net10.0" -maxdepth 1 -name Figment.Cli.dll)
rm -rf "$folder/run" "$folder/packed-again.safetensors"
peak dotnet "$cli" train "$preset" --data "$folder/large.safetensors" --steps "$steps" --out "$folder/run"
tail -3 "$folder/log"
peak dotnet "$cli" data pack "$folder/large.npy" --out "$folder/packed-again.safetensors"
cmp "$folder/large.safetensors" "$folder/packed-again.safetensors" && echo "packed twice, the same bytes"
rm "$folder/packed-again.safetensors"
