"""The metrics of Figment.Evaluation on small inputs, each written from its definition: NumPy, float64, plain loops.

    python3 evaluation_metrics.py > evaluation_metrics.json

Inputs are formulas, so that the C# tests can make the same ones; nothing is drawn at random. Fréchet distances are
computed with mpmath to 60 digits, because scipy.linalg.sqrtm loses half its digits on singular matrices; where the
covariances are well conditioned, the script checks that SciPy agrees.
Checked against: tests/Figment.Tests/Evaluation/*GoldenTests.cs.
"""
import json
import mpmath
import numpy as np
import scipy.linalg

mpmath.mp.dps = 60


def bits(n, seed):
    """MurmurHash3's 32-bit finalizer of i * 0x9E3779B9 + seed, i = 0 ... n - 1."""
    h = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def fill(shape, seed, scale=1.0):
    """scale * (2 h / 2^32 - 1), rounded to float32, in row-major order."""
    return (scale * (2 * (bits(int(np.prod(shape)), seed) / 2.0**32) - 1)).astype(np.float32).astype(np.float64).reshape(shape)


# ---- Fréchet distance ----


def covariance(x):
    rows = [[mpmath.mpf(float(v)) for v in row] for row in x]
    n, d = len(rows), len(rows[0])
    mean = [mpmath.fsum(row[j] for row in rows) / n for j in range(d)]
    c = mpmath.matrix(d, d)
    for i in range(d):
        for j in range(i, d):
            c[i, j] = c[j, i] = mpmath.fsum((row[i] - mean[i]) * (row[j] - mean[j]) for row in rows) / (n - 1)
    return mean, c


def root(c):
    values, vectors = mpmath.eigsy(c)
    return vectors * mpmath.diag([mpmath.sqrt(max(v, 0)) for v in values]) * vectors.T


def frechet(x, y):
    """tr (C1 C2)^(1/2) = the sum of the roots of the eigenvalues of C1^(1/2) C2 C1^(1/2)."""
    (m1, c1), (m2, c2) = covariance(x), covariance(y)
    r = root(c1)
    values = mpmath.eigsy(r * c2 * r, eigvals_only=True)
    trace = sum(c1[i, i] + c2[i, i] for i in range(c1.rows))
    return float(sum((a - b) ** 2 for a, b in zip(m1, m2)) + trace - 2 * sum(mpmath.sqrt(max(v, 0)) for v in values))


def frechet_scipy(x, y):
    c1, c2 = np.cov(x.T), np.cov(y.T)
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(c1 + c2 - 2 * scipy.linalg.sqrtm(c1 @ c2).real)


well = frechet(fill((60, 6), 1), fill((50, 6), 2) * 0.5 + 0.25)
assert abs(frechet_scipy(fill((60, 6), 1), fill((50, 6), 2) * 0.5 + 0.25) / well - 1) < 1e-9
falling = 2.0 ** -(3 * np.arange(10))  # standard deviations down to 2^-27, so variances to 2^-54
frechet_distances = {
    "well_conditioned": well,
    "fewer_samples_than_dimensions": frechet(fill((10, 24), 3), fill((9, 24), 4)),
    "one_of_low_rank": frechet(fill((6, 24), 5), fill((60, 24), 6)),
    "nearly_singular": frechet(
        (fill((40, 10), 7) * falling) @ fill((10, 10), 8), (fill((30, 10), 9) * falling) @ fill((10, 10), 10)
    ),
    "nearly_alike": frechet(fill((40, 10), 7), fill((40, 10), 7) * (1 + 2.0**-10)),
}


# ---- Kernel distance ----


def kernel_distance(x, y):
    k = lambda a, b: (float(np.dot(a, b)) / len(a) + 1) ** 3
    n, m = len(x), len(y)
    within_x = sum(k(x[i], x[j]) for i in range(n) for j in range(n) if i != j) / (n * (n - 1))
    within_y = sum(k(y[i], y[j]) for i in range(m) for j in range(m) if i != j) / (m * (m - 1))
    return within_x + within_y - 2 * sum(k(a, b) for a in x for b in y) / (n * m)


# ---- Precision, recall, density, coverage ----


def manifold(real, generated, k_precision=3, k_density=5):
    distance = lambda a, b: float(np.sqrt(((a - b) ** 2).sum()))

    def radius(points, k):
        return [sorted(distance(p, q) for j, q in enumerate(points) if j != i)[k - 1] for i, p in enumerate(points)]

    r3, r5, g3 = radius(real, k_precision), radius(real, k_density), radius(generated, k_precision)
    d = [[distance(r, g) for g in generated] for r in real]
    n, m = len(real), len(generated)
    return {
        "precision": float(np.mean([any(d[i][j] <= r3[i] for i in range(n)) for j in range(m)])),
        "recall": float(np.mean([any(d[i][j] <= g3[j] for j in range(m)) for i in range(n)])),
        "density": sum(d[i][j] <= r5[i] for i in range(n) for j in range(m)) / (k_density * m),
        "coverage": float(np.mean([any(d[i][j] <= r5[i] for j in range(m)) for i in range(n)])),
    }


real, generated = fill((60, 4), 21), fill((45, 4), 22) * 0.75 + 0.25
lattice = lambda shape, seed: np.floor(fill(shape, seed) * 2)  # -2, -1, 0, 1: many duplicates and ties
repeated = np.concatenate([np.repeat(real[:1], 8, 0), real[8:]])
manifolds = {
    "generic": manifold(real, generated),
    "far_from_zero": manifold(real + 4096, generated + 4096),
    "other_neighbours": manifold(real, generated, 2, 1),
    "lattice": manifold(lattice((60, 4), 23), 2 * lattice((50, 4), 24)),
    "copies": manifold(real, real),
    "copies_shuffled": manifold(real, real[::-1]),
    "one_image_over_and_over": manifold(real, np.repeat(real[7:8], 20, 0)),
    "repeated_real": manifold(repeated, generated),
    "both_repeat_one": manifold(repeated, np.repeat(real[:1], 9, 0)),
    "more_generated": manifold(generated[:12], real),
}


# ---- Classifier score and class statistics ----


def classifier_score(p, splits):
    scores = []
    for s in range(splits):
        part = p[s * len(p) // splits : (s + 1) * len(p) // splits]
        mean = part.mean(0)
        scores.append(np.exp(np.mean([sum(v * (np.log(v) - np.log(m)) for v, m in zip(row, mean) if v > 0) for row in part])))
    return {"score": float(np.mean(scores)), "error": float(np.std(scores, ddof=1) / np.sqrt(splits))}


probabilities = np.maximum(fill((47, 5), 31), 0) ** 2 + np.eye(5)[np.arange(47) % 3] * 0.125
probabilities /= probabilities.sum(1, keepdims=True)
counts = np.bincount(probabilities.argmax(1), minlength=5)
shares = counts[counts > 0] / 47

# ---- Structural similarity ----


def ssim(a, b):
    size = min(11, *a.shape[1:])
    size -= 1 - size % 2
    g = np.exp(-((np.arange(size) - size // 2) ** 2) / (2 * 1.5**2))
    w = np.outer(g, g) / np.outer(g, g).sum()
    c1, c2 = 0.01**2, 0.03**2
    per_channel = []
    for x, y in zip(a, b):
        values = []
        for i in range(x.shape[0] - size + 1):
            for j in range(x.shape[1] - size + 1):
                p, q = x[i : i + size, j : j + size], y[i : i + size, j : j + size]
                mp, mq = (w * p).sum(), (w * q).sum()
                vp, vq, cov = (w * (p - mp) ** 2).sum(), (w * (q - mq) ** 2).sum(), (w * (p - mp) * (q - mq)).sum()
                values.append((2 * mp * mq + c1) * (2 * cov + c2) / ((mp**2 + mq**2 + c1) * (vp + vq + c2)))
        per_channel.append(np.mean(values))
    return float(np.mean(per_channel))


def pictures(shape, seed):
    return 0.5 + 0.5 * fill(shape, seed)


def similarities(shape, seed):
    a, noise = pictures(shape, seed), pictures(shape, seed + 1)
    return [ssim(x, 0.75 * x + 0.25 * y) for x, y in zip(a, noise)]


# ---- Nearest training images ----


def byte_images(n, size, seed):
    return (bits(n * size, seed) >> np.uint32(24)).astype(np.int64).reshape(n, size)


def nearest(queries, training):
    found = []
    for q in queries:
        d = np.sqrt(((training - q) ** 2).sum(1)) / 255
        best = int(d.argmin())
        others = np.sqrt(((training - training[best]) ** 2).sum(1)) / 255
        found.append({"index": best, "distance": float(d[best]), "ratio": float(d[best] / others[others > 0].min())})
    return found


training = byte_images(50, 30, 61)
training[41] = training[40]  # a duplicate
queries = byte_images(12, 30, 62)
queries[3] = training[17]  # a copy
queries[5] = training[23]
queries[5, 4] ^= 15  # nearly a copy
queries[9] = training[40]
queries[9, 0] ^= 1  # nearly a copy of an image that is there twice

print(
    json.dumps(
        {
            "frechet": frechet_distances,
            "kernel": {
                "near": kernel_distance(fill((30, 8), 11), fill((20, 8), 12)),
                "far": kernel_distance(fill((30, 8), 11), fill((20, 8), 12) * 2 + 1),
            },
            "manifold": manifolds,
            "classifier": {
                "ten": classifier_score(probabilities, 10),
                "whole": float(classifier_score(np.concatenate([probabilities] * 2), 2)["score"]),
            },
            "classes": {
                "counts": counts.tolist(),
                "entropy": float(-(shares * np.log(shares)).sum() / np.log(5)),
                "sure": float((probabilities.max(1) >= 0.95).mean()),
            },
            "ssim": {
                "grey": similarities((2, 1, 14, 17), 41),
                "colour": similarities((3, 3, 12, 11), 43),
                "small": similarities((2, 1, 8, 9), 45),
            },
            "nearest": nearest(queries, training),
        },
        indent=1,
    )
)
