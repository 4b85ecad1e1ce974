#!/usr/bin/env bash
# Whether presets learn colour at 64 × 64: the labelled set of shapes that the tests draw (12 classes, 1,000 pictures each to
# learn from and 200 to judge with), a classifier trained on it, and each preset judged with that. Slow: see the steps.
#
#   bench/quality/shapes.sh FOLDER [PRESET:STEPS …]        (dcgan:5000 flow:3000 unless told: 25 and 50 minutes on one core)
#
# FOLDER keeps the pictures, the classifier and the runs with their reports. Ends with one line of metrics per preset.
set -euo pipefail
[ $# -ge 1 ] || { sed -n 's/^# \{0,1\}//p' "$0" | sed 1d; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
figment=${FIGMENT:-$root/src/Figment.Cli/bin/Release/net10.0/Figment.Cli}
mkdir -p "$1" && folder=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- dcgan:5000 flow:3000

tests=$root/tests/Figment.Tests/bin/Release/net10.0/Figment.Tests
[ -d "$folder/test" ] || FIGMENT_SHAPES=$folder "$tests" -noColor -explicit only -method '*ShapePicturesTests.Write' >&2
classifier=$folder/shapes-classifier.safetensors
[ -f "$classifier" ] || "$figment" evaluator train --data "$folder/train" --epochs 4 --out "$classifier" >&2
for work in "$@"; do
  run=$folder/${work%%:*}
  "$figment" train "${work%%:*}" --data "$folder/train" --steps "${work##*:}" --conditional --features "$classifier" \
    --out "$run" >&2
  "$figment" evaluate "$run" --against "$folder/test" --features "$classifier" --count 2400 >&2
  python3 - "$work" "$run/report.json" <<'P'
import json, sys
metrics = {m["name"]: m["value"] for m in json.load(open(sys.argv[2]))["metrics"]}
print(sys.argv[1], *(f"{name} {value:.3f}" for name, value in metrics.items() if isinstance(value, float)), flush=True)
P
done
