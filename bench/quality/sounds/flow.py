"""
A flow from noise to grids like the preset flow's: a U-Net that tells the clean grid, with the loss of velocities, by classes;
matrices learn by Muon, the rest by AdamW; samples by six steps of Adams' method and guidance 1.15. See docs/experiments.md and
src/Figment/Networks/Images/UNet.cs.
"""
import copy, math
import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, channels, embedding):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(channels // 8, channels), nn.GroupNorm(channels // 8, channels)
        self.first, self.second = nn.Conv2d(channels, channels, 3, padding=1), nn.Conv2d(channels, channels, 3, padding=1)
        self.modulation = nn.Linear(embedding, 2 * channels)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x, e):
        scale, shift = self.modulation(F.silu(e))[..., None, None].chunk(2, 1)
        y = self.norm2(self.first(F.silu(self.norm1(x))))
        return x + self.second(F.silu(y * (1 + scale) + shift))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.heads, self.norm = channels // 32, nn.GroupNorm(channels // 8, channels)
        self.qkv, self.projection = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)
        nn.init.zeros_(self.projection.weight)
        nn.init.zeros_(self.projection.bias)

    def forward(self, x):
        n, c, h, w = x.shape
        q, k, v = (
            p.reshape(n, h * w, self.heads, 32).transpose(1, 2)
            for p in self.qkv(self.norm(x).flatten(2).transpose(1, 2)).chunk(3, 2)
        )
        seen = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, h * w, c)
        return x + self.projection(seen).transpose(1, 2).reshape(n, c, h, w)


class UNet(nn.Module):
    def __init__(self, shape, classes, width=32, deep=128):
        super().__init__()
        channels, height, wide = shape
        self.side = 2
        while max(height, wide) / self.side > 24 and height % (4 * self.side) == 0 and wide % (4 * self.side) == 0:
            self.side *= 2
        cells, width, embedding = channels * self.side**2, width * self.side // 2, 2 * deep
        self.time = nn.Sequential(nn.Linear(64, embedding), nn.SiLU(), nn.Linear(embedding, embedding))
        self.classes = nn.Embedding(classes + 1, embedding)
        self.stem = nn.Conv2d(cells, width, 3, padding=1)
        self.encoder, self.decoder = Block(width, embedding), Block(width, embedding)
        self.down = nn.Conv2d(width, deep, 3, stride=2, padding=1)
        self.deep1, self.attention, self.deep2 = Block(deep, embedding), Attention(deep), Block(deep, embedding)
        self.up, self.join = nn.Conv2d(deep, 4 * width, 1), nn.Conv2d(2 * width, width, 1)
        self.norm, self.head = nn.GroupNorm(width // 8, width), nn.Conv2d(width + cells, cells, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, x, t, labels):
        omega = torch.exp(-math.log(10_000) / 32 * torch.arange(32))
        angles = 1000 * t[:, None] * omega
        e = self.time(torch.cat([angles.cos(), angles.sin()], 1)) + self.classes(labels)
        squares = F.pixel_unshuffle(x, self.side)
        wide = self.encoder(self.stem(squares), e)
        low = self.deep2(self.attention(self.deep1(self.down(wide), e)), e)
        y = self.decoder(self.join(torch.cat([F.pixel_shuffle(self.up(low), 2), wide], 1)), e)
        return F.pixel_shuffle(self.head(torch.cat([F.silu(self.norm(y)), squares], 1)), self.side)

    def matrices(self):
        blocks = [self.encoder, self.decoder, self.deep1, self.deep2]
        return [
            *(c.weight for b in blocks for c in (b.first, b.second)),
            self.down.weight,
            self.up.weight,
            self.join.weight,
            self.attention.qkv.weight,
            self.attention.projection.weight,
        ]


class Muon:
    """K. Jordan et al., 2024: momentum whose singular values are brought near 1."""

    def __init__(self, weights):
        self.weights, self.means = weights, [torch.zeros_like(w) for w in weights]

    @torch.no_grad()
    def step(self, rate):
        for w, mean in zip(self.weights, self.means):
            mean.lerp_(w.grad, 0.05)
            x = w.grad.lerp(mean, 0.95).flatten(1)
            x = torch.stack(x.chunk(3)) if w.shape[0] == 3 * w.flatten(1).shape[1] else x[None]  # queries, keys, values
            rows, columns = x.shape[1:]
            x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
            for _ in range(5):
                a = x @ x.mT if rows <= columns else x.mT @ x
                b = -4.7750 * a + 2.0315 * a @ a
                x = 3.4445 * x + (b @ x if rows <= columns else x @ b)
            w.mul_(1 - rate * 0.01).add_(x.reshape(w.shape), alpha=-rate * math.sqrt(max(1, rows / columns)))


def shifted(t, by):
    return t / (t + by * (1 - t))


def train(grids, labels, steps, batch=64, rate=2e-3, seed=0, said=lambda text: None):
    """Grids [n, C, H, W] in [0, 1] and labels [n] to the average of the network's weights."""
    torch.manual_seed(seed)
    shape, classes = grids.shape[1:], int(labels.max()) + 1
    net = UNet(shape, classes)
    average = copy.deepcopy(net)
    matrices = net.matrices()
    own = {id(w) for w in matrices}
    adam = torch.optim.AdamW([p for p in net.parameters() if id(p) not in own], rate, (0.9, 0.99), weight_decay=0.01)
    muon, by = Muon(matrices), max(1, math.sqrt(shape[1] * shape[2]) / 28)
    order = torch.empty(0, dtype=torch.long)
    for step in range(steps):
        if len(order) < batch:
            order = torch.randperm(len(grids))
        now, order = order[:batch], order[batch:]
        x1, asked = grids[now] * 2 - 1, labels[now].clone()
        x0, t = torch.randn_like(x1), shifted(torch.randn(len(now)).sigmoid(), by)
        asked[torch.rand(len(now)) < 0.1] = classes
        at = t[:, None, None, None]
        x = (1 - at) * x0 + at * x1
        velocity = (net(x, t, asked) - x) / (1 - at).clamp(min=0.05)
        loss = F.mse_loss(velocity, x1 - x0)
        net.zero_grad()
        loss.backward()
        rate_now = rate * min(1, (step + 1) * batch / 2000) * min(1, 2 * (1 - step / steps))
        for group in adam.param_groups:
            group["lr"] = rate_now
        adam.step()
        muon.step(10 * rate_now)
        keep = 0.5 ** (1 / (0.05 * (step + 1) + 1))  # the average's half-life grows with what was seen
        with torch.no_grad():
            for a, b in zip(average.parameters(), net.parameters()):
                a.lerp_(b, 1 - keep)
        if step % 50 == 49:
            said(f"step {step + 1} loss {loss.item():.4f}")
    return average.eval()


@torch.no_grad()
def sample(net, labels, shape, steps=6, guidance=1.15, seed=1):
    """Grids in [0, 1] by Adams' method, along the line through the last two velocities."""
    x = torch.randn(len(labels), *shape, generator=torch.Generator().manual_seed(seed))
    none = torch.full_like(labels, net.classes.num_embeddings - 1)
    times = shifted(torch.linspace(0, 1, steps + 1), 1.4 * max(1, math.sqrt(shape[1] * shape[2]) / 28))

    def velocity(x, t):
        v = [(net(x, t.expand(len(x)), asked) - x) / (1 - t).clamp(min=0.05) for asked in (labels, none)]
        return v[1] + guidance * (v[0] - v[1])

    before = None
    for i, (t, to) in enumerate(zip(times, times[1:])):
        now, step = velocity(x, t), to - t
        x = x + step * (now if before is None else now + step / (2 * (t - times[i - 1])) * (now - before))
        before = now
    return (x / 2 + 0.5).clamp(0, 1)
