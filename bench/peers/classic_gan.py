"""The training step of Figment's `classic` preset in eager PyTorch, as fast as plain PyTorch does it: fused Adam.

    python3 classic_gan.py [--precision fp32|bf16] [--steps 200] [--threads 2] [--batch 128]

Does what a step of Figment does: gather a batch of bytes and scale it, D on real images, D on fakes, G through the frozen
D, three Adam updates, losses and accuracies added up without leaving the device. The images are random bytes of MNIST's
shape: the time does not depend on what they show. Ends with one line of JSON; times are milliseconds per step.
"""
import argparse
import json
import resource
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

LATENTS, IMAGES = 100, 60_000


def dense(sizes, normalise):
    """Dense layers with ReLU between them, and where asked batch normalisation after it."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        if normalise:
            layers.append(nn.BatchNorm1d(outputs, eps=1e-3, momentum=0.01))
    return layers


class ClassicGan:
    def __init__(self, batch, precision):
        self.batch = batch
        self.bf16 = precision == "bf16"
        self.images = torch.randint(0, 256, (IMAGES, 1, 28, 28), dtype=torch.uint8)
        self.order = torch.randperm(IMAGES)
        self.position = 0
        self.generator = nn.Sequential(
            *dense([LATENTS, 256, 512, 1024], normalise=True), nn.Linear(1024, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28)))
        self.discriminator = nn.Sequential(nn.Flatten(), *dense([784, 512, 256], normalise=False), nn.Linear(256, 1))
        self.generator_adam, self.discriminator_adam = (
            torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0.9, 0.999), eps=1e-7, fused=True)
            for network in (self.generator, self.discriminator))
        self.real, self.fake = torch.ones(batch, 1), torch.zeros(batch, 1)
        self.totals = torch.zeros(4)

    def autocast(self):
        return torch.autocast("cpu", torch.bfloat16, enabled=self.bf16)

    def step(self):
        real_loss, real_accuracy = self.update_discriminator(self.next_images(), self.real)
        with torch.no_grad(), self.autocast():
            fakes = self.generator(torch.randn(self.batch, LATENTS)).float()
        fake_loss, fake_accuracy = self.update_discriminator(fakes, self.fake)

        self.discriminator.requires_grad_(False)
        self.generator_adam.zero_grad(set_to_none=True)
        with self.autocast():
            logits = self.discriminator(self.generator(torch.randn(self.batch, LATENTS))).float()
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

    def next_images(self):
        if self.position + self.batch > IMAGES:
            self.order, self.position = torch.randperm(IMAGES), 0
        chosen = self.order[self.position:self.position + self.batch]
        self.position += self.batch
        return self.images.index_select(0, chosen).float().div_(255)


def main():
    parser = argparse.ArgumentParser(description="Times the classic GAN's training step in eager PyTorch.")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--steps", type=int, default=200, help="steps to time, after a quarter as many to warm up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=128)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)

    gan = ClassicGan(options.batch, options.precision)
    for _ in range(max(20, options.steps // 4)):
        gan.step()
    times = []
    for _ in range(options.steps):
        start = time.perf_counter()
        gan.step()
        times.append((time.perf_counter() - start) * 1e3)
    print(json.dumps({
        "peer": f"PyTorch {torch.__version__}, eager, fused Adam, {options.precision}",
        "batch": options.batch, "threads": options.threads, "steps": options.steps,
        "median_ms": round(statistics.median(times), 3), "min_ms": round(min(times), 3), "mean_ms": round(statistics.fmean(times), 3),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }))


if __name__ == "__main__":
    main()
