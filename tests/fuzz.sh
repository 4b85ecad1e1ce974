#!/usr/bin/env bash
# Gives every parser damaged files: tests/fuzz.sh [INPUTS] [FIRST SEED]. Prints a line per parser; a file that makes one
# fail is kept in artifacts/fuzz. 100,000 inputs each take about half an hour on one core.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release --nologo -v q tests/Figment.Tests
FIGMENT_FUZZ_INPUTS=${1:-100000} FIGMENT_FUZZ_SEED=${2:-1} \
  tests/Figment.Tests/bin/Release/net10.0/Figment.Tests -noColor -showLiveOutput -class Figment.Tests.Fuzzing.ParserFuzzTests
