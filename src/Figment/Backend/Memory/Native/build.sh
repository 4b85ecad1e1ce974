#!/usr/bin/env bash
# Compiles kept.c to the bytes in KeptCode.cs, and prints the offsets of the two functions and the bytes.
# A test compares them if gcc 12 is installed.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
gcc -O2 -fPIC -fno-plt -fno-stack-protector -fno-asynchronous-unwind-tables -fno-jump-tables \
  -fno-tree-loop-distribute-patterns -fcf-protection=none \
  -mno-sse -ffreestanding -nostdlib -shared -Wl,-Bsymbolic -o "$work/kept.so" kept.c
objcopy -O binary -j .text "$work/kept.so" "$work/kept.bin"
nm "$work/kept.so" | awk '/store|kept_/ { print $3, $1 }'
base64 -w 100 "$work/kept.bin"
