"""Spherical interpolation from its geometry, not from the formula with sines: Python's standard library alone.

    python3 slerp.py > slerp.json

Of unit vectors p and q, the arc is cos(t θ) e1 + sin(t θ) e2, with e1 = p and e2 the unit vector along the part of q that
is orthogonal to p (Gram and Schmidt). Written in p and q, that is a p + b q with b = sin(t θ) / |q − (p·q) p| and
a = cos(t θ) − b (p·q). Latents of other lengths take the same a and b (Shoemake 1985; White 2016). Angles by atan2.
Inputs are formulas, so that the C# test can make the same ones; nothing is drawn at random.
Checked against: tests/Figment.Tests/Generation/InterpolationTests.cs.
"""
import json
import math
import struct


def fill(n, seed, scale):
    """scale * (2 h / 2^32 - 1), rounded to float32; h is MurmurHash3's 32-bit finalizer of i * 0x9E3779B9 + seed."""
    values = []
    for i in range(n):
        h = (i * 0x9E3779B9 + seed) & 0xFFFFFFFF
        h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
        h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
        h ^= h >> 16
        values.append(struct.unpack("f", struct.pack("f", scale * (2 * (h / 2.0 ** 32) - 1)))[0])
    return values


def dot(x, y):
    return math.fsum(a * b for a, b in zip(x, y))


def unit(x):
    length = math.sqrt(dot(x, x))
    return [v / length for v in x]


def slerp(p, q, t):
    e, f = unit(p), unit(q)
    cosine = dot(e, f)
    rest = [b - cosine * a for a, b in zip(e, f)]
    length = math.sqrt(dot(rest, rest))
    theta = math.atan2(length, cosine)
    b = math.sin(t * theta) / length
    a = math.cos(t * theta) - b * cosine
    return [a * x + b * y for x, y in zip(p, q)]


p, q = fill(6, 1, 1.0), fill(6, 2, 2.5)
print(json.dumps({
    "shape": [2, 3], "seeds": [1, 2], "scales": [1.0, 2.5],
    "points": [{"t": t, "value": slerp(p, q, t)} for t in (0.0, 0.1, 0.5, 0.75, 1.0)],
}, indent=1))
