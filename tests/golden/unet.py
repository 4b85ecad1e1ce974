"""The U-Net of Figment.Networks on small inputs, from its definition: NumPy, float64, convolutions as plain loops.

    python3 unet.py > unet.json

Once with squares of 2 x 2 pixels, and once with 4 x 4, as larger images are cut, and so twice as many channels of them.

Inputs and weights are formulas, so that the C# test can make the same ones: the i-th parameter in the order of the names
is fill(shape, 100 + i, 0.15), and 1 more where it scales a normalisation.
Checked against: tests/Figment.Tests/Networks/UNetTests.cs.
"""
import json
import numpy as np

B, C, DEEP, CLASSES, FREQUENCIES = 2, 3, 64, 3, 32
EMBEDDING, HEAD = 2 * DEEP, 32


def fill(shape, seed, scale):
    """scale * (2 h(i, seed) / 2^32 - 1), rounded to float32, in row-major order; h is MurmurHash3's 32-bit finalizer."""
    h = np.arange(int(np.prod(shape)), dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    h = h ^ (h >> np.uint32(16))
    return (scale * (2 * (h / 2.0**32) - 1)).astype(np.float32).astype(np.float64).reshape(shape)


def both(name, weight):
    return {f"{name}.weight": weight, f"{name}.bias": weight[:1]}


def block(name, n):
    return (
        both(f"{name}.firstNorm", (n,))
        | both(f"{name}.first", (n, n, 3, 3))
        | both(f"{name}.modulation", (2 * n, EMBEDDING))
        | both(f"{name}.secondNorm", (n,))
        | both(f"{name}.second", (n, n, 3, 3))
    )


def parameters(width, pixels):
    shapes = (
        both("time.layers.0", (EMBEDDING, 2 * FREQUENCIES))
        | both("time.layers.2", (EMBEDDING, EMBEDDING))
        | {"classes.weight": (CLASSES + 1, EMBEDDING)}
        | both("stem", (width, pixels, 3, 3))
        | block("encoder.0", width)
        | both("down", (DEEP, width, 3, 3))
        | block("deepEncoder.0", DEEP)
        | block("deepDecoder.0", DEEP)
        | both("attention.norm", (DEEP,))
        | both("attention.queriesKeysValues", (3 * DEEP, DEEP))
        | both("attention.projection", (DEEP, DEEP))
        | both("up", (4 * width, DEEP, 1, 1))
        | both("join", (width, 2 * width, 1, 1))
        | block("decoder.0", width)
        | both("headNorm", (width,))
        | both("head", (pixels, width + pixels, 3, 3))
    )
    weights = {
        name: fill(shapes[name], 100 + i, 0.15).astype(np.float32).astype(np.float64) for i, name in enumerate(sorted(shapes))
    }
    for name in weights:
        if name.endswith("orm.weight"):
            weights[name] = (weights[name].astype(np.float32) + np.float32(1)).astype(np.float64)
    return weights


def silu(x):
    return x / (1 + np.exp(-x))


def linear(name, x):
    return x @ P[f"{name}.weight"].T + P[f"{name}.bias"]


def conv(name, x, stride=1):
    weight, bias = P[f"{name}.weight"], P[f"{name}.bias"]
    k, pad = weight.shape[2], weight.shape[2] // 2
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = (x.shape[2] - 1) // stride + 1, (x.shape[3] - 1) // stride + 1
    out = np.zeros((len(x), len(weight), rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            for o in range(len(weight)):
                out[:, o, i, j] = (window * weight[o]).sum((1, 2, 3)) + bias[o]
    return out


def norm(name, x):
    out = np.empty_like(x)
    for b in range(len(x)):
        for g in range(0, x.shape[1], 8):
            part = x[b, g : g + 8]
            out[b, g : g + 8] = (part - part.mean()) / np.sqrt(part.var() + 1e-5)
    return out * P[f"{name}.weight"][:, None, None] + P[f"{name}.bias"][:, None, None]


def residual(name, x, e):
    m = linear(f"{name}.modulation", silu(e))
    scale, shift = m[:, : x.shape[1], None, None], m[:, x.shape[1] :, None, None]
    inner = conv(f"{name}.first", silu(norm(f"{name}.firstNorm", x)))
    inner = norm(f"{name}.secondNorm", inner) * (1 + scale) + shift
    return x + conv(f"{name}.second", silu(inner))


def attention(name, x):
    out = x.copy()
    for b in range(len(x)):
        pixels = norm(f"{name}.norm", x)[b].reshape(x.shape[1], -1).T
        q, k, v = np.split(linear(f"{name}.queriesKeysValues", pixels), 3, axis=1)
        seen = np.zeros_like(q)
        for h in range(0, x.shape[1], HEAD):
            scores = np.exp(q[:, h : h + HEAD] @ k[:, h : h + HEAD].T / np.sqrt(HEAD))
            seen[:, h : h + HEAD] = scores / scores.sum(1, keepdims=True) @ v[:, h : h + HEAD]
        out[b] += linear(f"{name}.projection", seen).T.reshape(x.shape[1:])
    return out


def to_squares(x, side):
    """Channel side^2 c + side i + j holds the pixels in row i and column j of each square of channel c."""
    return np.stack([x[:, c, i::side, j::side] for c in range(x.shape[1]) for i in range(side) for j in range(side)], 1)


def from_squares(x, side):
    out = np.zeros((len(x), x.shape[1] // side**2, side * x.shape[2], side * x.shape[3]))
    for k in range(x.shape[1]):
        out[:, k // side**2, k % side**2 // side :: side, k % side :: side] = x[:, k]
    return out


def velocity(height, columns, side, width):
    global P
    P = parameters(width, side**2 * C)
    x, t, labels = fill((B, C, height, columns), 1, 2.0), np.array([0.25, 0.875]), [2, 3]
    angles = 1000 * t[:, None] * 10000.0 ** (-np.arange(FREQUENCIES) / FREQUENCIES)
    e = (
        linear("time.layers.2", silu(linear("time.layers.0", np.concatenate([np.cos(angles), np.sin(angles)], 1))))
        + P["classes.weight"][labels]
    )
    squares = to_squares(x, side)
    wide = residual("encoder.0", conv("stem", squares), e)
    deep = residual("deepDecoder.0", attention("attention", residual("deepEncoder.0", conv("down", wide, stride=2), e)), e)
    joined = conv("join", np.concatenate([from_squares(conv("up", deep), 2), wide], 1))
    last = silu(norm("headNorm", residual("decoder.0", joined, e)))
    out = from_squares(conv("head", np.concatenate([last, squares], 1)), side)
    return {"height": height, "width": columns, "output": [round(float(v), 9) for v in out.ravel()]}


print(
    json.dumps(
        {"cases": [velocity(8, 12, side=2, width=16), velocity(8, 56, side=4, width=32)], "parameters": sorted(P)}, indent=0
    )
)
