"""Drum sounds by formula: nine kinds, any number, no recordings.

    python3 drums.py FOLDER [--count 100] [--seed 0] [--rate 44100] [--length 32768]     writes FOLDER/kind/00000.wav ...
    python3 drums.py --look [--count 50]                                                 what they measure

A sound is a sum of a few parts: sines whose pitch falls, noise through filters of first and second order, and envelopes that
fall by e every tau seconds. Every sound draws its numbers anew; the draws of a sound depend on seed, kind and number alone.
Each begins at once and is loudest at 0.5 to 0.9.
"""
import argparse, pathlib
import numpy as np
import sounds


def time_of(n, rate):
    return np.arange(n) / rate


def fall(t, tau, rise=0.0005):
    """Up in `rise` seconds, then down by e each tau seconds."""
    return np.minimum(t / rise, 1) * np.exp(-np.maximum(t - rise, 0) / tau)


def glide(t, start, end, tau, phase=0.0):
    """A sine whose frequency falls from start to end, by e each tau seconds; its phase is the frequency's integral."""
    return np.sin(2 * np.pi * (end * t + (start - end) * tau * (1 - np.exp(-t / tau))) + phase)


def lowpass(x, hertz, rate):
    """y_n = y_(n-1) + a (x_n - y_(n-1)), a = 1 - exp(-2 pi f / rate)."""
    a, y, last = 1 - np.exp(-2 * np.pi * hertz / rate), np.empty_like(x), 0.0
    for i, value in enumerate(x):
        last += a * (value - last)
        y[i] = last
    return y


def highpass(x, hertz, rate):
    return x - lowpass(x, hertz, rate)


def bandpass(x, hertz, q, rate):
    """A resonance of second order with a gain of 1 at its middle (R. Bristow-Johnson's cookbook)."""
    w = 2 * np.pi * hertz / rate
    alpha = np.sin(w) / (2 * q)
    b, a1, a2 = alpha / (1 + alpha), -2 * np.cos(w) / (1 + alpha), (1 - alpha) / (1 + alpha)
    y, x1, x2, y1, y2 = np.empty_like(x), 0.0, 0.0, 0.0, 0.0
    for i, value in enumerate(x):
        now = b * (value - x2) - a1 * y1 - a2 * y2
        x1, x2, y1, y2 = value, x1, now, y1
        y[i] = now
    return y


class Draw:
    """A sound's own numbers: between(a, b) evenly on a logarithmic scale, noise(n) from N(0, 1)."""

    def __init__(self, *seed):
        self.random = np.random.default_rng(seed)

    def between(self, a, b):
        return a * (b / a) ** self.random.random()

    def noise(self, n):
        return self.random.standard_normal(n)


def metal(t, base, draw):
    """Six square waves of frequencies without a common measure, as in the Roland TR-808, each somewhat out."""
    ratios = (2.0, 3.0, 4.16, 5.43, 6.79, 8.21)
    return (
        sum(np.sign(np.sin(2 * np.pi * base * r * draw.between(0.97, 1.03) * t + 6.28 * draw.random.random())) for r in ratios)
        / 6
    )


def kick(t, rate, d):
    low = d.between(42, 65)
    body = glide(t, low * d.between(3, 7), low, d.between(0.012, 0.035)) * fall(t, d.between(0.09, 0.25))
    click = lowpass(d.noise(len(t)), 4000, rate) * fall(t, 0.003)
    return np.tanh(d.between(1, 3) * body) + d.between(0.1, 0.5) * click


def snare(t, rate, d):
    f = d.between(150, 230)
    body = glide(t, f * 1.6, f, 0.01) * fall(t, d.between(0.04, 0.09)) + 0.5 * glide(t, f * 2.4, f * 1.75, 0.01) * fall(
        t, d.between(0.03, 0.06)
    )
    wires = highpass(lowpass(d.noise(len(t)), d.between(6000, 11000), rate), d.between(700, 1800), rate) * fall(
        t, d.between(0.06, 0.14)
    )
    return body + d.between(0.7, 1.6) * wires


def hat(t, rate, d, tau):
    base = d.between(190, 270)
    ring = bandpass(metal(t, base, d), d.between(8000, 10500), 1.2, rate)
    bright = lowpass(ring + d.between(0.1, 0.4) * d.noise(len(t)), d.between(9000, 13000), rate)
    return highpass(highpass(bright, 5500, rate), 5500, rate) * fall(t, tau)


def closed_hat(t, rate, d):
    return hat(t, rate, d, d.between(0.015, 0.04))


def open_hat(t, rate, d):
    return hat(t, rate, d, d.between(0.13, 0.3))


def clap(t, rate, d):
    noise = bandpass(d.noise(len(t)), d.between(900, 1600), d.between(1.0, 2.0), rate)
    gap, hands = d.between(0.008, 0.014), 3
    bursts = sum(np.where(t >= i * gap, fall(t - i * gap, 0.004, 0.0002), 0) for i in range(hands))
    tail = np.where(t >= hands * gap, fall(t - hands * gap, d.between(0.05, 0.12)), 0)
    return noise * (bursts + 0.8 * tail)


def tom(t, rate, d):
    f = d.between(80, 190)
    body = glide(t, f * d.between(1.3, 1.8), f, d.between(0.03, 0.08)) * fall(t, d.between(0.12, 0.28), 0.002)
    return (
        body
        + 0.25 * glide(t, f * 2.2, f * 1.6, 0.03) * fall(t, 0.06)
        + 0.08 * lowpass(d.noise(len(t)), 2500, rate) * fall(t, 0.02)
    )


def rim(t, rate, d):
    f = d.between(1500, 2100)
    ring = (
        np.sin(2 * np.pi * f * t)
        + 0.7 * np.sin(2 * np.pi * f * d.between(0.26, 0.31) * t)
        + 0.4 * np.sin(2 * np.pi * f * 1.51 * t)
    )
    return np.tanh(2 * ring * fall(t, d.between(0.006, 0.014), 0.0002)) + 0.3 * highpass(d.noise(len(t)), 2000, rate) * fall(
        t, 0.002
    )


def bell(t, rate, d):
    """A cowbell: two square waves 1.48 apart, a hard beginning and a longer end."""
    f = d.between(480, 640)
    squares = np.sign(np.sin(2 * np.pi * f * t)) + np.sign(np.sin(2 * np.pi * f * d.between(1.45, 1.52) * t))
    return bandpass(squares, f * 2.5, 0.8, rate) * (0.6 * fall(t, 0.015) + 0.4 * fall(t, d.between(0.1, 0.25)))


def shaker(t, rate, d):
    swell = d.between(0.03, 0.07)
    shape = np.where(t < swell, (t / swell) ** 2, np.exp(-np.maximum(t - swell, 0) / d.between(0.025, 0.05)))
    return highpass(bandpass(d.noise(len(t)), d.between(5500, 8000), 0.9, rate), 3000, rate) * shape


KINDS = dict(
    kick=kick, snare=snare, closed_hat=closed_hat, open_hat=open_hat, clap=clap, tom=tom, rim=rim, bell=bell, shaker=shaker
)


def make(kind, number, seed=0, rate=44100, length=32768):
    """[length], float32, in [-1, 1]; faded out over its last 5 ms."""
    draw = Draw(seed, list(KINDS).index(kind), number)
    t = time_of(length, rate)
    x = KINDS[kind](t, rate, draw)
    fade = rate // 200
    x[-fade:] *= np.linspace(1, 0, fade)
    return (x / np.abs(x).max() * draw.between(0.5, 0.9)).astype(np.float32)


def look(x, rate):
    """Centroid and 95% roll-off in Hz, seconds until 90% and 99.9% of the power have passed (-30 dB left), the share below 200
    Hz and how flat."""
    power, f = np.abs(np.fft.rfft(x)) ** 2, np.fft.rfftfreq(len(x), 1 / rate)
    share, passed = power / power.sum(), np.cumsum(x.astype(float) ** 2) / (x.astype(float) ** 2).sum()
    bands = power[: len(power) // 64 * 64].reshape(64, -1).mean(1) + 1e-12
    return [
        (share * f).sum(),
        f[np.searchsorted(share.cumsum(), 0.95)],
        *(np.searchsorted(passed, p) / rate for p in (0.9, 0.999)),
        share[f < 200].sum(),
        np.exp(np.log(bands).mean()) / bands.mean(),
    ]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?")
    for name, value in (("count", 100), ("seed", 0), ("rate", 44100), ("length", 32768)):
        options.add_argument("--" + name, type=int, default=value)
    options.add_argument("--look", action="store_true")
    args = options.parse_args()
    for kind in KINDS:
        clips = [make(kind, i, args.seed, args.rate, args.length) for i in range(args.count)]
        if args.look:
            rows = np.array([look(x, args.rate) for x in clips])
            low, middle, high = (np.percentile(rows, p, 0) for p in (5, 50, 95))
            print(f"{kind:11s}", "  ".join(f"{m:.4g} ({a:.4g} to {b:.4g})" for a, m, b in zip(low, middle, high)))
        if args.folder:
            folder = pathlib.Path(args.folder, kind)
            folder.mkdir(parents=True, exist_ok=True)
            for i, clip in enumerate(clips):
                sounds.write(folder / f"{i:05d}.wav", clip, args.rate)


if __name__ == "__main__":
    main()
