"""What a flow learns of sounds through a grid, in a few hundred steps: heard as asked for, and how like real ones.

    python3 learn.py TRAIN HELD JUDGE.pt GRID[,GRID...] [--steps 300] [--count 300] [--rate 16000] [--length 16384] [--out FOLDER]

GRID is an expression of grids.py, for instance "Mdct(256, 256, 4)". Prints one line for each.
"""
import argparse, pathlib, re, time
import numpy as np
import torch
import flow, grids, sounds
import judge as judges


def frechet(a, b):
    """Between two sets of features [n, d]."""
    a, b = a.double(), b.double()
    ca, cb = torch.cov(a.T), torch.cov(b.T)
    values = torch.linalg.eigvals(ca @ cb).real.clamp(min=0)
    return ((a.mean(0) - b.mean(0)) ** 2).sum() + ca.trace() + cb.trace() - 2 * values.sqrt().sum()


def inside(a, b, k=5):
    """The share of a that lies within the distance of some b to its k-th neighbour (T. Kynkäänniemi et al., 2019)."""
    radius = torch.cdist(b, b).kthvalue(k + 1, 1)[0]
    return (torch.cdist(a, b) <= radius).any(1).float().mean()


def spectrum(x, rate):
    """Mean over clips of the centroid and the 95% roll-off of their power, in Hz; clips that are silent left out."""
    x = x[x.abs().max(1)[0] > 1e-4]
    power = torch.fft.rfft(x).abs() ** 2
    f = torch.linspace(0, rate / 2, power.shape[1])
    share = power / power.sum(1, keepdim=True)
    return (share @ f).mean(), f[(share.cumsum(1) < 0.95).sum(1).clamp(max=len(f) - 1)].mean()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("train", "held", "judge", "grids"):
        options.add_argument(name)
    for name, value in (("steps", 300), ("count", 300), ("rate", 16000), ("length", 16384), ("seed", 0)):
        options.add_argument("--" + name, type=int, default=value)
    options.add_argument("--out")
    args = options.parse_args()
    judge = judges.restore(args.judge)
    x, y, kinds = sounds.load(args.train, args.length)
    held, held_y, _ = sounds.load(args.held, args.length)
    x, y, held = torch.tensor(x), torch.tensor(y), torch.tensor(held)
    real, some = (
        judge.hear(held)[0],
        judge.hear(x[torch.randperm(len(x), generator=torch.Generator().manual_seed(0))[: args.count]])[0],
    )
    centroid, rolloff = spectrum(held, args.rate)
    print(
        f"real: Fréchet {frechet(some, real):.2f}, recall {inside(real, some):.1%}, "
        f"centroid {centroid:.0f} Hz, roll-off {rolloff:.0f} Hz",
        flush=True,
    )
    fit = x[torch.randperm(len(x), generator=torch.Generator().manual_seed(0))[:300]]
    asked = torch.arange(args.count) % len(kinds)
    for name in re.split(r",(?![^()]*\))", args.grids):
        grid = eval(name, vars(grids)).fit(fit)
        there = torch.cat([grid.there(part) for part in x.split(100)])
        began = time.time()
        net = flow.train(there, y, args.steps, seed=args.seed, said=lambda text: print("  ", text, flush=True))
        took = (time.time() - began) / args.steps
        made = torch.cat([flow.sample(net, part, there.shape[1:], seed=i) for i, part in enumerate(asked.split(50))])
        back = torch.cat([grid.back(part) for part in made.split(50)])
        features, told = judge.hear(back)
        c, r = spectrum(back, args.rate)
        loud = back.square().mean(1).sqrt()
        end = 10 * torch.log10(back[:, -args.length // 10 :].square().mean() / back.square().mean() + 1e-12)
        print(
            f"{name} {list(there.shape[1:])}: heard {(told.argmax(1) == asked).float().mean():.1%}, "
            f"sure {told.gather(1, asked[:, None]).mean():.1%}, "
            f"Fréchet {frechet(features, real):.2f}, precision {inside(features, real):.1%}, "
            f"recall {inside(real, features):.1%}, "
            f"centroid {c / centroid:.0%}, roll-off {r / rolloff:.0%}, "
            f"loud {loud.mean():.3f} (real {held.square().mean(1).sqrt().mean():.3f}), "
            f"silent {(loud < 0.001).float().mean():.1%}, above 1 {(back.abs().max(1)[0] > 1).float().mean():.1%}, "
            f"last tenth {end:.0f} dB, {took:.2f} s a step",
            flush=True,
        )
        if args.out:
            folder = pathlib.Path(args.out, re.sub(r"\W+", "-", name).strip("-"))
            folder.mkdir(parents=True, exist_ok=True)
            pause = np.zeros(args.rate // 10, np.float32)
            sounds.write(
                folder / "twenty.wav", np.concatenate([part for clip in back[:20].numpy() for part in (clip, pause)]), args.rate
            )
            for kind, values in (("sounds", back), ("grids", made)):
                np.save(folder / f"{kind}.npy", values.numpy().astype(np.float16))


if __name__ == "__main__":
    main()
