"""One training step of a preset of Figment in eager PyTorch, as fast as plain PyTorch does it: fused Adam, fp32 or bf16 autocast.

    python3 train_step.py WORK [--precision fp32|tf32|bf16] [--channels-last [yes|no|auto]] [--width N] [--steps 40] [--threads 2]
                          [--batch 128] [--device cuda] [--compile [MODE]]

WORK is a preset of pictures: classic, gan, wgan-gp, dcgan, r3gan, vae, conv-vae or flow, at its default options (presets/).
Does what a step of Figment does: gather a batch of bytes and scale it, the preset's updates, where it has one the average of the
weights, losses and accuracies added up without leaving the device. The images are random bytes of MNIST's shape: the time does
not depend on what they show. Ends with one line of JSON; times are milliseconds per step.
"""
import argparse
import json
import resource
import statistics
import time

import torch

import about
from presets import PRESETS
from presets.common import Options, random_data

TRIED, FRACTION = 12, 0.25  # steps to choose by; where in the training a step is taken to be


def timed(work, steps, together=1, device="cpu"):
    """Milliseconds of single steps, or on a GPU a part of those of several."""
    times = []
    for _ in range(steps // together):
        if device != "cpu":
            torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(together):
            work.step(FRACTION)
        if device != "cpu":
            torch.cuda.synchronize()
        times.append((time.perf_counter() - start) * 1e3 / together)
    return times


def fastest(name, data, choices):
    """Of several options those whose steps are shortest."""
    if len(choices) == 1:
        return choices[0]

    def cost(options):
        work = PRESETS[name](options, data)
        timed(work, TRIED // 2)
        return statistics.median(timed(work, TRIED, device=options.device))

    return min(choices, key=cost)


def add_options(parser):
    parser.add_argument("work", choices=list(PRESETS))
    parser.add_argument(
        "--channels-last",
        nargs="?",
        const="yes",
        default="no",
        choices=["yes", "no", "auto"],
        help="lay the convolutions' weights out channels last; auto tries both for some steps and takes the faster",
    )
    parser.add_argument("--width", type=int, help="of dcgan and r3gan")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--device", default="cpu")


def choices(options, precisions):
    layouts = {"yes": [True], "no": [False], "auto": [True, False]}[options.channels_last]
    pairs = [(precision, layout) for precision in precisions for layout in layouts]
    return [Options(precision, layout, options.batch, options.device, options.width) for precision, layout in pairs]


def main():
    parser = argparse.ArgumentParser(
        description="Times a training step in eager PyTorch.",
        epilog="With --device cuda all is on the GPU, random numbers too; a time is a tenth of that of ten steps.",
    )
    add_options(parser)
    parser.add_argument(
        "--precision",
        choices=["fp32", "tf32", "bf16"],
        default="fp32",
        help="tf32: products and convolutions on a GPU may be in it; fp32: neither, though PyTorch would allow the latter",
    )
    parser.add_argument("--steps", type=int, default=40, help="steps to time, after a quarter as many to warm up")
    parser.add_argument("--compile", nargs="?", const="default", metavar="MODE", help="torch.compile of the networks")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_default_device(options.device)
    torch.manual_seed(0)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = options.precision == "tf32"

    data = random_data()
    computed = "fp32" if options.precision == "tf32" else options.precision
    chosen = fastest(options.work, data, choices(options, [computed]))
    work = PRESETS[options.work](chosen, data)
    if options.compile:
        for network in work.networks().values():
            network.compile(mode=options.compile)
    timed(work, max(8, options.steps // 4))
    times = timed(work, options.steps, 1 if options.device == "cpu" else 10, options.device)
    layout = "channels last" if chosen.channels_last else "channels first"
    print(
        json.dumps(
            {
                "peer": f"{about.name()}, {options.compile or 'eager'}, fused Adam, {options.precision}, {layout}",
                "work": options.work,
                "batch": options.batch,
                "threads": options.threads,
                "steps": options.steps,
                "median_ms": round(statistics.median(times), 3),
                "min_ms": round(min(times), 3),
                "mean_ms": round(statistics.fmean(times), 3),
                "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "parameters": work.parameters(),
                "averages": work.averages(),
            }
        )
    )


if __name__ == "__main__":
    main()
