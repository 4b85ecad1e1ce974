#!/usr/bin/env python3
"""Makes what the studio's lessons on sounds and on pictures of one's own show: record_lessons.py FOLDER

FOLDER is that of lesson_data.py, and the trainings and samples are below it (each with --threads 1 --seed 0):
    figment train flow --data drums --steps 1400 --batch 16 --sample-every 50 --features none --out FOLDER/drums
    figment train flow --data FOLDER/drums-16 --steps 1000 --batch 16 --sample-every 500 --features none --out FOLDER/drums-few
    figment train gan --steps 2500 --out FOLDER/gan
    for n in 10 100 1000:
        figment train gan --data FOLDER/digits-$n --steps 2000 --features none --out FOLDER/from-$n
        figment generate FOLDER/from-$n --checkpoint last --count 1000 --out FOLDER/made-$n.npy
        figment evaluate FOLDER/made-$n.npy --against mnist --count 1000 --out FOLDER/report-$n
    figment train gan --data FOLDER/outlines --steps 400 --sample-every 50 --features none --out FOLDER/nothing
    figment train gan --data FOLDER/outlines --from FOLDER/gan --steps 400 --sample-every 50 --features none --out FOLDER/begun
It needs sox, with Vorbis.
"""
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import wave

from lesson_data import SIDE, chosen, png

STUDIO = pathlib.Path(__file__).resolve().parents[2] / "src/Figment.Studio"
KIT = ["kick", "snare", "closed-hat", "open-hat", "clap", "tom", "rim", "cowbell"]
HEARD = (0, 50, 100, 150, 250, 400, 700, 1400)
SHOWN, GAP = 16, 8_192  # Vorbis lets a loud beginning be heard before it, so drums lie apart
root = pathlib.Path(sys.argv[1])
recorded = STUDIO / "Learn/Recorded"
recorded.mkdir(exist_ok=True)


def drums(run, step, names):
    """The first drum of each class as one file, in the order of the kit."""
    with wave.open(str(root / run / f"samples/step-{step:06}.wav")) as file:
        rate, frames = file.getframerate(), file.readframes(file.getnframes())
    pause, count = int(0.15 * rate), 16
    length = (len(frames) // 2 - (count - 1) * pause) // count
    sounds = {name: frames[2 * k * (length + pause) :][: 2 * length] for k, name in enumerate(names)}
    with tempfile.TemporaryDirectory() as folder:
        with wave.open(f"{folder}/all.wav", "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(b"".join(sounds[name] + bytes(2 * GAP) for name in KIT))
        subprocess.run(["sox", f"{folder}/all.wav", "-C", "1", str(recorded / f"{run}-{step:04}.ogg")], check=True)


def pairs(count):
    """A picture: sixteen that were made, and below each the nearest of those that were learned from."""
    made = (root / f"made-{count}.npy").read_bytes()[-4 * 1000 * SIDE * SIDE :]
    made = struct.unpack(f"<{SHOWN * SIDE * SIDE}f", made[: 4 * SHOWN * SIDE * SIDE])
    made = [[min(255, max(0, round(255 * x))) for x in made[k * SIDE * SIDE :][: SIDE * SIDE]] for k in range(SHOWN)]
    learned = [pixels for _, pixels in chosen(count)]
    nearest = [min(learned, key=lambda other: sum((a - b) ** 2 for a, b in zip(one, other))) for one in made]
    half, gap = SHOWN // 2, 2
    wide, rows = half * (SIDE + gap) + gap, []
    for first in (0, half):
        for line in (made, nearest):
            rows += [[64] * wide for _ in range(gap if line is nearest or first == 0 else 3 * gap)]
            for y in range(SIDE):
                rows.append(
                    [64] * gap + [p for k in range(first, first + half) for p in [*line[k][y * SIDE :][:SIDE], *[64] * gap]]
                )
    rows += [[64] * wide for _ in range(gap)]
    (STUDIO / f"Assets/learn-from-{count}.png").write_bytes(png(bytes(p for row in rows for p in row), wide))


for old in [*recorded.glob("*.ogg"), *(STUDIO / "Assets").glob("learn-*.png")]:
    old.unlink()
for step in HEARD:
    drums("drums", step, KIT)
drums("drums-few", 1000, sorted(KIT))
figures = []
for count in (10, 100, 1000):
    pairs(count)
    report = json.loads((root / f"report-{count}/report.json").read_text())
    found = {metric["name"]: metric for metric in report["metrics"]}
    figures.append(
        {
            "count": count,
            "copied": found["copied"]["value"],
            "coverage": found["coverage"]["value"],
            "real": found["coverage"]["real"]["value"],
        }
    )
(recorded / "pictures.json").write_text(json.dumps(figures, indent=1) + "\n")
for run in ("nothing", "begun"):
    for step in range(0, 401, 50):
        shutil.copy(root / run / f"samples/step-{step:06}.png", STUDIO / f"Assets/learn-{run}-{step:03}.png")
