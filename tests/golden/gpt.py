"""The numbers in gpt.json: a decoder of Qwen3's build by PyTorch's own operations, its loss and gradients.

Weights are formulas of their names, so that no weights need be kept. tests/golden/gpt.py > tests/golden/gpt.json
"""
import json, math
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
CASES = [
    dict(name="tied", vocabulary=37, layers=2, width=32, heads=2, kv=2, hidden=48, tied=True, batch=2, length=9, base=10000.0),
    dict(name="grouped", vocabulary=41, layers=2, width=64, heads=4, kv=2, hidden=32, tied=False, batch=3, length=17, base=500.0),
]


def weight(name, *shape):
    """0.3 sin(0.7 i + s) over the numbers i, where s is the sum of the name's characters; norms around 1."""
    count = math.prod(shape)
    values = torch.sin(0.7 * torch.arange(count) + sum(map(ord, name))) * 0.3
    return (values + (1 if "norm" in name else 0)).view(*shape).requires_grad_()


def norm(x, w):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6) * w


def turn(x, base):  # rotate_half, as in Llama and Qwen
    d, T = x.shape[-1], x.shape[-2]
    angles = torch.arange(T)[:, None] * base ** (-torch.arange(0, d, 2) / d)
    cos, sin = torch.cat([angles, angles], -1).cos(), torch.cat([angles, angles], -1).sin()
    half = torch.cat([-x[..., d // 2 :], x[..., : d // 2]], -1)
    return x * cos + half * sin


def run(c):
    D, d = c["width"], c["width"] // c["heads"]
    w = {"embedding.weight": weight("embedding.weight", c["vocabulary"], D), "norm.weight": weight("norm.weight", D)}
    for i in range(c["layers"]):
        for name, shape in (
            ("attention_norm.weight", [D]),
            ("qkv.weight", [(c["heads"] + 2 * c["kv"]) * d, D]),
            ("q_norm.weight", [d]),
            ("k_norm.weight", [d]),
            ("attention_out.weight", [D, D]),
            ("mlp_norm.weight", [D]),
            ("gate_up.weight", [2 * c["hidden"], D]),
            ("down.weight", [D, c["hidden"]]),
        ):
            w[f"blocks.{i}.{name}"] = weight(f"blocks.{i}.{name}", *shape)
    if not c["tied"]:
        w["head.weight"] = weight("head.weight", c["vocabulary"], D)
    tokens = torch.tensor([[(7 * b + 3 * t * t) % c["vocabulary"] for t in range(c["length"] + 1)] for b in range(c["batch"])])
    x = w["embedding.weight"][tokens[:, :-1]]
    B, T = x.shape[:2]
    for i in range(c["layers"]):
        p = lambda name: w[f"blocks.{i}.{name}.weight"]
        qkv = norm(x, p("attention_norm")) @ p("qkv").T
        q, k, v = qkv.split([c["heads"] * d, c["kv"] * d, c["kv"] * d], -1)
        heads = lambda z, n: z.view(B, T, n, d).transpose(1, 2)
        q, k, v = (
            turn(norm(heads(q, c["heads"]), p("q_norm")), c["base"]),
            turn(norm(heads(k, c["kv"]), p("k_norm")), c["base"]),
            heads(v, c["kv"]),
        )
        k, v = (z.repeat_interleave(c["heads"] // c["kv"], 1) for z in (k, v))
        scores = (q @ k.transpose(-1, -2) / math.sqrt(d)).masked_fill(torch.ones(T, T).triu(1).bool(), -torch.inf)
        x = x + (scores.softmax(-1) @ v).transpose(1, 2).reshape(B, T, D) @ p("attention_out").T
        gate, up = (norm(x, p("mlp_norm")) @ p("gate_up").T).chunk(2, -1)
        x = x + (F.silu(gate) * up) @ p("down").T
    logits = norm(x, w["norm.weight"]) @ w["embedding.weight" if c["tied"] else "head.weight"].T
    loss = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())
    loss.backward()
    return {
        **c,
        "loss": loss.item(),
        "logits": logits[0, -1].tolist(),
        "gradients": {
            name: {
                "first": value.grad.flatten()[:4].tolist(),
                "length": value.grad.norm().item(),
                "projected": (value.grad.flatten() * torch.cos(torch.arange(value.numel()))).sum().item(),
            }
            for name, value in w.items()
        },
    }


print(json.dumps([run(case) for case in CASES], indent=1))
