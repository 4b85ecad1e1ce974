"""The numbers in muon.json: three steps of Muon as its author's program makes them, in PyTorch's float64.

K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024: Nesterov's momentum, Newton and Schulz's
iteration, decoupled weight decay. Weights and gradients are formulas, so that none need be kept. tests/golden/muon.py >
tests/golden/muon.json
"""
import json
import torch

torch.set_default_dtype(torch.float64)
CASES = [
    dict(name="square", rows=[12], columns=12),
    dict(name="lying", rows=[5], columns=17),
    dict(name="tall", rows=[24], columns=8),
    dict(name="several", rows=[8, 4, 4], columns=8),
    dict(name="square in vectors", rows=[16], columns=16),
    dict(name="lying in vectors", rows=[16], columns=48),
    dict(name="tall in vectors", rows=[48], columns=16),
    dict(name="several in vectors", rows=[32, 16, 16], columns=32),
]
RATE, DECAY, STEPS = 0.02, 0.1, 3


def numbers(rows, columns, shift):
    i = torch.arange(rows * columns, dtype=torch.float64)
    return torch.sin(0.37 * i * i + shift).view(rows, columns)


def newton_schulz(g):
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g.T if g.shape[0] > g.shape[1] else g
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        s = x @ x.T
        x = a * x + (b * s + c * s @ s) @ x
    return x.T if g.shape[0] > g.shape[1] else x


def run(case):
    rows, columns = sum(case["rows"]), case["columns"]
    w, m = numbers(rows, columns, 1.0), torch.zeros(rows, columns)
    for step in range(STEPS):
        g = numbers(rows, columns, 2.0 + step)
        m = 0.95 * m + 0.05 * g
        u = 0.05 * g + 0.95 * m
        o = torch.cat([newton_schulz(part) * max(1, part.shape[0] / part.shape[1]) ** 0.5 for part in u.split(case["rows"])])
        w = (1 - RATE * DECAY) * w - RATE * o
    return {**case, "weights": w.flatten().tolist()}


print(json.dumps([run(case) for case in CASES]))
