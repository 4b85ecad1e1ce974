"""What a judge hears in sounds, with NumPy in float64: python3 tests/golden/heard_sounds.py > tests/golden/heard_sounds.json

Pieces under a Hann window, their power spectra, bands on HTK's mel scale (D. O'Shaughnessy, "Speech Communication", 1987, page
150) in dB of a sine of full scale; and the centroid, the 95% roll-off and the flatness (in 16 bands) of the power of the whole
sound.
"""
import json

import numpy as np

RATE, LENGTH, COLUMNS, BANDS = 8_000, 4_000, 32, 64


def noise(n, seed, scale):
    """The formula of Golden.Fill: MurmurHash3's 32-bit finalizer, float32."""
    h = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    h = h ^ (h >> np.uint32(16))
    return (scale * (2 * (h / 2.0**32) - 1)).astype(np.float32).astype(np.float64)


def sounds():
    t = np.arange(LENGTH) / RATE
    tone = 0.5 * np.sin(2 * np.pi * 440 * t) * np.exp(-3 * t)
    sweep = 0.8 * np.sin(2 * np.pi * (200 * t + 1500 * t * t))
    hiss = noise(LENGTH, 7, 0.3) * np.exp(-8 * t)
    square = np.clip(1.5 * np.sin(2 * np.pi * 100 * t), -1, 1)
    exact = np.array([[tone, sweep], [hiss, square]])
    return np.clip(np.round(exact.astype(np.float32).astype(np.float64) * 32768), -32768, 32767) / 32768


def spectra(x):
    hop = -(-LENGTH // COLUMNS)
    window = max(2 * hop, 2 * round(RATE * 0.025 / 2))
    size = 1
    while size < 2 * window:
        size *= 2
    shape = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    power = np.zeros((COLUMNS, size // 2 + 1))
    for column in range(COLUMNS):
        start = column * hop - (window - hop) // 2
        piece = np.array([x[i] if 0 <= i < LENGTH else 0 for i in range(start, start + window)])
        power[column] = np.abs(np.fft.rfft(piece * shape, size)) ** 2 * 2 / (size * np.sum(shape**2))
    return power, np.arange(size // 2 + 1) * RATE / size


def levels(power, frequencies):
    top = 2595 * np.log10(1 + (RATE / 2) / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 2) / 2595) - 1)
    result = np.zeros((BANDS, COLUMNS))
    for band in range(BANDS):
        low, middle, high = edges[band : band + 3]
        weights = np.maximum(0, np.minimum((frequencies - low) / (middle - low), (high - frequencies) / (high - middle)))
        result[band] = np.clip(10 * np.log10(np.maximum(2 * power @ weights, 1e-30)), -80, 0)
    return result


def figures(sound):
    power = [spectra(channel) for channel in sound]
    frequencies = power[0][1]
    pieces = np.mean([p.sum(axis=1) for p, _ in power], axis=0)
    whole = np.sum([p.sum(axis=0) for p, _ in power], axis=0)
    bands = whole[:-1].reshape(16, -1)
    held = np.maximum(bands, bands.max(axis=1, keepdims=True) * 1e-8)
    weights = held.sum(axis=1)
    flatness = 10 * (np.mean(np.log10(held), axis=1) - np.log10(held.mean(axis=1)))
    calm = np.sort(pieces)[: COLUMNS // 10].mean()
    return [
        10 * np.log10(np.mean(sound**2)),
        float((whole * frequencies).sum() / whole.sum()),
        float(frequencies[np.argmax(np.cumsum(whole) >= 0.95 * whole.sum())]),
        (flatness * weights).sum() / weights.sum(),
        max(-60, 10 * np.log10(max(calm, 1e-20))),
    ]


every = sounds()
print(
    json.dumps(
        {
            "levels": [
                [[[round(v, 4) for v in row] for row in levels(*spectra(channel))[:, ::8]] for channel in sound]
                for sound in every
            ],
            "figures": [[round(float(v), 5) for v in figures(sound)] for sound in every],
        }
    )
)
