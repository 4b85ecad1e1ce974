#!/usr/bin/env bash
# Moves the new public API of each project to what is shipped: lines of PublicAPI.Unshipped.txt join PublicAPI.Shipped.txt, those
# marked *REMOVED* leave it. Run once for each release; a second run changes nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
for unshipped in src/*/PublicAPI.Unshipped.txt; do
  shipped=${unshipped/Unshipped/Shipped}
  python3 - "$unshipped" "$shipped" <<'PYTHON'
import sys

def lines(path):
    return [line for line in open(path, encoding='utf-8').read().splitlines() if line and line != '#nullable enable']

new, old = lines(sys.argv[1]), set(lines(sys.argv[2]))
gone = {line.removeprefix('*REMOVED*') for line in new if line.startswith('*REMOVED*')}
now = sorted((old | {line for line in new if not line.startswith('*REMOVED*')}) - gone)
for path, kept in ((sys.argv[2], now), (sys.argv[1], [])):
    open(path, 'w', encoding='utf-8').write('\n'.join(['#nullable enable', *kept]) + '\n')
print(f'{sys.argv[2]}: {len(now)} lines, {len(now) - len(old)} more')
PYTHON
done
