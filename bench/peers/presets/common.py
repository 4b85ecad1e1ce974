"""What every preset needs: batches of images, the precision, first weights, rates, averages of weights and of losses."""
import math
from dataclasses import dataclass

import torch
from torch import nn

CLASSES, SIDE, PIXELS = 10, 28, 784


@dataclass
class Options:
    """How a preset is run; `width` is of dcgan and r3gan."""
    precision: str = "fp32"
    channels_last: bool = False
    batch: int = 128
    device: str = "cpu"
    width: int | None = None


def random_data(count=60_000):
    """Bytes of MNIST's shape: a step takes as long whatever they show."""
    return torch.randint(0, 256, (count, 1, SIDE, SIDE), dtype=torch.uint8), torch.randint(0, CLASSES, (count,))


class Work:
    """A model and its optimizers. `step` learns from a batch, `sample` makes images in [0, 1]."""

    conditional = False
    names = ("loss",)
    half_life = 0.0

    def __init__(self, options, data):
        self.batch, self.bf16, self.device = options.batch, options.precision == "bf16", options.device
        self.images, self.labels = data
        self.count, self.position = len(self.images), len(self.images)
        self.seen, self.steps, self.channels_last = 0, 0, options.channels_last
        self.totals = torch.zeros(len(self.names))
        self.build(options)
        if self.channels_last:
            for network in self.networks().values():
                network.to(memory_format=torch.channels_last)

    def autocast(self):
        return torch.autocast(self.device, torch.bfloat16, enabled=self.bf16)

    def next_images(self):
        if self.position + self.batch > self.count:
            self.order, self.position = torch.randperm(self.count), 0
        chosen = self.order[self.position:self.position + self.batch]
        self.position += self.batch
        self.seen += self.batch
        return self.images.index_select(0, chosen).float().div_(255), self.labels.index_select(0, chosen)

    def sample(self, count, block=256):
        """Classes are drawn as often as in the data. Blocks of images, float32."""
        classes = torch.bincount(self.labels, minlength=CLASSES).float()
        with torch.inference_mode():
            for start in range(0, count, block):
                size = min(block, count - start)
                labels = torch.multinomial(classes, size, replacement=True) if self.conditional else None
                yield self.make(size, labels)

    def follow(self, average, network):
        """The average of weights; at first its half-life is a tenth of the images seen. Running statistics are copied."""
        share = 1 - 0.5 ** (self.batch / max(min(self.half_life, self.seen * 0.1), 1e-8))
        torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), share)
        for mean, now in zip(average.buffers(), network.buffers()):
            mean.copy_(now)

    def add(self, *measures):
        """Losses stay on the device until somebody asks for them."""
        self.steps += 1
        self.totals += torch.stack([measure.detach() for measure in measures])

    def averages(self):
        means = (self.totals / max(1, self.steps)).tolist()
        self.totals.zero_()
        self.steps = 0
        return {name: round(mean, 4) for name, mean in zip(self.names, means)}

    def parameters(self):
        learning = ((name, network) for name, network in self.networks().items() if name != "average")
        return {name: sum(weight.numel() for weight in network.parameters()) for name, network in learning}


def copy_of(network, build):
    """A network of the same build and weights, for their average."""
    average = build()
    average.load_state_dict(network.state_dict())
    return average.requires_grad_(False)


def set_rate(optimizer, rate):
    for group in optimizer.param_groups:
        group["lr"] = rate


def inverse_root(seen, steady):
    """1 for the first `steady` images, then the root of steady / seen; 1 always where `steady` is 0."""
    return 1.0 if steady <= 0 or seen <= steady else math.sqrt(steady / seen)


def falling(fraction, decay):
    """1 until `decay` of the training is left, from there in a straight line to 0."""
    return min(1.0, (1 - fraction) / decay)


@torch.no_grad()
def glorot(network):
    for layer in network.modules():
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return network


@torch.no_grad()
def he(network, slope=0.2):
    """For layers before a leaky rectifier; a pixel that a transposed convolution makes meets a part of its kernel, by stride."""
    for layer in network.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            outputs = layer.weight.shape[0]
            if isinstance(layer, nn.ConvTranspose2d):
                outputs = layer.weight.shape[1] * layer.stride[0] * layer.stride[1]
            nn.init.normal_(layer.weight, 0, math.sqrt(2 / ((1 + slope * slope) * layer.weight.numel() / outputs)))
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return network
