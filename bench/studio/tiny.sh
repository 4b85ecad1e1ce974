#!/usr/bin/env bash
# Trains the small models that the studio's first page runs in the browser, and puts them where the package takes them from:
#
#   dotnet build src/Figment.Cli -c Release && bench/studio/tiny.sh
#
# It takes about a quarter of an hour on one core and uses only built-in data. Another processor rounds otherwise, so its weights
# differ a little. Needs Python 3 and Node 20.15 or later.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD studio=$PWD/src/Figment.Studio work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
figment() { OMP_NUM_THREADS=1 "$here/src/Figment.Cli/bin/Release/net10.0/Figment.Cli" "$@"; }
cd "$work"

# Digits by class: 24 latents, a generator of 140,000 numbers.
figment train dcgan --data mnist --conditional --set latentSize=24 --steps 3500 --seed 0 --threads 1 --out digits
figment export digits --precision fp16 --license "CC BY-SA 3.0" --out digits/export

# Four kinds of the formula drums, at 24 kHz: half as many samples, so that each is made in the browser in half the time.
figment data pack drums --out drums.safetensors
python3 "$here/bench/studio/drum_folder.py" drums.safetensors kit kick snare closed-hat clap
figment train dcgan --data kit --rate 24000 --length 0.5 --set width=12 --set latentSize=16 --batch 32 --steps 3000 \
  --seed 0 --threads 1 --features none --out drums
figment export drums --precision fp16 --license MIT --out drums/export

# A language model in each language, with tokens of its own.
for writer in verse:3800 poems:2000; do
  data=${writer%:*}
  figment train gpt --data "$data" --set width=96 --set layers=3 --set heads=3 --set keyValueHeads=1 --set context=96 \
    --steps "${writer#*:}" --seed 0 --threads 1 --out "$data"
  figment export "$data" --format html --precision fp16 --license MIT --out "$data/export"
  python3 "$here/bench/studio/page_model.py" "$data/export/model.html" "$studio/Models/$data"
done

for model in digits drums; do gzip -9nc "$model/export/generator.onnx" > "$studio/Models/$model.onnx.gz"; done
cp digits/samples/step-000200.png "$studio/Assets/home-early.png"
cp digits/samples/step-000600.png "$studio/Assets/home-later.png"
cp digits/samples/step-003500.png "$studio/Assets/home-end.png"
node "$here/bench/studio/still.mjs" "$studio/Assets/home-digit.png"
