"""Does Figment run on this GPU, how fast, and what is wrong? One table, each part by itself, so that one failure does not cost
the others.

    bench/gpu/run.sh FIGMENT OUT [PART …]

FIGMENT is a self-contained publish of src/Figment.Cli without a libtorch (bench/README.md says how to make one); OUT takes
runs, logs and table.md. Parts, in this order unless some are named: machine load doctor steps repeat waits fit sampling peers.
What the time does not reach is said. Variables:
    DEVICE            cuda; cpu rehearses all of it without a GPU
    FIGMENT_LIBTORCH  the libtorch to take; unset takes that of PYTHON's torch
    PYTHON            the Python with PyTorch for the peers (python3)
    BUDGET            seconds for all (460)
    STEPS             steps to time, after a third as many (150)
    WORKS             presets, or preset:data; all, and flow:drums
    SAMPLES           images of gan to make; a tenth of flow's (10000)
    FIT               seconds that gan is trained to be judged (60)
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time

import steps as rows

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "..", "peers")
DEVICE = os.environ.get("DEVICE", "cuda")
PYTHON = os.environ.get("PYTHON", "python3")
BUDGET = float(os.environ.get("BUDGET", 460))
STEPS = int(os.environ.get("STEPS", 150))
SAMPLES = int(os.environ.get("SAMPLES", 10000))
FIT = float(os.environ.get("FIT", 60))
WORKS = os.environ.get("WORKS", "gan classic wgan-gp dcgan r3gan vae conv-vae flow gpt flow:drums").split()
PRECISIONS = ["fp32", "tf32", "bf16"] if DEVICE == "cuda" else ["fp32", "bf16"]
ALONE = {} if DEVICE == "cuda" else {"OMP_NUM_THREADS": "1"}
CAREFUL = [] if DEVICE == "cuda" else ["--threads", "1"]  # a rehearsal is not timed, and other work may go on beside it
PENALISED = {"gan", "wgan-gp", "dcgan", "r3gan"}  # of a penalty on gradients there is no compiled gradient
LEAST = 5  # seconds that are worth beginning something for
BEGAN = time.time()
notes, cells = [], {}  # what is said under the table; (work, column) to a figure


class OutOfTime(Exception):
    pass


def left():
    return BUDGET - (time.time() - BEGAN)


def note(text):
    notes.append(text)
    print("  " + text, flush=True)


def keep(work, column, value):
    cells[work, column] = value
    print(f"  {work} {column}: {value}", flush=True)


def run(command, log, limit, env=None):
    """Runs a program for so many seconds at most; its exit code, output, seconds, and the most memory: resident and on the
    GPU, MB."""
    if left() < LEAST:
        raise OutOfTime
    limit = min(limit, left())
    peaks = {"rss": 0, "gpu": 0}
    start = time.time()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
        env={**os.environ, **ALONE, "LC_ALL": "C", **(env or {})},
    )

    def watch():
        while process.poll() is None:
            try:
                status = open(f"/proc/{process.pid}/status").read()
                peaks["rss"] = max(peaks["rss"], int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024)
            except (OSError, TypeError):
                pass
            if DEVICE == "cuda":
                used = subprocess.run(
                    ["nvidia-smi", "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"],
                    capture_output=True,
                    text=True,
                ).stdout
                for line in used.splitlines():
                    fields = line.split(",")
                    if fields[0].strip() == str(process.pid) and fields[1].strip().isdigit():
                        peaks["gpu"] = max(peaks["gpu"], int(fields[1]))
            time.sleep(0.2)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        output, code = process.communicate(timeout=limit)[0], process.returncode
    except subprocess.TimeoutExpired:
        process.kill()
        output, code = process.communicate()[0] + f"\ngiven up after {limit:.0f} s", 124
    seconds = time.time() - start
    watcher.join()
    with open(os.path.join(OUT, log + ".log"), "w") as file:
        file.write(output)
    return code, output, seconds, peaks


def train(name, work, precision, count, *options, limit=90, env=None):
    preset, _, data = work.partition(":")
    shutil.rmtree(os.path.join(OUT, name), ignore_errors=True)
    return run(
        [
            FIGMENT,
            "train",
            preset,
            *(["--data", data] if data else []),
            "--device",
            DEVICE,
            "--precision",
            precision,
            "--steps",
            str(count),
            "--features",
            "none",
            "--sample-every",
            "1000000",
            "--checkpoint-every",
            "1000000",
            "--out",
            os.path.join(OUT, name),
            *CAREFUL,
            *options,
        ],
        name,
        limit,
        env,
    )


def failure(output):
    lines = [line for line in output.splitlines() if line.strip()]
    return (lines or ["no output"])[-1].strip()[:200]


def machine():
    if DEVICE == "cuda":
        note(run(["nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"], "smi", 20)[1].strip())
    code, output, _, _ = run(
        [PYTHON, "-c", "import torch; print('PyTorch', torch.__version__, 'CUDA', torch.version.cuda)"], "torch", 60
    )
    note(output.strip() if code == 0 else "no PyTorch here: peers are left out")
    model = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
    note(f"{os.cpu_count()} cores, {model[1] if model else 'processor unknown'}; libtorch of {os.environ['FIGMENT_LIBTORCH']}")


def load():
    code, output, _, _ = run(
        [
            os.path.join(HERE, "symbols.sh"),
            os.path.join(os.path.dirname(FIGMENT), "libLibTorchSharp.so"),
            os.environ["FIGMENT_LIBTORCH"],
        ],
        "load",
        60,
    )
    note("TorchSharp's native library finds all symbols" if code == 0 else f"symbols: {failure(output)}")


def doctor():
    code, output, _, _ = run([FIGMENT, "doctor"], "doctor", 60)
    for line in output.splitlines():
        if line.startswith(("libtorch", "CUDA", "NCCL")) or "FAILED" in line:
            note(line)
    note(f"doctor: {'all is well' if code == 0 else failure(output)}")


def steps():
    for precision in PRECISIONS:
        for work in WORKS:
            code, output, _, peaks = train(f"{work.replace(':', '-')}-{precision}", work, precision, STEPS)
            if code == 0:
                keep(work, precision, f"{rows.milliseconds(os.path.join(OUT, work.replace(':', '-') + '-' + precision)):.2f}")
                used = peaks["gpu" if DEVICE == "cuda" else "rss"]
                keep(work, "MB", max(used, int(cells.get((work, "MB")) or 0)) or "")
            else:
                keep(work, precision, "failed")
                note(f"{work} {precision}: {failure(output)}")


def repeat():
    for work in WORKS:
        hashes = set()
        for turn in (1, 2):
            name = f"repeat-{work.replace(':', '-')}-{turn}"
            code, output, _, _ = train(name, work, "fp32", min(100, STEPS))
            path = os.path.join(OUT, name, "model.safetensors")
            hashes.add(hashlib.sha256(open(path, "rb").read()).hexdigest() if code == 0 else "failed")
        keep(work, "repeats", "failed" if "failed" in hashes else "yes" if len(hashes) == 1 else "NO")


def waits():
    """Waits of the host in a step: the difference of two runs, divided by the steps between them. Every tenth step reports,
    and waits."""
    if DEVICE != "cuda":
        return note("waits: counted on a GPU only; here tests look for them (FakeDeviceTests, DeviceWaitTests)")
    library = os.path.join(OUT, "calls.so")
    code, output, _, _ = run(["cc", "-shared", "-fPIC", "-o", library, os.path.join(HERE, "calls.c"), "-ldl"], "cc", 60)
    if code != 0:
        return note(f"waits: {failure(output)}")
    for work in WORKS:
        counts = []
        for count in (100, 200):
            path = os.path.join(OUT, f"calls-{work.replace(':', '-')}-{count}.json")
            if os.path.exists(path):
                os.remove(path)
            code = train(
                f"calls-{work.replace(':', '-')}-{count}", work, "fp32", count, env={"LD_PRELOAD": library, "CALLS_FILE": path}
            )[0]
            if code == 0 and os.path.exists(path):
                counts.append(json.load(open(path)))
        if len(counts) == 2:
            each = {name: (counts[1][name] - counts[0][name]) / 100 for name in counts[0]}
            keep(work, "waits", f"{each['stream_waits'] + each['device_waits'] + each['copies_to_host']:.2f}")
            keep(work, "launches", f"{each['launches']:.0f}")
    return None


def fit():
    shutil.rmtree(os.path.join(OUT, "fit"), ignore_errors=True)
    code, output, _, _ = run(
        [FIGMENT, "train", "gan", "--device", DEVICE, "--seconds", str(FIT), *CAREFUL, "--out", os.path.join(OUT, "fit")],
        "fit",
        FIT + 90,
    )
    note(f"gan, {FIT:.0f} s: " + next((line for line in output.splitlines() if line.startswith("Done")), failure(output)))
    for device in dict.fromkeys([DEVICE, "cpu"]):
        code, output, seconds, _ = run(
            [FIGMENT, "evaluate", os.path.join(OUT, "fit"), "--device", device, "--out", os.path.join(OUT, f"judged-{device}")],
            f"evaluate-{device}",
            90,
        )
        found = next((line.strip() for line in output.splitlines() if "Fréchet" in line), failure(output))
        note(f"judged on {device} in {seconds:.1f} s: {found}")


def sampling():
    for name, count in (("fit", SAMPLES), ("flow-" + PRECISIONS[0], SAMPLES // 10)):
        if not os.path.exists(os.path.join(OUT, name, "model.safetensors")):
            continue
        few, many = (
            run(
                [
                    FIGMENT,
                    "generate",
                    os.path.join(OUT, name),
                    "--count",
                    str(n),
                    "--device",
                    DEVICE,
                    "--out",
                    os.path.join(OUT, "made.npy"),
                ],
                f"made-{name}",
                90,
            )
            for n in (16, count)
        )
        note(
            f"{count:,} images of {name}: {many[2] - few[2]:.1f} s after {few[2]:.1f} s for 16"
            if few[0] == many[0] == 0
            else f"sampling {name}: {failure(many[1])}"
        )


def peers():
    if run([PYTHON, "-c", "import torch"], "torch", 60)[0] != 0:
        return
    text = os.path.join(OUT, "text.txt")
    with open(text, "w") as file:
        file.write(open(__file__).read() * 4)
    plans = [(precision, False) for precision in PRECISIONS] + [("bf16", True), ("fp32", True)]
    for precision, is_compiled in plans:
        for work in WORKS:
            preset, _, data = work.partition(":")
            if data or (is_compiled and preset in PENALISED):
                continue
            if preset == "gpt":
                command = [
                    "tiny_gpt.py",
                    "--text",
                    text,
                    "--steps",
                    str(STEPS),
                    "--block",
                    "128",
                    "--batch",
                    "6",
                    "--device",
                    DEVICE,
                ]
                command += ["--bf16"] if precision == "bf16" else []
                if precision == "tf32":
                    continue
            else:
                command = ["train_step.py", preset, "--precision", precision, "--device", DEVICE, "--steps", str(STEPS)]
            command += ["--compile"] if is_compiled else []
            code, output, _, _ = run(
                [PYTHON, os.path.join(PEERS, command[0]), *command[1:]],
                f"peer-{preset}-{precision}{'-compiled' if is_compiled else ''}",
                100,
            )
            column = f"PyTorch {precision}{', compiled' if is_compiled else ''}"
            line = next((line for line in reversed(output.splitlines()) if line.startswith("{")), "")
            keep(work, column, f"{milliseconds(json.loads(line)):.2f}" if code == 0 and line else "failed")
            if code != 0:
                note(f"{column} of {work}: {failure(output)}")


def milliseconds(report):
    return next(report[name] for name in ("median_ms", "ms_per_step", "ms") if name in report)


def table():
    columns = list(dict.fromkeys(column for _, column in cells))
    best = {
        work: {
            side: min(
                (
                    float(value)
                    for (of, column), value in cells.items()
                    if of == work
                    and re.fullmatch(r"[\d.]+", str(value))
                    and (column.startswith("PyTorch") == (side == "peer"))
                    and re.search("fp32|tf32|bf16", column)
                ),
                default=None,
            )
            for side in ("own", "peer")
        }
        for work in WORKS
    }
    lines = ["| | " + " | ".join(columns) + " | best / best |", "|---" * (len(columns) + 2) + "|"]
    for work in WORKS:
        own, peer = best[work]["own"], best[work]["peer"]
        ratio = f"{own / peer:.2f}" if own and peer else ""
        lines.append(f"| `{work}` | " + " | ".join(str(cells.get((work, column), "")) for column in columns) + f" | {ratio} |")
    return "\n".join(
        [
            "Milliseconds per step; MB is the most memory of fp32, tf32 and bf16.",
            "",
            *lines,
            "",
            *(f"- {text}" for text in notes),
            "",
        ]
    )


PARTS = [machine, load, doctor, steps, repeat, waits, fit, sampling, peers]

if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    FIGMENT, OUT = os.path.join(os.path.abspath(sys.argv[1]), "Figment.Cli"), os.path.abspath(sys.argv[2])
    os.makedirs(OUT, exist_ok=True)
    if not os.environ.get("FIGMENT_LIBTORCH"):
        where = "import os, torch; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))"
        os.environ["FIGMENT_LIBTORCH"] = subprocess.run(
            [PYTHON, "-c", where], capture_output=True, text=True, check=True
        ).stdout.strip()
    failed = False
    for part in PARTS:
        if len(sys.argv) > 3 and part.__name__ not in sys.argv[3:]:
            continue
        print(f"== {part.__name__} (second {time.time() - BEGAN:.0f})", flush=True)
        try:
            part()
        except OutOfTime:
            note(f"{part.__name__}: no time left for all of it")
        except Exception as error:  # one part's failure is said and costs no other
            failed = True
            note(f"{part.__name__} failed: {error!r}")
        with open(os.path.join(OUT, "table.md"), "w") as file:
            file.write(table())
    print(f"== end (second {time.time() - BEGAN:.0f})\n\n{table()}")
    sys.exit(1 if failed or "failed" in cells.values() else 0)
