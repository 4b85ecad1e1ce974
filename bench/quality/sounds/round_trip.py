"""What is left of held-out sounds that went through a grid and back, as it is, and after errors such as a generator makes.

    python3 round_trip.py TRAIN HELD JUDGE.pt [--rate 16000] [--length 16384] [--most N] [--set
    main|companding|phases|mel|envelope|drums]
"""
import argparse
import numpy as np
import torch
from torch.nn import functional as F
import judge as judges
import sounds
from grids import Envelope, Frequencies, Mdct, Mel, Stft


def main_grids(rate):
    return {
        "MDCT 64 of 256 bands": Mdct(256, 64, 1),
        "MDCT 128 of 256": Mdct(256, 128, 2),
        "MDCT 256 of 256": Mdct(256, 256, 4),
        "STFT 64 of 256 bands": Stft(256, 64, 1),
        "STFT 128 of 256": Stft(256, 128, 2),
        "STFT 256 of 256": Stft(256, 256, 4),
        "magnitude, frequency 64 of 256": Frequencies(256, 64, 1),
        "magnitude, frequency 128": Frequencies(256, 128, 2),
        "magnitude, frequency 256": Frequencies(256, 256, 4),
        **mel_grids(rate),
        **envelope_grids(rate),
    }


def mel_grids(rate):
    return {
        "log-mel 64 x 64": Mel(256, 64, rate),
        "log-mel 128 x 64": Mel(256, 128, rate),
        "log-mel 128 x 128": Mel(128, 128, rate),
    }


def envelope_grids(_):
    return {
        "envelope 64 of 256 bands": Envelope(256, 64, 1),
        "envelope 128 of 256": Envelope(256, 128, 2),
        "envelope 256 of 256": Envelope(256, 256, 4),
    }


def companding_grids(rate):
    grids = {
        f"MDCT {c}": Mdct(256, 256, 4, c)
        for c in ("power:1", "power:0.7", "power:0.5", "power:0.4", "power:0.33", "mu:255", "asinh:30", "asinh:300")
    }
    grids["MDCT power:0.5, one scale for all"] = Mdct(256, 256, 4, "power:0.5", True)
    for hop in (64, 128, 512):
        grids[f"MDCT power:0.5, hop {hop}"] = Mdct(hop, hop, 4, "power:0.5")
    for c in ("power:0.7", "power:0.4", "power:0.33"):
        grids[f"STFT {c}"] = Stft(256, 256, 4, c)
    for c in ("power:1", "power:0.5"):
        grids[f"envelope {c}"] = Envelope(256, 256, 4, c)
    for hop in (128, 512):
        grids[f"envelope hop {hop}"] = Envelope(hop, hop, 4)
    grids["envelope of 8 bands, hop 512"] = Envelope(512, 512, 8)
    grids["envelope, not held"] = Envelope(256, 256, 4, held=False)
    return grids


def phase_grids(rate):
    """How long phases are sought."""
    grids = {f"log-mel 64 x 64, {i} iterations": Mel(256, 64, rate, iterations=i) for i in (1, 4, 8, 32, 64)}
    return grids | {"log-mel 64 x 64, 16 without momentum": Mel(256, 64, rate, momentum=0)}


def drum_grids(rate):
    return {
        "MDCT 64 columns of 512": Mdct(512, 512, 8),
        "MDCT 128 columns of 256": Mdct(256, 256, 2),
        "MDCT 256 columns of 128": Mdct(128, 128, 1),
        "STFT 64 columns of 512": Stft(512, 512, 8),
        "STFT 128 columns of 256": Stft(256, 256, 2),
        "magnitude, frequency 64 columns": Frequencies(512, 512, 8),
        "log-mel 64 x 64": Mel(512, 64, rate, 2048),
        "log-mel 128 x 128": Mel(256, 128, rate, 1024),
        "envelope 64 columns of 512": Envelope(512, 512, 8),
        "envelope 128 columns of 256": Envelope(256, 256, 2),
    }


def blur(grid):
    """A tenth of each neighbour in each direction."""
    kernel = torch.outer(*[torch.tensor([0.1, 0.8, 0.1])] * 2).expand(grid.shape[1], 1, 3, 3)
    return F.conv2d(F.pad(grid, (1, 1, 1, 1), mode="replicate"), kernel, groups=grid.shape[1])


def spectrum(x):
    return torch.stft(x, 512, 128, window=torch.hann_window(512), return_complex=True).abs()


def measure(back, x, y, judge):
    """Heard right, signal to noise in dB (median), log-spectral distance in dB, energy left, level of what ought to be silent
    in dB."""
    back = back.clamp(-4, 4)
    told = judge.hear(back)[1].argmax(1)
    noise = ((back - x) ** 2).sum(1)
    snr = 10 * torch.log10((x**2).sum(1) / (noise + 1e-12))
    a, b = spectrum(x), spectrum(back)
    floor = 1e-3 * a.flatten(1).max(1)[0][:, None, None]  # 60 dB under the loudest
    distance = (20 * torch.log10((a + floor) / (b + floor))).square().mean(1).sqrt().mean()
    silent = x[:, -1600:].abs().max(1)[0] == 0
    hiss = 10 * torch.log10((back[silent, -1600:] ** 2).mean() / (x**2).mean() + 1e-12) if silent.any() else float("nan")
    return [(told == y).float().mean() * 100, snr.median(), distance, (back**2).sum() / (x**2).sum() * 100, hiss]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("train", "held", "judge"):
        options.add_argument(name)
    options.add_argument("--rate", type=int, default=16000)
    options.add_argument("--length", type=int, default=16384)
    options.add_argument("--most", type=int, default=10**6, help="at most as many held-out sounds, every n-th")
    options.add_argument("--set", default="main", choices=("main", "companding", "phases", "mel", "envelope", "drums"))
    args = options.parse_args()
    torch.manual_seed(0)
    judge = judges.restore(args.judge)
    x, y, _ = sounds.load(args.train, args.length)
    train = torch.tensor(x[np.random.default_rng(0).permutation(len(x))[:300]])
    x, y = (torch.tensor(part) for part in sounds.load(args.held, args.length)[:2])
    x, y = (part[:: -(-len(x) // args.most)] for part in (x, y))
    grids = {
        "main": main_grids,
        "companding": companding_grids,
        "phases": phase_grids,
        "mel": mel_grids,
        "envelope": envelope_grids,
        "drums": drum_grids,
    }[args.set](args.rate)
    print("heard %, SNR dB, log-spectral distance dB, energy %, silence dB: as it is; 8 bits; noise of 0.02; of 0.05; blurred")
    print(f"{'the sounds themselves':36s}", " ".join(f"{float(v):.1f}" for v in measure(x, x, y, judge)))
    for name, grid in grids.items():
        grid.fit(train)
        there = grid.there(x)
        changed = [
            there,
            (there * 255).round() / 255,
            *[(there + s * torch.randn_like(there)).clamp(0, 1) for s in (0.02, 0.05)],
            blur(there),
        ]
        found = [measure(torch.cat([grid.back(part) for part in g.split(100)]), x, y, judge) for g in changed]
        print(
            f"{name:36s} {list(there.shape[1:])} sd {there.std():.3f} | "
            + " | ".join(" ".join(f"{float(v):.1f}" for v in row) for row in found)
        )


if __name__ == "__main__":
    main()
