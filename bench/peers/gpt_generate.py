"""How fast PyTorch (eager, float32) writes with a small decoder and a key-value cache, one text at a time.

The same build and sizes as preset gpt: pre-norm, RMSNorm, rotary positions, normalised queries and keys, SwiGLU. Random
weights: what is written does not matter to the time. Prints one JSON line.
  gpt_generate.py [--layers 4 --dim 128 --heads 4 --vocabulary 259 --tokens 120 --rounds 9 --threads 2]
"""
import argparse, json, math, statistics, time
import torch
import torch.nn.functional as F

p = argparse.ArgumentParser()
for name, value in (
    ("layers", 4),
    ("dim", 128),
    ("heads", 4),
    ("vocabulary", 259),
    ("tokens", 120),
    ("rounds", 9),
    ("threads", 2),
):
    p.add_argument("--" + name, type=int, default=value)
a = p.parse_args()
torch.set_num_threads(a.threads)
torch.manual_seed(0)
D, H, d, hidden = a.dim, a.heads, a.dim // a.heads, int(8 * a.dim / 3 / 32) * 32
weight = lambda *shape: torch.randn(*shape) * 0.02
embed, last = weight(a.vocabulary, D), torch.ones(D)
blocks = [
    dict(
        n1=torch.ones(D),
        n2=torch.ones(D),
        qn=torch.ones(d),
        kn=torch.ones(d),
        qkv=weight(3 * D, D),
        out=weight(D, D),
        up=weight(2 * hidden, D),
        down=weight(D, hidden),
    )
    for _ in range(a.layers)
]
angles = torch.arange(a.tokens + 1)[:, None] * 10000 ** (-torch.arange(0, d, 2) / d)
cos, sin = angles.cos(), angles.sin()


def turn(x, t):
    one, two = x.chunk(2, -1)
    return torch.cat([one * cos[t] - two * sin[t], two * cos[t] + one * sin[t]], -1)


def write():
    keys = [torch.empty(1, H, a.tokens + 1, d) for _ in blocks]
    values = [torch.empty(1, H, a.tokens + 1, d) for _ in blocks]
    token = torch.tensor([0])
    for t in range(a.tokens):
        x = embed[token]
        for i, b in enumerate(blocks):
            q, k, v = F.linear(F.rms_norm(x, (D,), b["n1"], 1e-6), b["qkv"]).view(3, H, d)
            keys[i][0, :, t] = turn(F.rms_norm(k, (d,), b["kn"], 1e-6), t)
            values[i][0, :, t] = v
            q = turn(F.rms_norm(q, (d,), b["qn"], 1e-6), t).view(1, H, 1, d)
            x = x + F.linear(
                F.scaled_dot_product_attention(q, keys[i][:, :, : t + 1], values[i][:, :, : t + 1]).reshape(1, D), b["out"]
            )
            gate, up = F.linear(F.rms_norm(x, (D,), b["n2"], 1e-6), b["up"]).chunk(2, -1)
            x = x + F.linear(F.silu(gate) * up, b["down"])
        logits = F.linear(F.rms_norm(x, (D,), last, 1e-6), embed)
        token = torch.multinomial(logits.softmax(-1), 1)[0]


with torch.inference_mode():
    write()
    times = []
    for _ in range(a.rounds):
        began = time.perf_counter()
        write()
        times.append(a.tokens / (time.perf_counter() - began))
print(
    json.dumps(
        {
            "peer": f"PyTorch {torch.__version__}",
            "work": f"writing, gpt {a.layers}x{a.dim}",
            "tokens_per_s": round(statistics.median(times)),
            "best": round(max(times)),
        }
    )
)
