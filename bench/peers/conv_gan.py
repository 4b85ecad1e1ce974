"""The training step of Figment's `dcgan` preset in eager PyTorch: fused Adam, fp32 or bf16 autocast, foreach EMA.

    python3 conv_gan.py [--precision fp32|bf16] [--width 64] [--steps 40] [--threads 2] [--batch 128]

Does what a step of Figment does: gather a batch of bytes and scale it, one batch of fakes by class, D on both (every fourth
time with R1's gradient penalty), G through the frozen D, two Adam updates, the average of G's weights, losses and accuracies
added up. The images are random bytes of MNIST's shape. Ends with one line of JSON; times are milliseconds per step.
"""
import argparse
import json
import resource
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

LATENTS, CLASSES, IMAGES = 64, 10, 60_000


def generator(width):
    return nn.Sequential(
        nn.Linear(LATENTS + CLASSES, 2 * width * 49, bias=False), nn.Unflatten(1, (2 * width, 7, 7)), nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2, inplace=True),
        nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width), nn.LeakyReLU(0.2, inplace=True),
        nn.ConvTranspose2d(width, 1, 4, 2, 1), nn.Sigmoid())


def discriminator(width):
    return nn.Sequential(
        nn.Conv2d(1, width, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(width, 2 * width, 4, 2, 1), nn.LeakyReLU(0.2), nn.Flatten(),
        nn.Linear(2 * width * 49, 8 * width), nn.LeakyReLU(0.2), nn.Linear(8 * width, CLASSES))


class ConvGan:
    def __init__(self, options):
        self.batch, self.bf16 = options.batch, options.precision == "bf16"
        self.images = torch.randint(0, 256, (IMAGES, 1, 28, 28), dtype=torch.uint8)
        self.labels = torch.randint(0, CLASSES, (IMAGES,))
        self.order, self.position, self.updates = torch.randperm(IMAGES), 0, 0
        self.generator, self.average, self.discriminator = generator(options.width), generator(options.width), discriminator(options.width)
        if options.channels_last:
            for network in (self.generator, self.discriminator):
                network.to(memory_format=torch.channels_last)
        self.generator_adam, self.discriminator_adam = (
            torch.optim.Adam(network.parameters(), lr=4e-3, betas=(0.0, 0.99), fused=True) for network in (self.generator, self.discriminator))
        self.totals = torch.zeros(4)

    def autocast(self):
        return torch.autocast("cpu", torch.bfloat16, enabled=self.bf16)

    def judge(self, images, labels):
        return self.discriminator(images).float().gather(1, labels.unsqueeze(1)).squeeze(1)

    def step(self):
        real, labels = self.next_images()
        real = real * 2 - 1
        with self.autocast():
            fakes = self.generator(torch.cat([torch.randn(self.batch, LATENTS), F.one_hot(labels, CLASSES).float()], 1)).float()

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
            torch._foreach_lerp_(list(self.average.parameters()), list(self.generator.parameters()), 1 - 0.5 ** (self.batch / 40_000))
            for mean, now in zip(self.average.buffers(), self.generator.buffers()):
                mean.copy_(now)
            self.totals += torch.stack([discriminator_loss.detach(), generator_loss.detach(), (real_logits > 0).float().mean(), (fake_logits <= 0).float().mean()])

    def next_images(self):
        if self.position + self.batch > IMAGES:
            self.order, self.position = torch.randperm(IMAGES), 0
        chosen = self.order[self.position:self.position + self.batch]
        self.position += self.batch
        return self.images.index_select(0, chosen).float().div_(255), self.labels.index_select(0, chosen)


def main():
    parser = argparse.ArgumentParser(description="Times the convolutional GAN's training step in eager PyTorch.")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--channels-last", action="store_true", help="lay the convolutions' weights out channels last")
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--steps", type=int, default=40, help="steps to time, after a quarter as many to warm up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=128)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)

    gan = ConvGan(options)
    for _ in range(max(8, options.steps // 4)):
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
