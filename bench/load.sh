#!/usr/bin/env bash
# An image server under load, from this machine: requests per second and the 99th-percentile response time, with 1, 8
# and 32 visitors at once, the server's resident memory after each, and whether bad parameters still get a 400 meanwhile.
# Needs ApacheBench (Debian: apache2-utils), which takes its share of the processor.
#
#   bench/load.sh URL PID [REQUESTS]        for instance 'http://127.0.0.1:5290/images.png?count=1' 4711 5000
set -euo pipefail
[ $# -ge 2 ] || { sed -n 's/^# \{0,1\}//p' "$0" | sed 1d; exit 2; }
url=$1 pid=$2 requests=${3:-5000}
memory() { awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status"; }
ab -q -k -n 500 -c 8 "$url" > /dev/null   # compiled and warm
printf '%11s %10s %8s %8s %7s %10s %10s\n' concurrency requests/s p50_ms p99_ms failed memory_MB bad_to_400
for round in 1 2 3; do
  for visitors in 1 8 32; do
    log=$(mktemp)
    ab -q -k -l -n "$requests" -c "$visitors" "$url" > "$log" &
    bad=0 asked=20
    for i in $(seq $asked); do
      answer=$(curl -s -o /dev/null -w '%{http_code} %{content_type}' "${url%%\?*}?count=0")
      [ "$answer" = "400 application/problem+json" ] && bad=$((bad + 1))
      sleep 0.02
    done
    wait $!
    printf '%11s %10s %8s %8s %7s %10s %10s\n' "$visitors" \
      "$(awk '/Requests per second/ { print $4 }' "$log")" \
      "$(awk '$1 == "50%" { print $2 }' "$log")" "$(awk '$1 == "99%" { print $2 }' "$log")" \
      "$(awk '/Failed requests|Non-2xx/ { n += $NF } END { print n + 0 }' "$log")" "$(memory)" "$bad/$asked"
    rm "$log"
  done
done
