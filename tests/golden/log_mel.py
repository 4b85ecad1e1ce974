"""The numbers in log_mel.json: a short sound as levels of mel bands, in NumPy's float64, the transform written out.

Frames of 4 hops under Hann's window, whose middles are the middles of hops; triangles on O'Shaughnessy's mel scale from 20 Hz on, each with
a sum of 1; decibels below 0 over 80, the highest band first. tests/golden/log_mel.py > tests/golden/log_mel.json
"""
import json
import numpy as np

RATE, HOP, FRAMES, BANDS, SPAN = 8000, 128, 8, 64, 80.0
SIZE, BINS = 4 * HOP, 2 * HOP + 1


def mel(hertz):
    return 2595 * np.log10(1 + hertz / 700)


def hertz(mels):
    return 700 * (10 ** (mels / 2595) - 1)


time = np.arange(HOP * FRAMES) / RATE
sound = 0.4 * np.sin(2 * np.pi * (300 + 6000 * time) * time) + 0.05 * np.sin(2 * np.pi * 2100 * time)
padded = np.concatenate([np.zeros((SIZE - HOP) // 2), sound, np.zeros(SIZE)])
window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(SIZE) / SIZE)
angles = 2 * np.pi * np.outer(np.arange(SIZE), np.arange(BINS)) / SIZE
edges = hertz(np.linspace(mel(20), mel(RATE / 2), BANDS + 2))
frequencies = np.arange(BINS) * RATE / SIZE
rows = []
for t in range(FRAMES):
    frame = padded[t * HOP:t * HOP + SIZE] * window
    magnitudes = np.hypot(frame @ np.cos(angles), frame @ np.sin(angles))
    column = []
    for left, centre, right in zip(edges, edges[1:], edges[2:]):
        weights = np.maximum(0, np.minimum((frequencies - left) / (centre - left), (right - frequencies) / (right - centre)))
        if weights.sum() == 0:
            weights[np.abs(frequencies - centre).argmin()] = 1
        level = 20 * np.log10(max(1e-9, magnitudes @ weights / weights.sum()))
        column.append(float(np.clip(1 + (level - 20) / SPAN, 0, 1)))
    rows.append(column[::-1])
print(json.dumps({"white": 20, "columns": [[round(v, 7) for v in row] for row in rows]}))
