"""The hash that BoxMullerTests expects: the same polynomials in NumPy's float32, which rounds each product and each sum.

python3 tests/golden/box_muller.py
"""
import numpy as np

f = np.float32
COUNT, KEY = 100_000, 2


def philox(counters, key):
    """Philox4x32-10 of the counters (i, 0)."""
    m = [np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)]
    low, shift = np.uint64(0xFFFFFFFF), np.uint64(32)
    k = [key & 0xFFFFFFFF, key >> 32]
    c = [counters.astype(np.uint64)] + [np.zeros_like(counters, dtype=np.uint64)] * 3
    for _ in range(10):
        p0, p1 = m[0] * c[0], m[1] * c[2]
        c = [(p1 >> shift) ^ c[1] ^ np.uint64(k[0]), p1 & low, (p0 >> shift) ^ c[3] ^ np.uint64(k[1]), p0 & low]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def polynomial(x, first, *others):
    y = np.full_like(x, f(first))
    for coefficient in others:
        y = y * x + f(coefficient)
    return y


def log(x):
    m, e = np.frexp(x)
    low = m < f(0.70710678)
    e = np.where(low, e - 1, e).astype(f)
    m = np.where(low, m + m - f(1), m - f(1)).astype(f)
    z = m * m
    y = polynomial(m, 7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
                   -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1) * m * z
    return m + (y + e * f(-2.12194440e-4) - f(0.5) * z) + e * f(0.693359375)


words = philox(np.arange(COUNT), KEY)
u = ((words[0] >> np.uint64(8)).astype(f) + f(0.5)) * f(2.0 ** -24)
radius = np.sqrt(f(-2) * log(u))
angle = words[1].astype(np.uint32)
x = ((angle << np.uint32(2)).view(np.int32) >> 8).astype(f) * f(f(np.pi) / f(2) / f(1 << 24))
z = x * x
sine = polynomial(z, -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1) * z * x + x
cosine = polynomial(z, 2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2) * z * z - f(0.5) * z + f(1)
quarter = angle >> np.uint32(30)
first = np.choose(quarter, [cosine, -sine, -cosine, sine]) * radius
second = np.choose(quarter, [sine, cosine, -sine, -cosine]) * radius

value = 14695981039346656037  # FNV-1a, by words
for bits in np.stack([first, second], 1).astype(f).ravel().view(np.uint32).tolist():
    value = ((value ^ bits) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
print(value)
