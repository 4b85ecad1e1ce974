"""Milliseconds per step of runs, from their metrics.jsonl: from the first row after a third of the steps to the last, both of
which wait for the GPU since they hold losses. steps.py RUN …; a line of JSON each."""
import json
import os
import sys

for run in sys.argv[1:]:
    rows = [json.loads(line) for line in open(os.path.join(run, "metrics.jsonl"), encoding="utf-8")]
    last = rows[-1]
    first = next(row for row in rows if row["step"] >= last["step"] / 3)
    losses = {name: value for name, value in last.items() if isinstance(value, float) and name != "seconds"}
    ms = (last["seconds"] - first["seconds"]) * 1e3 / max(1, last["step"] - first["step"])
    print(json.dumps({"run": os.path.basename(run), "steps": last["step"], "ms": round(ms, 3), "first_s": rows[0]["seconds"],
                      "last": losses}))
