#!/usr/bin/env python3
"""Makes the recorded runs of texts that the studio's lesson shows: record_texts.py DATA[:FIRST]=FOLDER …

A folder is that of 'figment train gpt --data DATA --steps N --seed 0'; with FIRST, of the same with a .jsonl of the first
texts alone: zcat src/Figment/Data/Texts/Resources/DATA.jsonl.gz | head -FIRST
"""
import json
import pathlib
import sys

STUDIO = pathlib.Path(__file__).resolve().parents[2] / "src/Figment.Studio"
LINE = "\n" + "─" * 40 + "\n"
MOST, TEXTS = 10, 4  # looks per run, texts per look

runs = []
for argument in sys.argv[1:]:
    name, folder = argument.split("=")
    data, _, first = name.partition(":")
    folder = pathlib.Path(folder)
    bits = {}
    for line in map(json.loads, (folder / "metrics.jsonl").read_text().splitlines()):
        if "bits_per_byte" in line:
            bits[line["step"]] = line["bits_per_byte"]
    steps = sorted(int(path.stem.split("-")[1]) for path in folder.glob("samples/step-*.txt"))
    # Most happens at the beginning.
    kept = sorted({round((len(steps) - 1) * (k / (MOST - 1)) ** 1.6) for k in range(MOST)})
    looks = []
    for step in (steps[k] for k in kept):
        texts = (folder / f"samples/step-{step:06}.txt").read_text().rstrip("\n").split(LINE)
        known = max((other for other in bits if other <= step), default=min(bits))
        texts = ["".join(c if c == "\n" or c.isprintable() else "\ufffd" for c in text) for text in texts[:TEXTS]]
        looks.append({"step": step, "bitsPerByte": round(bits[known], 3), "texts": texts})
    runs.append({"data": data, "first": int(first) if first else None, "looks": looks})
(STUDIO / "Learn/recorded-texts.json").write_text(json.dumps(runs, indent=1, ensure_ascii=False) + "\n")
