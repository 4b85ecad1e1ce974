"""Milliseconds per step of runs, from their metrics.jsonl: from the first row after a third of the steps to the last, both of
which wait for the GPU since they hold losses. steps.py RUN …; a line of JSON each."""
import json
import os
import sys


def read(run):
    """The rows of a run, and the two that its steps are timed between."""
    rows = [json.loads(line) for line in open(os.path.join(run, "metrics.jsonl"), encoding="utf-8")]
    last = rows[-1]
    return rows, next(row for row in rows if row["step"] >= last["step"] / 3), last


def milliseconds(run):
    _, first, last = read(run)
    return (last["seconds"] - first["seconds"]) * 1e3 / max(1, last["step"] - first["step"])


if __name__ == "__main__":
    for path in sys.argv[1:]:
        rows, first, last = read(path)
        losses = {name: value for name, value in last.items() if isinstance(value, float) and name != "seconds"}
        print(json.dumps({"run": os.path.basename(path), "steps": last["step"], "ms": round(milliseconds(path), 3),
                          "first_s": rows[0]["seconds"], "last": losses}))
