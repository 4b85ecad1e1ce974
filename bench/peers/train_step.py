"""One training step of a preset of Figment in eager PyTorch, as fast as plain PyTorch does it: fused Adam, fp32 or bf16 autocast.

    python3 train_step.py classic|dcgan|flow [--precision fp32|bf16] [--channels-last] [--width 64] [--steps 40] [--threads 2] [--batch 128]
                          [--device cuda] [--compile [MODE]]

Does what a step of Figment does: gather a batch of bytes and scale it, the preset's updates, where it has one the average of the
weights, losses and accuracies added up without leaving the device. The images are random bytes of MNIST's shape: the time does
not depend on what they show. Ends with one line of JSON; times are milliseconds per step.
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

CLASSES, IMAGES = 10, 60_000


class Work:
    """What every step needs: batches of the images, the precision, the average of the weights."""

    def __init__(self, options):
        self.batch, self.bf16, self.device = options.batch, options.precision == "bf16", options.device
        self.images = torch.randint(0, 256, (IMAGES, 1, 28, 28), dtype=torch.uint8)
        self.labels = torch.randint(0, CLASSES, (IMAGES,))
        self.order, self.position = torch.randperm(IMAGES), 0

    def autocast(self):
        return torch.autocast(self.device, torch.bfloat16, enabled=self.bf16)

    def next_images(self):
        if self.position + self.batch > IMAGES:
            self.order, self.position = torch.randperm(IMAGES), 0
        chosen = self.order[self.position:self.position + self.batch]
        self.position += self.batch
        return self.images.index_select(0, chosen).float().div_(255), self.labels.index_select(0, chosen)

    def follow(self, average, network, half_life):
        torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - 0.5 ** (self.batch / half_life))


def dense(sizes, normalise):
    """Dense layers with ReLU between them, and where asked batch normalisation after it."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        if normalise:
            layers.append(nn.BatchNorm1d(outputs, eps=1e-3, momentum=0.01))
    return layers


class ClassicGan(Work):
    """D on real images, D on fakes, G through the frozen D, three updates; no classes."""

    LATENTS = 100

    def __init__(self, options):
        super().__init__(options)
        self.generator = nn.Sequential(
            *dense([self.LATENTS, 256, 512, 1024], normalise=True), nn.Linear(1024, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28)))
        self.discriminator = nn.Sequential(nn.Flatten(), *dense([784, 512, 256], normalise=False), nn.Linear(256, 1))
        self.generator_adam, self.discriminator_adam = (
            torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0.9, 0.999), eps=1e-7, fused=True)
            for network in (self.generator, self.discriminator))
        self.real, self.fake = torch.ones(self.batch, 1), torch.zeros(self.batch, 1)
        self.totals = torch.zeros(4)

    def step(self):
        real_loss, real_accuracy = self.update_discriminator(self.next_images()[0], self.real)
        with torch.no_grad(), self.autocast():
            fakes = self.generator(torch.randn(self.batch, self.LATENTS)).float()
        fake_loss, fake_accuracy = self.update_discriminator(fakes, self.fake)

        self.discriminator.requires_grad_(False)
        self.generator_adam.zero_grad(set_to_none=True)
        with self.autocast():
            logits = self.discriminator(self.generator(torch.randn(self.batch, self.LATENTS))).float()
        generator_loss = F.binary_cross_entropy_with_logits(logits, self.real)
        generator_loss.backward()
        self.generator_adam.step()
        self.discriminator.requires_grad_(True)
        self.totals += torch.stack([(real_loss + fake_loss) / 2, generator_loss.detach(), real_accuracy, fake_accuracy])

    def update_discriminator(self, images, targets):
        self.discriminator_adam.zero_grad(set_to_none=True)
        with self.autocast():
            logits = self.discriminator(images).float()
        loss = F.binary_cross_entropy_with_logits(logits, targets)
        loss.backward()
        self.discriminator_adam.step()
        return loss.detach(), ((logits.detach() > 0) == (targets > 0)).float().mean()


def generator(width):
    return nn.Sequential(
        nn.Linear(ConvGan.LATENTS + CLASSES, 2 * width * 49, bias=False), nn.Unflatten(1, (2 * width, 7, 7)), nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2, inplace=True),
        nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width), nn.LeakyReLU(0.2, inplace=True),
        nn.ConvTranspose2d(width, 1, 4, 2, 1), nn.Sigmoid())


def discriminator(width):
    return nn.Sequential(
        nn.Conv2d(1, width, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(width, 2 * width, 4, 2, 1), nn.LeakyReLU(0.2), nn.Flatten(),
        nn.Linear(2 * width * 49, 8 * width), nn.LeakyReLU(0.2), nn.Linear(8 * width, CLASSES))


class ConvGan(Work):
    """One batch of fakes by class, D on both (every fourth time with R1's gradient penalty), G through the frozen D, the average of G."""

    LATENTS = 64

    def __init__(self, options):
        super().__init__(options)
        self.updates = 0
        self.generator, self.average, self.discriminator = generator(options.width), generator(options.width), discriminator(options.width)
        if options.channels_last:
            for network in (self.generator, self.discriminator):
                network.to(memory_format=torch.channels_last)
        self.generator_adam, self.discriminator_adam = (
            torch.optim.Adam(network.parameters(), lr=4e-3, betas=(0.0, 0.99), fused=True) for network in (self.generator, self.discriminator))
        self.totals = torch.zeros(4)

    def judge(self, images, labels):
        return self.discriminator(images).float().gather(1, labels.unsqueeze(1)).squeeze(1)

    def step(self):
        real, labels = self.next_images()
        real = real * 2 - 1
        with self.autocast():
            fakes = self.generator(torch.cat([torch.randn(self.batch, self.LATENTS), F.one_hot(labels, CLASSES).float()], 1)).float()

            # D
            self.discriminator_adam.zero_grad(set_to_none=True)
            seen = fakes.detach() * 2 - 1
            logits = self.judge(torch.cat([real, seen]), torch.cat([labels, labels]))
            real_logits, fake_logits = logits.chunk(2)
            discriminator_loss = F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()
            total = discriminator_loss
            if self.updates % 4 == 0:
                x = real.detach().requires_grad_(True)
                gradient, = torch.autograd.grad(self.judge(x, labels).sum(), x, create_graph=True)
                total = total + gradient.flatten(1).square().sum(1).mean() * 2
        self.updates += 1
        total.backward()
        self.discriminator_adam.step()

        # G
        self.discriminator.requires_grad_(False)
        self.generator_adam.zero_grad(set_to_none=True)
        with self.autocast():
            generator_loss = F.softplus(-self.judge(fakes * 2 - 1, labels)).mean()
        generator_loss.backward()
        self.generator_adam.step()
        self.discriminator.requires_grad_(True)

        with torch.no_grad():
            self.follow(self.average, self.generator, 40_000)
            for mean, now in zip(self.average.buffers(), self.generator.buffers()):
                mean.copy_(now)
            self.totals += torch.stack([discriminator_loss.detach(), generator_loss.detach(), (real_logits > 0).float().mean(), (fake_logits <= 0).float().mean()])


WIDTH, DEEP, FREQUENCIES, HEAD = 32, 128, 32, 32
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


class Flow(Work):
    """Noise and logit-normal times, labels of which a tenth are dropped, the U-Net's velocity, its squared error, AdamW, the average."""

    def __init__(self, options):
        super().__init__(options)
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
        with self.autocast():
            velocity = self.velocity(torch.lerp(noise, data, t[:, None, None, None]), t, labels).float()
        loss = (velocity - (data - noise)).square().mean()
        loss.backward()
        self.adam.step()
        with torch.no_grad():
            self.follow(self.average, self.velocity, 100_000)
            self.total += loss.detach()


def main():
    parser = argparse.ArgumentParser(description="Times a training step in eager PyTorch.")
    parser.add_argument("work", choices=["classic", "dcgan", "flow"])
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--channels-last", action="store_true", help="lay the convolutions' weights out channels last")
    parser.add_argument("--width", type=int, default=64, help="of dcgan")
    parser.add_argument("--steps", type=int, default=40, help="steps to time, after a quarter as many to warm up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--device", default="cpu", help="cuda: all is on the GPU, random numbers too; a time is a tenth of that of ten steps")
    parser.add_argument("--compile", nargs="?", const="default", metavar="MODE", help="torch.compile of the networks in this mode")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_default_device(options.device)
    torch.manual_seed(0)

    work = {"classic": ClassicGan, "dcgan": ConvGan, "flow": Flow}[options.work](options)
    if options.compile:
        for name in ("generator", "discriminator", "velocity"):
            if hasattr(work, name):
                getattr(work, name).compile(mode=options.compile)
    together = 1 if options.device == "cpu" else 10
    for _ in range(max(8, options.steps // 4)):
        work.step()
    times = []
    for _ in range(options.steps // together):
        if options.device != "cpu":
            torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(together):
            work.step()
        if options.device != "cpu":
            torch.cuda.synchronize()
        times.append((time.perf_counter() - start) * 1e3 / together)
    print(json.dumps({
        "peer": f"PyTorch {torch.__version__}, {options.compile or 'eager'}, fused Adam, {options.precision}",
        "batch": options.batch, "threads": options.threads, "steps": options.steps,
        "median_ms": round(statistics.median(times), 3), "min_ms": round(min(times), 3), "mean_ms": round(statistics.fmean(times), 3),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }))


if __name__ == "__main__":
    main()
