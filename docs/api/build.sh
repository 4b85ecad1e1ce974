#!/usr/bin/env bash
# The API reference, from the built packages, into artifacts/api. A warning is an error: a link that leads nowhere, for instance.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet tool restore >/dev/null
[ -f src/Figment.Mpi/bin/Release/net10.0/Figment.Mpi.dll ] || dotnet build -v q
rm -rf docs/api/reference artifacts/api
dotnet docfx docs/api/docfx.json --warningsAsErrors --logLevel warning
rm -rf docs/api/reference
echo "The API reference is in artifacts/api: open index.html by 'dotnet docfx serve artifacts/api'."
