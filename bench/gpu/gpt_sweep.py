"""Which defaults a small language model learns best with, found on a GPU: many trainings at once, each of them one CUDA graph
on a stream of its own.

The model, its rate and its blocks are those of the preset `gpt`; tokens are made by Hugging Face's byte-level BPE, split as
GPT-2 splits. A line per training: bits per byte of the held-out tenth, in blocks of the context, and nats per token.
gpt_sweep.py --text FILE (.txt, .jsonl or .jsonl.gz) [--poems FILE] TRAINING …
A training is NAME=VALUE,…:
steps=10000,layers=4,width=128,heads=4,batch=6,context=128,merges=0,rate=1e-3,dropout=0,decay=0.7,muon=0,seed=0,data=text
"""
import argparse, gzip, json, math, time
import torch
import torch.nn.functional as F
from torch import nn

p = argparse.ArgumentParser()
p.add_argument("--text", required=True)
p.add_argument("--poems")
p.add_argument("--limit", type=float, default=500, help="seconds after which the trainings that go on are left")
p.add_argument("trainings", nargs="+")
a = p.parse_args()
torch.backends.cuda.matmul.allow_tf32 = True
DEFAULTS = dict(
    steps=10000,
    layers=4,
    width=128,
    heads=4,
    batch=6,
    context=128,
    merges=0,
    rate=1e-3,
    dropout=0.0,
    decay=0.7,
    muon=0.0,
    seed=0,
    wd=0.1,
    beta2=0.99,
    warmup=100,
    data="text",
)
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def texts_of(path):
    """The texts of a file: learned from, and the last tenth."""
    read = (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8").read()
    texts = [json.loads(line)["text"] for line in read.splitlines() if line.strip()] if ".jsonl" in path else [read]
    if len(texts) < 20:
        raw = texts[0].encode()
        return [raw[: len(raw) * 9 // 10].decode()], [raw[len(raw) * 9 // 10 :].decode(errors="ignore")]
    sizes, done, total = [len(t.encode()) for t in texts], 0, sum(len(t.encode()) for t in texts)
    for i, size in enumerate(sizes):
        done += size
        if done >= total * 9 // 10:
            return texts[: i + 1], texts[i + 1 :]


def tokens_of(path, merges, kept={}):
    if (path, merges) in kept:
        return kept[path, merges]
    learned, judged = texts_of(path)
    if merges == 0:
        encode, size, length = (lambda t: list(t.encode())), 259, [1] * 256 + [0] * 3
    else:
        from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(GPT2), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
        )
        trainer = trainers.BpeTrainer(
            vocab_size=256 + merges, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
        )
        tokenizer.train_from_iterator(learned, trainer)
        size = tokenizer.get_vocab_size() + 3
        length = [len(tokenizer.id_to_token(i)) for i in range(size - 3)] + [0] * 3
        encode = lambda t: tokenizer.encode(t).ids
    end = size - 3
    flat = lambda some: torch.tensor([i for t in some for i in encode(t) + [end]], device="cuda")
    kept[path, merges] = flat(learned), flat(judged), torch.tensor(length, dtype=torch.float32, device="cuda"), size
    return kept[path, merges]


def turn(x, cos, sin):
    half = x.shape[-1] // 2
    first, second = x[..., :half], x[..., half:]
    return torch.cat([first * cos - second * sin, second * cos + first * sin], -1)


class Block(nn.Module):
    def __init__(self, width, heads, dropout):
        super().__init__()
        hidden = max(32, int(8 * width / 3 / 32) * 32)
        self.heads, self.dropout = heads, dropout
        self.attention_norm, self.mlp_norm = nn.RMSNorm(width, eps=1e-6), nn.RMSNorm(width, eps=1e-6)
        self.q_norm, self.k_norm = nn.RMSNorm(width // heads, eps=1e-6), nn.RMSNorm(width // heads, eps=1e-6)
        self.qkv, self.attention_out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.gate_up, self.down = nn.Linear(width, 2 * hidden, bias=False), nn.Linear(hidden, width, bias=False)

    def forward(self, x, cos, sin):
        B, T, D = x.shape
        q, k, v = self.qkv(self.attention_norm(x)).view(B, T, 3, self.heads, D // self.heads).permute(2, 0, 3, 1, 4)
        q, k = turn(self.q_norm(q), cos, sin), turn(self.k_norm(k), cos, sin)
        d = self.dropout if self.training else 0.0
        h = self.attention_out(F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(B, T, D))
        x = x + F.dropout(h, d)
        gate, up = self.gate_up(self.mlp_norm(x)).chunk(2, -1)
        return x + F.dropout(self.down(F.silu(gate) * up), d)


class Model(nn.Module):
    def __init__(self, c, vocabulary):
        super().__init__()
        self.embedding, self.norm = nn.Embedding(vocabulary, c["width"]), nn.RMSNorm(c["width"], eps=1e-6)
        self.blocks = nn.ModuleList(Block(c["width"], c["heads"], c["dropout"]) for _ in range(c["layers"]))
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, 0, 0.02)
        for block in self.blocks:
            for last in (block.attention_out, block.down):
                nn.init.normal_(last.weight, 0, 0.02 / math.sqrt(2 * c["layers"]))
        d = c["width"] // c["heads"]
        angles = torch.arange(c["context"])[:, None] * 10000 ** (-torch.arange(0, d, 2) / d)
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())

    def forward(self, x):
        h = self.embedding(x)
        for block in self.blocks:
            h = block(h, self.cos[: x.shape[1]], self.sin[: x.shape[1]])
        return self.norm(h) @ self.embedding.weight.T


def orthogonal(g):
    """Newton and Schulz's iteration, five times, in bfloat16 (K. Jordan et al., "Muon", 2024)."""
    x = g.bfloat16()
    if tall := x.shape[-2] > x.shape[-1]:
        x = x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        A = x @ x.mT
        x = 3.4445 * x + (-4.7750 * A + 2.0315 * A @ A) @ x
    return (x.mT if tall else x).float()


class Training:
    def __init__(self, text):
        self.c = c = {
            **DEFAULTS,
            **{
                k: type(DEFAULTS[k])(v) if k != "steps" else int(float(v))
                for k, v in (pair.split("=") for pair in text.split(","))
            },
        }
        self.name, self.done = text, 0
        learned, self.judged, self.length, size = tokens_of(a.poems if c["data"] == "poems" else a.text, c["merges"])
        torch.manual_seed(c["seed"])
        self.model = Model(c, size).cuda()
        split = {"qkv": 3, "gate_up": 2}
        muon = [
            (p, split.get(n.split(".")[-2], 1))
            for n, p in self.model.named_parameters()
            if c["muon"] and p.ndim == 2 and "embedding" not in n
        ]
        rest = [p for p in self.model.parameters() if all(p is not q for q, _ in muon)]
        self.rate = torch.tensor(c["rate"], device="cuda")
        adam = torch.optim.AdamW(rest, self.rate, betas=(0.9, c["beta2"]), weight_decay=c["wd"], fused=True, capturable=True)
        steps, warm = torch.arange(c["steps"] + 16, device="cuda"), c["warmup"]
        fall = ((1 - steps / c["steps"]) / c["decay"]).clamp(0.05, 1)
        schedule, step = ((steps + 1) / warm).clamp(max=1) * fall, torch.zeros(1, dtype=torch.int64, device="cuda")
        momenta = [torch.zeros_like(p) for p, _ in muon]
        B, T = c["batch"], c["context"]
        around = torch.arange(T + 1, device="cuda")
        places = torch.randint(len(learned) - T - 1, (c["steps"] + 16, B, 1), device="cuda")

        def go():
            block = learned[places[step].squeeze(0) + around]
            loss = F.cross_entropy(self.model(block[:, :-1]).flatten(0, 1), block[:, 1:].flatten())
            for p in self.model.parameters():
                p.grad = None
            loss.backward()
            part = schedule[step].squeeze()
            self.rate.copy_(c["rate"] * part)
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0, foreach=True)
            adam.step()
            with torch.no_grad():
                for (p, parts), m in zip(muon, momenta):
                    m.lerp_(p.grad, 0.05)
                    u = orthogonal(p.grad.lerp(m, 0.95).view(parts, -1, p.shape[1]))
                    u = u * max(1, u.shape[1] / u.shape[2]) ** 0.5
                    p.mul_(1 - c["muon"] * part * c["wd"]).sub_(c["muon"] * part * u.view_as(p))
            step.add_(1)
            return loss.detach()

        self.go = go  # what the graph reads must live as long as the graph
        self.stream, self.graph = torch.cuda.Stream(), torch.cuda.CUDAGraph()
        self.stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(self.stream):
            for _ in range(3):
                go()
            self.stream.synchronize()
            with torch.cuda.graph(self.graph, stream=self.stream):
                self.loss = go()

    def judge(self):
        self.model.eval()
        T, nats, size = self.c["context"], 0.0, 0.0
        count = (len(self.judged) - 1) // T
        x, y = self.judged[: count * T].view(count, T), self.judged[1 : count * T + 1].view(count, T)
        with torch.no_grad():
            for i in range(0, count, 64):
                nats += F.cross_entropy(self.model(x[i : i + 64]).flatten(0, 1), y[i : i + 64].flatten(), reduction="sum").item()
                size += self.length[y[i : i + 64].flatten()].sum().item()
        self.model.train()
        return dict(
            bits_per_byte=round(nats / math.log(2) / size, 4), nats=round(nats / (count * T), 4), train=round(self.loss.item(), 3)
        )


start = time.time()
trainings = [Training(text) for text in a.trainings]
print(
    f"{torch.cuda.get_device_name()}, PyTorch {torch.__version__}; "
    f"{len(trainings)} trainings are ready after {time.time() - start:.0f} s",
    flush=True,
)
going, round_ = list(trainings), 0
while going and time.time() - start < a.limit:
    for t in going:
        with torch.cuda.stream(t.stream):
            t.graph.replay()
        t.done += 1
    round_ += 1
    if round_ % 200 == 0:
        torch.cuda.synchronize()
    for t in [t for t in going if t.done >= t.c["steps"]]:
        torch.cuda.synchronize()
        going.remove(t)
        print(
            json.dumps(
                {
                    "training": t.name,
                    "parameters": sum(q.numel() for q in t.model.parameters()),
                    "steps": t.done,
                    **t.judge(),
                    "seconds": round(time.time() - start),
                }
            ),
            flush=True,
        )
torch.cuda.synchronize()
for t in going:
    print(json.dumps({"training": t.name, "unfinished": t.done, **t.judge()}), flush=True)
