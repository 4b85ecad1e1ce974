#!/usr/bin/env bash
# Packs the peers into one file that Python runs, for a PyTorch that sees only the script it is given (in a container, say):
#   bench/peers/pack.sh FILE.zip && $PEER FILE.zip train_step|sample|train|about …
set -euo pipefail
[ $# = 1 ] || { sed -n 's/^# \{0,1\}//p' "$0" | sed 1d; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$(cd "$(dirname "$0")" && pwd)"/{__main__,about,train_step,sample,train}.py "$work"
mkdir "$work/presets"
cp "$(dirname "$0")"/presets/*.py "$work/presets"
rm -f "$1"
(cd "$work" && python3 -m zipfile -c packed ./*.py presets)
mv "$work/packed" "$1"
