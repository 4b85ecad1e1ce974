"""PyTorch side of the language model comparison: a small decoder of today's build, trained on a text, character by character.

Pre-norm blocks with RMSNorm, rotary positions, normalised queries and keys, SwiGLU; AdamW (0.9, 0.99, weight decay 0.1,
fused), 100 steps of warm-up, the rate level for 30% and then falling linearly to a twentieth; gradients clipped at norm 1.
First 90% of the text to learn from, last 10% to judge by (all of it, in blocks). Prints one JSON line; `val` is nats per
character. tiny_gpt.py --text FILE [--seconds N | --steps N] [--layers 4 --dim 128 --heads 4 --block 64 --batch 12 --lr 1e-3]
[--bf16] [--threads 2] [--device cuda] [--compile [MODE]]
"""
import argparse, contextlib, json, math, statistics, time
import torch
import torch.nn.functional as F
from torch import nn

p = argparse.ArgumentParser()
p.add_argument("--text", required=True)
for name, value in (
    ("layers", 4),
    ("dim", 128),
    ("heads", 4),
    ("block", 64),
    ("batch", 12),
    ("threads", 2),
    ("steps", 0),
    ("seed", 0),
):
    p.add_argument("--" + name, type=int, default=value)
p.add_argument("--lr", type=float, default=1e-3)
p.add_argument("--seconds", type=float, default=180)
p.add_argument("--bf16", action="store_true")
p.add_argument("--device", default="cpu", help="cuda: the text is there too; a time is a tenth of that of ten steps")
p.add_argument("--compile", nargs="?", const="default", metavar="MODE", help="torch.compile of the model")
a = p.parse_args()
torch.set_num_threads(a.threads)
torch.set_default_device(a.device)
torch.manual_seed(a.seed)
text = open(a.text, encoding="utf-8").read()
symbols = {c: i for i, c in enumerate(sorted(set(text)))}
data = torch.tensor([symbols[c] for c in text])
cut, V = int(0.9 * len(data)), len(symbols)
learn, judge = data[:cut], data[cut:]


def turn(x, cos, sin):
    even, odd = x[..., ::2], x[..., 1::2]
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], -1).flatten(-2)


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        hidden = int(8 * dim / 3 / 32) * 32
        self.heads = heads
        self.before_attention, self.before_mlp = nn.RMSNorm(dim), nn.RMSNorm(dim)
        self.q_norm, self.k_norm = nn.RMSNorm(dim // heads), nn.RMSNorm(dim // heads)
        self.qkv, self.out = nn.Linear(dim, 3 * dim, bias=False), nn.Linear(dim, dim, bias=False)
        self.up, self.down = nn.Linear(dim, 2 * hidden, bias=False), nn.Linear(hidden, dim, bias=False)

    def forward(self, x, cos, sin):
        B, T, D = x.shape
        q, k, v = self.qkv(self.before_attention(x)).view(B, T, 3, self.heads, D // self.heads).permute(2, 0, 3, 1, 4)
        q, k = turn(self.q_norm(q), cos, sin).to(v.dtype), turn(self.k_norm(k), cos, sin).to(v.dtype)
        x = x + self.out(F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(B, T, D))
        gate, value = self.up(self.before_mlp(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * value)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed, self.norm, self.head = nn.Embedding(V, a.dim), nn.RMSNorm(a.dim), nn.Linear(a.dim, V, bias=False)
        self.blocks = nn.ModuleList(Block(a.dim, a.heads) for _ in range(a.layers))
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, 0, 0.02)
        for block in self.blocks:
            for last in (block.out, block.down):
                nn.init.normal_(last.weight, 0, 0.02 / math.sqrt(2 * a.layers))
        angles = torch.arange(a.block)[:, None] * 10000 ** (-torch.arange(0, a.dim // a.heads, 2) / (a.dim // a.heads))
        self.cos, self.sin = angles.cos(), angles.sin()

    def forward(self, x, y):
        h = self.embed(x)
        for block in self.blocks:
            h = block(h, self.cos[: x.shape[1]], self.sin[: x.shape[1]])
        return F.cross_entropy(self.head(self.norm(h)).float().view(-1, V), y.reshape(-1))


model = Model()
optimizer = torch.optim.AdamW(model.parameters(), a.lr, betas=(0.9, 0.99), weight_decay=0.1, fused=True)
cast = (lambda: torch.autocast(a.device, dtype=torch.bfloat16)) if a.bf16 else contextlib.nullcontext


def judged():
    model.eval()
    count = (len(judge) - 1) // a.block
    x, y = judge[: count * a.block].view(count, -1), judge[1 : count * a.block + 1].view(count, -1)
    with torch.no_grad(), cast():
        total = sum(model(x[i : i + 64], y[i : i + 64]).item() * len(x[i : i + 64]) for i in range(0, count, 64))
    model.train()
    return total / count


def now():
    if a.device != "cpu":
        torch.cuda.synchronize()
    return time.perf_counter()


if a.compile:
    model.compile(mode=a.compile)
start, step, times, together = time.time(), 0, [], 1 if a.device == "cpu" else 10
while (done := step / a.steps if a.steps else (time.time() - start) / a.seconds) < 1:
    rate = a.lr * min(1, (step + 1) / 100) * (1 if done < 0.3 else max(0.05, (1 - done) / 0.7))
    for group in optimizer.param_groups:
        group["lr"] = rate
    if step % together == 0:
        began = now()
    blocks = learn[torch.randint(len(learn) - a.block - 1, (a.batch, 1)) + torch.arange(a.block + 1)]
    x, y = blocks[:, :-1], blocks[:, 1:]
    optimizer.zero_grad(set_to_none=True)
    with cast():
        loss = model(x, y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    step += 1
    if step % together == 0:
        times.append((now() - began) * 1e3 / together)
seconds = time.time() - start
print(
    json.dumps(
        {
            "peer": f"PyTorch {torch.__version__}",
            "work": f"gpt {a.layers}x{a.dim}, {a.batch} x {a.block}",
            "precision": "bf16" if a.bf16 else "fp32",
            "parameters": sum(q.numel() for q in model.parameters()),
            "steps": step,
            "seconds": round(seconds),
            "median_ms": round(statistics.median(times), 2),
            "min_ms": round(min(times), 2),
            "tokens_per_s": round(a.batch * a.block * 1e3 / statistics.median(times)),
            "train": round(loss.item(), 4),
            "val": round(judged(), 4),
        }
    )
)
