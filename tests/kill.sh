#!/usr/bin/env bash
# Kills trainings of every preset at random moments and resumes them, KILLS times in all: tests/kill.sh [KILLS].
# 200 take about six minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release --nologo -v q tests/Figment.Cli.Tests
FIGMENT_KILLS=${1:-200} tests/Figment.Cli.Tests/bin/Release/net10.0/Figment.Cli.Tests -noColor -showLiveOutput \
  -explicit only -class Figment.Tests.Cli.KillTests
