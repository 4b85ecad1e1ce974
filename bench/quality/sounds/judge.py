"""A judge of classes for short sounds: a small convolutional network on log-mel spectrograms of 64 x 64.

    python3 judge.py TRAIN HELD JUDGE.pt [--rate 16000] [--length 16384] [--rounds 30]

TRAIN and HELD are folders of 16-bit WAV, a subfolder for each class. It learns from TRAIN alone and says how often it is right
about HELD.
"""
import argparse
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
import sounds


def mel_filters(rate, bins, mels, low=40.0):
    """Triangles on the mel scale (O'Shaughnessy), [mels, bins], each with a sum of 1, from 40 Hz to half the rate."""
    to_mel, to_hertz = lambda f: 2595 * np.log10(1 + f / 700), lambda m: 700 * (10 ** (m / 2595) - 1)
    edges = to_hertz(np.linspace(to_mel(low), to_mel(rate / 2), mels + 2))
    f = np.linspace(0, rate / 2, bins)
    rise = (f - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - f) / (edges[2:] - edges[1:-1])[:, None]
    filters = np.maximum(0, np.minimum(rise, fall))
    for row, centre in zip(filters, edges[1:-1]):  # narrower than a bin: the nearest bin
        if row.sum() == 0:
            row[np.abs(f - centre).argmin()] = 1
    return torch.tensor(filters / filters.sum(1, keepdims=True), dtype=torch.float32)


class Judge(nn.Module):
    """Waveforms [n, length] to features [n, 64] and logits [n, classes]."""

    def __init__(self, rate, length, classes):
        super().__init__()
        self.rate, self.length, self.classes, self.hop = rate, length, classes, length // 64
        self.size = 4 * self.hop
        self.register_buffer("mel", mel_filters(rate, self.size // 2 + 1, 64))
        self.body = nn.Sequential(
            *[
                layer
                for i, o in ((1, 16), (16, 32), (32, 64), (64, 64))
                for layer in (nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(), nn.MaxPool2d(2))
            ]
        )
        self.last = nn.Sequential(nn.Flatten(), nn.Dropout(0.3), nn.Linear(64 * 16, 64), nn.ReLU())
        self.head = nn.Linear(64, classes)

    def look(self, x):
        power = torch.stft(x, self.size, self.hop, window=torch.hann_window(self.size), return_complex=True).abs()[..., :64] ** 2
        mel = torch.log10(self.mel @ power + 1e-3)  # a floor of -60 dB or so under a loud sound
        return (mel[:, None] + 1) / 2

    def features(self, x):
        return self.last(self.body(self.look(x)))

    def forward(self, x):
        return self.head(self.features(x))

    @torch.no_grad()
    def hear(self, x):
        self.eval()
        features = torch.cat([self.features(part) for part in x.split(200)])
        return features, self.head(features).softmax(1)


def varied(x):
    """Somewhat later or earlier, louder or softer, brighter or duller, with some noise."""
    n, length = x.shape
    shift = torch.randint(0, length // 16, (n,))
    x = torch.stack([torch.cat([torch.zeros(int(s)), row[: length - int(s)]]) for s, row in zip(shift, x)])
    tilt = (torch.rand(n, 1) - 0.5) * 0.6
    x = x + tilt * F.pad(x, (1, 0))[:, :-1]
    noise = torch.randn_like(x) * 10 ** (-(torch.rand(n, 1) * 3 + 1.5))
    return x * 2 ** (torch.rand(n, 1) * 2 - 1) + noise * (torch.rand(n, 1) < 0.5)


def restore(path):
    saved = torch.load(path)
    judge = Judge(saved["rate"], saved["length"], saved["classes"])
    judge.load_state_dict(saved["state"])
    return judge.eval()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("train", "held", "out"):
        options.add_argument(name)
    options.add_argument("--rate", type=int, default=16000)
    options.add_argument("--length", type=int, default=16384)
    options.add_argument("--rounds", type=int, default=30)
    args = options.parse_args()
    torch.manual_seed(0)
    x, y, kinds = sounds.load(args.train, args.length)
    held, held_y, _ = sounds.load(args.held, args.length)
    x, y, held = torch.tensor(x), torch.tensor(y), torch.tensor(held)
    judge = Judge(args.rate, args.length, len(kinds))
    steps = args.rounds * (len(x) // 32)
    optimizer = torch.optim.AdamW(judge.parameters(), 2e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps)
    for _ in range(args.rounds):
        judge.train()
        for batch in torch.randperm(len(x))[: len(x) // 32 * 32].split(32):
            loss = F.cross_entropy(judge(varied(x[batch])), y[batch], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    told = judge.hear(held)[1].argmax(1).numpy()
    print(f"right about {np.mean(told == held_y):.2%} of {len(held)} held-out sounds")
    for label, kind in enumerate(kinds):
        print(f"  {kind}: {np.mean(told[held_y == label] == label):.1%}")
    torch.save(dict(state=judge.state_dict(), rate=args.rate, length=args.length, classes=len(kinds)), args.out)


if __name__ == "__main__":
    main()
