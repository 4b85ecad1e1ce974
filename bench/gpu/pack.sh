#!/usr/bin/env bash
# What a machine with a GPU needs of Figment, in one file of less than 60 MB: the command with .NET and without a libtorch, and
# the scripts of bench/gpu and bench/peers. On that machine: tar xf FILE, then gpu/run.sh figment OUT.
#   bench/gpu/pack.sh FILE.tar.xz
set -euo pipefail
file=$(realpath -m "$1")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish src/Figment.Cli -r linux-x64 --self-contained -p:Torch=none -p:UseAppHost=true -p:PublishReadyToRun=false \
  -o "$work/figment" -v q >&2
# Not needed there: ONNX judges, the studio's lessons, debuggers, and the parts of .NET that a training does not load.
(cd "$work/figment" && rm -rf libonnxruntime* libcoreclrtraceptprovider.so libmscordaccore.so libmscordbi.so createdump \
  ./*.pdb Learn Microsoft.VisualBasic*.dll System.Private.Xml*.dll System.Private.DataContractSerialization.dll \
  System.Data.Common.dll)
cp -r bench/gpu bench/peers "$work"
tar -C "$work" -c figment gpu peers | xz -T0 -9e >"$file"
echo "$file: $(($(stat -c %s "$file") / 1000000)) MB, of $(git rev-parse --short HEAD)"
