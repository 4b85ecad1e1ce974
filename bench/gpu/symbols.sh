#!/usr/bin/env bash
# Lists the symbols that a native library needs but no library of a PyTorch installation has: symbols.sh LIBRARY TORCH_LIB
# Ends with code 1 if there are any. C++ names include the types of arguments, so a missing name means that a function has
# changed.
# std::ios_base_library_init is missing on older systems and never called (docs/design/native.md).
set -euo pipefail
export LC_ALL=C
library=$1 folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
plain() { awk '{ print $NF }' | sed 's/@.*//' | sort -u; }
nm -D --undefined-only "$library" | grep -E ' U ' | plain >"$work/needed"
for so in libc10.so libtorch.so libtorch_cpu.so; do nm -D --defined-only "$folder/$so"; done | plain >"$work/torch"
system='libc|libm|libstdc\+\+|libgcc_s|ld-linux-x86-64'
ldconfig -p | sed -nE "s/^\s*($system)\.so\.[0-9]+ .* => //p" | while read -r so; do nm -D --defined-only "$so"; done \
  | plain >"$work/system"
comm -23 "$work/needed" <(sort -u "$work/torch" "$work/system") >"$work/missing"
theirs=$(comm -12 "$work/needed" "$work/torch" | wc -l)
echo "$(wc -l <"$work/needed") asked for, $theirs of them libtorch's, $(wc -l <"$work/missing") missing"
c++filt <"$work/missing" | head -n 60
[ ! -s "$work/missing" ]
