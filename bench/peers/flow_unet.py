"""The training step of Figment's `flow` preset in eager PyTorch: fused AdamW, fp32 or bf16 autocast, foreach EMA.

    python3 flow_unet.py [--precision fp32|bf16] [--channels-last] [--steps 20] [--threads 2] [--batch 128]

Does what a step of Figment does: gather a batch of bytes and scale it, noise and logit-normal times, labels of which a tenth
are dropped, the U-Net's velocity, its squared error, AdamW, the average of the weights. The images are random bytes of
MNIST's shape. Ends with one line of JSON; times are milliseconds per step.
"""
import argparse
import json
import math
import resource
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

WIDTH, DEEP, CLASSES, IMAGES, FREQUENCIES, HEAD = 32, 128, 10, 60_000, 32, 32
EMBEDDING = 2 * DEEP


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first_norm, self.second_norm = (nn.GroupNorm(channels // 8, channels) for _ in range(2))
        self.first, self.second = (nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2))
        self.modulation = nn.Linear(EMBEDDING, 2 * channels)

    def forward(self, x, embedding):
        scale, shift = self.modulation(F.silu(embedding))[:, :, None, None].chunk(2, 1)
        inner = self.first(F.silu(self.first_norm(x)))
        inner = torch.addcmul(shift, self.second_norm(inner), scale + 1)
        return x + self.second(F.silu(inner))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.heads = channels // HEAD
        self.norm = nn.GroupNorm(channels // 8, channels)
        self.queries_keys_values, self.projection = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)

    def forward(self, x):
        count, channels, height, width = x.shape
        pixels = self.norm(x).permute(0, 2, 3, 1).reshape(count, height * width, channels)
        q, k, v = (part.view(count, height * width, self.heads, -1).transpose(1, 2) for part in self.queries_keys_values(pixels).chunk(3, -1))
        seen = F.scaled_dot_product_attention(q, k, v)
        return x + self.projection(seen.transpose(1, 2).reshape(count, height, width, channels)).permute(0, 3, 1, 2)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(2 * FREQUENCIES, EMBEDDING), nn.SiLU(), nn.Linear(EMBEDDING, EMBEDDING))
        self.classes = nn.Embedding(CLASSES + 1, EMBEDDING)
        self.stem, self.down = nn.Conv2d(4, WIDTH, 3, padding=1), nn.Conv2d(WIDTH, DEEP, 3, stride=2, padding=1)
        self.encoder, self.decoder, self.deep_encoder, self.deep_decoder = Residual(WIDTH), Residual(WIDTH), Residual(DEEP), Residual(DEEP)
        self.attention = Attention(DEEP)
        self.up, self.join = nn.Conv2d(DEEP, 4 * WIDTH, 1), nn.Conv2d(2 * WIDTH, WIDTH, 1)
        self.head_norm, self.head = nn.GroupNorm(WIDTH // 8, WIDTH), nn.Conv2d(WIDTH + 4, 4, 3, padding=1)

    def forward(self, images, t, labels):
        angles = 1000 * t[:, None] * torch.exp(torch.arange(FREQUENCIES) * (-math.log(10_000) / FREQUENCIES))
        embedding = self.time(torch.cat([angles.cos(), angles.sin()], 1)) + self.classes(labels)
        squares = F.pixel_unshuffle(images, 2).contiguous(memory_format=torch.channels_last)
        wide = self.encoder(self.stem(squares), embedding)
        deep = self.deep_decoder(self.attention(self.deep_encoder(self.down(wide), embedding)), embedding)
        joined = self.join(torch.cat([F.pixel_shuffle(self.up(deep), 2), wide], 1))
        last = F.silu(self.head_norm(self.decoder(joined, embedding)))
        return F.pixel_shuffle(self.head(torch.cat([last, squares], 1)), 2)


class Flow:
    def __init__(self, options):
        self.batch, self.bf16 = options.batch, options.precision == "bf16"
        self.images = torch.randint(0, 256, (IMAGES, 1, 28, 28), dtype=torch.uint8)
        self.labels = torch.randint(0, CLASSES, (IMAGES,))
        self.order, self.position = torch.randperm(IMAGES), 0
        self.velocity, self.average = UNet(), UNet()
        if options.channels_last:
            self.velocity.to(memory_format=torch.channels_last)
            self.average.to(memory_format=torch.channels_last)
        self.adam = torch.optim.AdamW(self.velocity.parameters(), lr=2e-3, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
        self.total = torch.zeros(())

    def step(self):
        images, labels = self.next_images()
        noise, data, t = torch.randn(images.shape), images * 2 - 1, torch.randn(self.batch).sigmoid()
        labels = labels.masked_fill(torch.rand(self.batch) < 0.1, CLASSES)
        self.adam.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            velocity = self.velocity(torch.lerp(noise, data, t[:, None, None, None]), t, labels).float()
        loss = (velocity - (data - noise)).square().mean()
        loss.backward()
        self.adam.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.velocity.parameters()), 1 - 0.5 ** (self.batch / 100_000))
            self.total += loss.detach()

    def next_images(self):
        if self.position + self.batch > IMAGES:
            self.order, self.position = torch.randperm(IMAGES), 0
        chosen = self.order[self.position:self.position + self.batch]
        self.position += self.batch
        return self.images.index_select(0, chosen).float().div_(255), self.labels.index_select(0, chosen)


def main():
    parser = argparse.ArgumentParser(description="Times the flow's training step in eager PyTorch.")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--channels-last", action="store_true", help="lay the convolutions' weights out channels last")
    parser.add_argument("--steps", type=int, default=20, help="steps to time, after a quarter as many to warm up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=128)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)

    flow = Flow(options)
    for _ in range(max(5, options.steps // 4)):
        flow.step()
    times = []
    for _ in range(options.steps):
        start = time.perf_counter()
        flow.step()
        times.append((time.perf_counter() - start) * 1e3)
    print(json.dumps({
        "peer": f"PyTorch {torch.__version__}, eager, fused AdamW, {options.precision}",
        "batch": options.batch, "threads": options.threads, "steps": options.steps,
        "median_ms": round(statistics.median(times), 3), "min_ms": round(min(times), 3), "mean_ms": round(statistics.fmean(times), 3),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }))


if __name__ == "__main__":
    main()
