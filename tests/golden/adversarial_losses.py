"""What discriminator and generator minimise, and the slopes of both, from the papers' formulas: Python's standard library alone.

    python3 adversarial_losses.py > adversarial_losses.json

softplus(t) = log(1 + e^t), whose slope is the sigmoid. A cross-entropy is taken as -y log s(l) - (1 - y) log(1 - s(l)), with
s the sigmoid, rather than by softplus. The last logits are so large that the naive formulas overflow.
Logits are formulas, so that the C# test can make the same ones (Golden.Fill); nothing is drawn at random.
Checked against: tests/Figment.Tests/Objectives/AdversarialLossTests.cs.
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
        values.append(struct.unpack("f", struct.pack("f", scale * (2 * (h / 2.0**32) - 1)))[0])
    return values


def log_sigmoid(l):
    return -math.log1p(math.exp(-l)) if l > 0 else l - math.log1p(math.exp(l))


def sigmoid(l):
    return math.exp(log_sigmoid(l))


def cross_entropy(label):
    """Value and slope at a logit."""
    return lambda l: (-label * log_sigmoid(l) - (1 - label) * log_sigmoid(-l), sigmoid(l) - label)


def squares(target):
    return lambda l: ((l - target) ** 2 / 2, l - target)


def hinge(sign):
    return lambda l: (max(0.0, 1 - sign * l), -sign if sign * l < 1 else 0.0)


def line(slope):
    return lambda l: (slope * l, slope)


def terms(real_term, fake_term, generator_term, real, fake):
    """Means over the logits; slopes are of the mean."""
    r, f, g = [real_term(l) for l in real], [fake_term(l) for l in fake], [generator_term(l) for l in fake]
    n, m = len(r), len(f)
    return {
        "discriminator": math.fsum(v for v, _ in r) / n + math.fsum(v for v, _ in f) / m,
        "generator": math.fsum(v for v, _ in g) / m,
        "d_real": [s / n for _, s in r],
        "d_fake": [s / m for _, s in f],
        "g_fake": [s / m for _, s in g],
    }


def relativistic(real, fake):
    """Of each pair, D's cross-entropy of the difference with label 1, G's with label 0."""
    d, g = [cross_entropy(1)(r - f) for r, f in zip(real, fake)], [cross_entropy(0)(r - f) for r, f in zip(real, fake)]
    n = len(d)
    return {
        "discriminator": math.fsum(v for v, _ in d) / n,
        "generator": math.fsum(v for v, _ in g) / n,
        "d_real": [s / n for _, s in d],
        "d_fake": [-s / n for _, s in d],
        "g_fake": [-s / n for _, s in g],
    }


def all_losses(real, fake):
    return {
        "nonSaturating": terms(cross_entropy(1), cross_entropy(0), cross_entropy(1), real, fake),
        "nonSaturating 0.1": terms(cross_entropy(0.9), cross_entropy(0), cross_entropy(1), real, fake),
        "leastSquares": terms(squares(1), squares(-1), squares(0), real, fake),
        "leastSquares 0.3": terms(squares(0.7), squares(-1), squares(0), real, fake),
        "hinge": terms(hinge(1), hinge(-1), line(-1.0), real, fake),
        "wasserstein": terms(line(-1.0), line(1.0), line(-1.0), real, fake),
        "relativistic": relativistic(real, fake),
    }


print(
    json.dumps(
        {"usual": all_losses(fill(8, 1, 3.0), fill(8, 2, 3.0)), "large": all_losses(fill(4, 3, 2000.0), fill(4, 4, 2000.0))},
        indent=1,
    )
)
