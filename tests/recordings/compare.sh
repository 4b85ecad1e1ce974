#!/usr/bin/env bash
# Holds this tree against an earlier commit, byte by byte: both commands `figment` are built, do the same (record.sh) on this
# machine with one thread, and what they said and left is compared. For changes after which everything must be as before. Some
# six minutes on two cores. Ends with `compare: the same`, or with what differs and exit code 1.
# Usage: tests/recordings/compare.sh [BASE], a commit; default: the one that tests/recordings/BASE names
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
base=${1:-$(cat tests/recordings/BASE)} root=$PWD work=$(mktemp -d)
cleanup() {
  kill $(jobs -p) 2>/dev/null || true
  git worktree remove --force "$work/tree" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

build() { # TREE
  (cd "$1" && dotnet build -v q -p:RunAnalyzers=false src/Figment.Cli -c Release >"$work/build.log" 2>&1) ||
    { tail -n 20 "$work/build.log"; echo "compare: $1 does not build" >&2; exit 1; }
}
git worktree add --quiet --detach "$work/tree" "$base"
echo "compare: builds $(git rev-parse --short "$base") and this tree"
build "$work/tree"
build "$root"
# A copy, so that a build meanwhile changes nothing.
cp -r src/Figment.Cli/bin/Release/net10.0 "$work/now"
echo "compare: uses both ($SECONDS s)"
"$root/tests/recordings/record.sh" "$work/tree/src/Figment.Cli/bin/Release/net10.0/Figment.Cli.dll" "$work/before.out" & before=$!
"$root/tests/recordings/record.sh" "$work/now/Figment.Cli.dll" "$work/now.out" & now=$!
wait "$before"; wait "$now"
if diff -r -U 1 "$work/before.out" "$work/now.out" >"$work/difference"; then
  echo "compare: the same ($(find "$work/now.out" -type f | wc -l) files, $SECONDS s)"
else
  grep -cE '^(diff|Only)' "$work/difference" | sed 's/$/ files differ/'
  head -n 200 "$work/difference" | cut -c 1-300
  exit 1
fi
