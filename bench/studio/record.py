#!/usr/bin/env python3
"""Makes the recorded runs that the studio's lesson shows: record.py [classic=FOLDER] [gan=FOLDER], the folders of runs; one
not named stays."""
import json
import pathlib
import shutil
import sys

STUDIO = pathlib.Path(__file__).resolve().parents[2] / "src/Figment.Studio"
MOST = 9  # looks per run

file = STUDIO / "Learn/recorded.json"
runs = {run["preset"]: run for run in json.loads(file.read_text())}
for preset, folder in (argument.split("=") for argument in sys.argv[1:]):
    folder = pathlib.Path(folder)
    for old in (STUDIO / "Assets").glob(f"{preset}-*.png"):
        old.unlink()
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    looks = [line for line in lines if "evaluation" in line and (folder / f"samples/step-{line['step']:06}.png").exists()]
    kept = sorted({round(k * (len(looks) - 1) / (MOST - 1)) for k in range(MOST)})
    for look in (looks[k] for k in kept):
        shutil.copy(folder / f"samples/step-{look['step']:06}.png", STUDIO / f"Assets/{preset}-{look['step']:06}.png")
    runs[preset] = {"preset": preset, "looks": [{name: looks[k][name] for name in ("step", "evaluation")} for k in kept]}
file.write_text(json.dumps(list(runs.values()), indent=1) + "\n")
