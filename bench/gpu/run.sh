#!/usr/bin/env bash
# Does Figment run on this GPU, how fast, and what is wrong? One table in under eight minutes; bench/gpu/run.py explains the
# arguments and variables.
#   bench/gpu/run.sh FIGMENT OUT [PART …]
exec "${PYTHON:-python3}" "$(dirname "$0")/run.py" "$@"
