#!/usr/bin/env bash
# Uses a command `figment` for everything that it can do, with small networks and pictures, and writes all that it said and left
# as text to compare. Exact only on one machine. Usage: tests/recordings/record.sh CLI_DLL OUT
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) cli=$(realpath "$1")
mkdir -p "$2"; out=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LANG=C.UTF-8 LC_ALL=C.UTF-8 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
python3 "$here/data.py" shapes 8 20
python3 "$here/data.py" large 28 20
mkdir said

# Each command's words and exit code are a file of their own; none of them must end this.
number=100
figment() { # NAME ARGUMENTS
  local name=$1 code=0; shift; number=$((number + 1))
  dotnet "$cli" "$@" >"said/$number-$name.txt" 2>&1 </dev/null || code=$?
  echo "[$code] figment $*" >>"said/$number-$name.txt"
}

use() { # NAME PRESET OPTIONS
  local run=$1 preset=$2; shift 2
  figment "$run-train" train "$preset" --data shapes --steps 6 --batch 8 --sample-every 3 --checkpoint-every 3 --keep-every 3 \
    --features pixels --device cpu --threads 1 --seed 3 --out "$run" "$@"
  cp -r "$run" "$run-resumed"
  figment "$run-resume" resume "$run-resumed" --steps +4 --threads 1
  figment "$run-generate" generate "$run" --count 9 --seed 5 --out "$run-made/grid.png"
  figment "$run-numbers" generate "$run-resumed" --checkpoint last --count 5 --seed 6 --truncation 0.7 --out "$run-made/five.npy"
  figment "$run-walk" interpolate "$run" --images 0,3 --steps 4 --out "$run-made/walk.png"
  figment "$run-project" project "$run" --steps 3 --starts 2 --count 2 --latents "$run-made/z.npy" --out "$run-made/projected.png"
  figment "$run-evaluate" evaluate "$run" --features pixels --count 60 --device cpu
  figment "$run-export" export "$run" --device cpu
}

use gan gan --precision fp32 --set latentSize=8
use dcgan dcgan --precision fp32 --set latentSize=8 --set width=8 --flip --shift 1
use r3gan r3gan --precision fp32 --set latentSize=8 --set width=8
use wgan-gp wgan-gp --precision fp32 --set latentSize=8 --language zh
use classic classic --precision fp32 --set latentSize=8
use flow flow --precision fp32 --set width=8 --set deepWidth=8 --set solver=euler:2
use vae vae --precision fp32 --set latentSize=2
use conv-vae conv-vae --precision fp32 --set latentSize=4 --set likelihood=gaussian
use flow-bf16 flow --precision bf16 --set width=8 --set deepWidth=8 --set solver=heun:2
use dcgan-bf16 dcgan --precision bf16 --set latentSize=8 --set width=8
use clusters gan --precision fp32 --unconditional --set latentSize=8 --set clusters=4 --set augment=translation

# What only some can do, or what need not be done with all.
figment classes generate gan --classes bars,rings --count 6 --out classes.png
figment folder generate gan --count 4 --seed 2 --out pictures
figment columns generate dcgan --count 7 --columns 3 --out columns.png
figment solver generate flow --solver midpoint:3 --count 4 --out midpoint.npy
figment animation interpolate gan --images 0,1 --steps 3 --class dots --out walk.gif
figment linear interpolate vae --linear --out linear.png
figment reconstruct reconstruct vae --count 3 --out reconstructed.png
figment reconstruct-conv reconstruct conv-vae --count 3 --out reconstructed-conv.png
figment map map vae --size 5 --count 40 --out map.png
figment arithmetic arithmetic vae --from bars --add dots --count 4 --out arithmetic.png
figment arithmetic-samples arithmetic gan --samples --from 3 --subtract 5 --add 8 --out arithmetic-samples.png
figment likelihood likelihood vae --images 20 --samples 10 --device cpu
figment likelihood-conv likelihood conv-vae --images 20 --samples 10 --device cpu
figment weights export gan --format safetensors --precision fp16 --out weights
figment arrays export vae --format npy --out arrays
figment half export flow --precision fp16 --solver heun:2 --license CC0-1.0 --out half
figment compare compare gan wgan-gp vae
figment compare-again compare gan gan-resumed --again --count 60
figment evaluate-zh evaluate gan --features pixels --count 60 --checkpoint last --language zh --out judged-zh
figment evaluate-folder evaluate large --against large --features mnist --count 60 --out judged-folder
figment large-train train gan --data large --steps 4 --batch 8 --sample-every 2 --features mnist --threads 1 --out large-run
figment large-evaluate evaluate large-run --features mnist --count 60
figment evaluator evaluator train --data large --epochs 1 --threads 1 --device cpu --out evaluator.safetensors
figment evaluate-own evaluate large-run --features evaluator.safetensors --count 60 --out judged-own
figment data data shapes --out samples.png
figment data-sized data large --size 16 --fit pad --background black --out sized.png
figment mnist data mnist --out mnist.png
figment check data check shapes --all --out check.png
figment pack data pack large --size 16 --out packed.safetensors
figment check-pack data check packed.safetensors
figment packed-train train vae --data packed.safetensors --steps 2 --batch 8 --features none --threads 1 --out packed-run
for preset in gan dcgan r3gan wgan-gp classic flow vae conv-vae; do
  figment "summary-$preset" summary "$preset" --shape 1x16x16
done
find . -path ./said -prune -o -type f -print | LC_ALL=C sort >said/files.txt
python3 "$here/outline.py" "$work" "$out"
