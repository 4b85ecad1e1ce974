"""Sounds as grids and back, from their definitions: NumPy, float64, no fast transforms.

    python3 sound_grids.py > sound_grids.json

Inputs are formulas, as in evaluation_metrics.py. `mel` is log-mel levels with phases sought by Griffin and Lim's iteration with
momentum: the grid of a sound, what comes back, and what comes back of the same grid with errors (`changed`).
"""
import json
import numpy as np

RATE, LENGTH, HOP = 8000, 256, 16
FRAMES = LENGTH // HOP
SPAN = 80.0  # dB that a level of 0 lies under one of 1


def bits(n, seed):
    h = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def even(shape, seed):
    """Numbers in [-1, 1), multiples of 2^-15."""
    return ((bits(int(np.prod(shape)), seed) >> np.uint32(16)).astype(np.float64) / 32768 - 1).reshape(shape)


def sound():
    t = np.arange(LENGTH)
    x = np.exp(-t / 60) * (0.6 * np.sin(2 * np.pi * 700 * t / RATE) + 0.2 * even(LENGTH, 1))
    x[200:] = 0
    return np.round(x * 32768) / 32768


def to_level(size, scale):
    return np.clip(1 + 20 * np.log10(size / scale[:, None] + 1e-9) / SPAN, 0, 1)


def to_size(level, scale):
    return 10 ** ((level - 1) * SPAN / 20) * scale[:, None]


SIZE, MELS, ITERATIONS, MOMENTUM = 64, 8, 3, 0.5
WINDOW = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(SIZE) / SIZE)
FOURIER = np.exp(-2j * np.pi * np.outer(np.arange(SIZE), np.arange(SIZE // 2 + 1)) / SIZE)


def filters(low=20.0):
    """Triangles evenly wide in mel = 2595 log10(1 + f / 700), from 20 Hz to half the rate, each with a sum of 1: [mels, bins]."""
    to_mel, to_hertz = lambda f: 2595 * np.log10(1 + f / 700), lambda m: 700 * (10 ** (m / 2595) - 1)
    edges, f = to_hertz(np.linspace(to_mel(low), to_mel(RATE / 2), MELS + 2)), np.linspace(0, RATE / 2, SIZE // 2 + 1)
    w = np.array(
        [np.maximum(0, np.minimum((f - a) / (b - a), (c - f) / (c - b))) for a, b, c in zip(edges, edges[1:], edges[2:])]
    )
    for row, centre in zip(w, edges[1:-1]):  # narrower than a bin: the nearest bin
        if row.sum() == 0:
            row[np.abs(f - centre).argmin()] = 1
    return w / w.sum(1, keepdims=True)


BEFORE = (SIZE - HOP) // 2


K, J = np.arange(SIZE // 2 + 1)[:, None], np.arange(FRAMES)[None]
STEADY = (
    K * J * HOP / SIZE + K**2 * 1.618033988749895
)  # turns: each frequency goes on from frame to frame, and begins as if at random


def stft(x):
    """Frame j has its middle in the middle of hop j, silence outside: [bins, T]."""
    padded = np.pad(x, SIZE)
    return np.array([(padded[SIZE - BEFORE + j * HOP :][:SIZE] * WINDOW) @ FOURIER for j in range(FRAMES)]).T


def istft(s):
    """Each frame's real signal under the window again, added up and divided by the windows' squares, of which there are 0.001
    at least."""
    weight = np.where((np.arange(SIZE // 2 + 1) == 0) | (np.arange(SIZE // 2 + 1) == SIZE // 2), 1, 2) / SIZE
    x, norm = np.zeros(LENGTH + 2 * SIZE), np.zeros(LENGTH + 2 * SIZE)
    for j in range(FRAMES):
        frame = slice(SIZE - BEFORE + j * HOP, 2 * SIZE - BEFORE + j * HOP)
        x[frame] += (
            np.conj(FOURIER) @ (s[:, j] * weight)
        ).real * WINDOW  # the first and last bin's imaginary parts have no effect
        norm[frame] += WINDOW**2
    return (x / np.maximum(norm, 1e-3))[SIZE : SIZE + LENGTH]


def mel_levels(s, w):
    return np.sqrt(w @ np.abs(s) ** 2)


def mel(x, scale):
    """[1, mels, T], the highest band first."""
    return to_level(mel_levels(stft(x), filters()), scale)[None, ::-1]


def from_mel(grid, scale):
    w = filters()
    target = to_size(grid[0, ::-1], scale) - to_size(0, scale)  # 0 is silence
    size = np.sqrt(np.maximum(np.linalg.pinv(w) @ target**2, 0))
    angles, before = np.exp(2j * np.pi * STEADY), 0
    for _ in range(ITERATIONS):
        now = stft(istft(size * angles))
        ahead = now + MOMENTUM * (now - before)
        angles, before = ahead / (np.abs(ahead) + 1e-9), now
    made = stft(istft(size * angles))
    gain = np.minimum(target / (mel_levels(made, w) + 1e-6), 4)
    return istft(made * (w.T @ gain / np.maximum(w.sum(0), 1e-9)[:, None]))


def changed(grid, seed):
    return np.clip(grid + 0.05 * even(grid.shape, seed), 0, 1)


def rounded(x):
    return np.round(x, 8).tolist()


def case(there, back, seed, **more):
    return {
        **{key: rounded(value) for key, value in more.items()},
        "grid": rounded(there),
        "back": rounded(back(there)),
        "changed": rounded(changed(there, seed)),
        "backOfChanged": rounded(back(changed(there, seed))),
    }


x, mels = sound(), 1.0 + 0.25 * np.arange(MELS)
print(
    json.dumps(
        {
            "sound": x.tolist(),
            "rate": RATE,
            "hop": HOP,
            "spanInDecibels": SPAN,
            "mel": {
                "size": SIZE,
                "mels": MELS,
                "iterations": ITERATIONS,
                "momentum": MOMENTUM,
                **case(mel(x, mels), lambda grid: from_mel(grid, mels), 8, scale=mels),
            },
        }
    )
)
