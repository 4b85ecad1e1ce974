#!/usr/bin/env bash
# Runs the tests with their coverage: lines and branches of the library and of the studio, and the files that are least covered.
# Takes about twice as long as the tests alone, which is why `dotnet test` does not do it each time. Code that tests run in
# separate processes (the command line) is not counted.
#   tests/coverage.sh [library|studio]        (the library: only what its own tests run, not those of the command)
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/artifacts/coverage
mkdir -p "$out"

# $1 test project, $2 the assembly that it is about
measure() {
  local report=$out/$2.cobertura.xml
  rm -f "$report"
  dotnet test --project "tests/$1" --coverage --coverage-output-format cobertura --coverage-output "$report" \
    --coverage-settings tests/coverage.xml
  awk -v assembly="$2" '
    function attribute(name,   value) {
      value = $0
      if (!sub(".* " name "=\"", "", value)) return ""
      sub("\".*", "", value)
      return value
    }
    /<package / { inside = attribute("name") == assembly }
    inside && /<class / { file = attribute("filename"); sub(".*/src/", "src/", file) }
    inside && /<method/ { method = 1 } inside && /<\/methods>/ { method = 0 }
    inside && !method && /<line / {
      key = file ":" attribute("number")
      if (!(key in valid)) { valid[key] = 1; lines[file]++ }
      if (attribute("hits") > 0 && !(key in hit)) { hit[key] = 1; covered[file]++ }
      if (attribute("branch") ~ /[Tt]rue/ && match($0, /\([0-9]+\/[0-9]+\)/)) {
        split(substr($0, RSTART + 1, RLENGTH - 2), part, "/")
        if (part[2] > branches[key]) branches[key] = part[2]
        if (part[1] > taken[key]) taken[key] = part[1]
      }
    }
    END {
      for (f in lines) { all += lines[f]; done += covered[f] }
      for (k in branches) { allBranches += branches[k]; doneBranches += taken[k] }
      shareOfBranches = 100 * doneBranches / (allBranches ? allBranches : 1)
      printf "\n%s: %.1f%% of %d lines, %.1f%% of %d branches\n", assembly, 100 * done / all, all, shareOfBranches, allBranches
      least = "sort -k2,2nr | head -n 12"
      for (f in lines) printf "%5.1f%%  %4d not run  %s\n", 100 * covered[f] / lines[f], lines[f] - covered[f], f | least
    }' "$report"
}

case ${1:-both} in
  library) measure Figment.Tests Figment ;;
  studio) measure Figment.Studio.Tests Figment.Studio ;;
  *) measure Figment.Tests Figment; measure Figment.Studio.Tests Figment.Studio ;;
esac
