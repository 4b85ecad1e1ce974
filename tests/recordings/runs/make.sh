#!/usr/bin/env bash
# Makes the runs that OldRunTests open: tests/recordings/runs/PRESET.zip, each a run folder and the data that it learned from.
# They were made once, by the version of the commit that added them, and stay as they are: what later versions write is
# compared by other tests. A new preset gets a new one. Usage: tests/recordings/runs/make.sh CLI_DLL [PRESET ...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cli=$(realpath "$1"); shift
work=/tmp/figment-old-runs  # stands in options.json, so it is the same for everybody
rm -rf "$work"; mkdir "$work"; cd "$work"
trap 'rm -rf "$work"' EXIT
python3 "$here/../data.py" shapes 8 20
dotnet "$cli" data pack shapes --out shapes.safetensors >/dev/null

make() { # NAME PRESET DATA [OPTIONS]
  local name=$1 preset=$2 data=$3; shift 3
  [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $name "* ]] || return 0
  dotnet "$cli" train "$preset" --data "$data" --steps 4 --batch 8 --learning-rate 0.02 --sample-every 4 --checkpoint-every 4 \
    --features pixels --device cpu --threads 1 --out "$name" "$@" >/dev/null
  python3 "$here/thin.py" "$name"
  rm -f "$here/$name.zip"
  zip -9 -X -q -r "$here/$name.zip" "$name" "$data"
  echo "$name: $(wc -c <"$here/$name.zip") bytes"
}
wanted=("$@")
make gan gan shapes --precision fp32 --set latentSize=8
make dcgan dcgan shapes.safetensors --precision fp32 --set latentSize=8 --set width=8
make r3gan r3gan shapes.safetensors --precision fp32 --set latentSize=8 --set width=8
make wgan-gp wgan-gp shapes.safetensors --precision fp32 --set latentSize=8
make classic classic shapes.safetensors --precision fp32 --set latentSize=8
make flow flow shapes --precision fp32 --set width=8 --set deepWidth=8 --set solver=euler:2
make vae vae shapes.safetensors --precision fp32 --set latentSize=2
make conv-vae conv-vae shapes --precision fp32 --set latentSize=4 --set likelihood=gaussian
make flow-bf16 flow shapes.safetensors --precision bf16 --set width=8 --set deepWidth=8 --set solver=euler:2

# Sounds and a language model, with what they do: flow.txt is written by FIGMENT_RECORD=1, gpt.txt by hand from what it says.
other() { # FOLDER PRESET DATA [OPTIONS]
  local folder=$1 preset=$2 data=$3; shift 3
  [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $folder "* ]] || return 0
  rm -rf "$preset"
  python3 "$here/../tones.py" "$data"
  dotnet "$cli" train "$preset" --data "$data" --steps 4 --batch 4 --sample-every 4 --checkpoint-every 4 --precision fp32 \
    --device cpu --threads 1 --out "$preset" "$@" >/dev/null
  python3 "$here/thin.py" "$preset"
  mkdir -p "$here/$folder"
  rm -f "$here/$folder/$preset.zip"
  zip -9 -X -q -r "$here/$folder/$preset.zip" "$preset" "$data"
  echo "$folder/$preset: $(wc -c <"$here/$folder/$preset.zip") bytes"
}
other sounds flow tones --features none --set width=8 --set deepWidth=8 --set solver=euler:2
other texts gpt verses.txt --set width=32 --set layers=2 --set heads=2 --set keyValueHeads=1 --set context=32 --set merges=24
