"""What bench/all.sh does not say in bash: the machine, the time of a command, what a restore brings, tables of it all.

    all.py machine                    a JSON object
    all.py time NAME COMMAND …        seconds from start to exit and the most memory, a line of JSON; ends as the command does
    all.py pictures IMAGES LABELS FOLDER   IDX files as PNG files, a folder for each class
    all.py restore ASSETS             the packages of a project.assets.json: how many megabytes, packed and unpacked
    all.py report FOLDER FILE PART …  Markdown of the parts' lines of JSON (PART.jsonl) and of those that failed; all in FILE
"""
import datetime
import gzip
import json
import os
import pathlib
import platform
import resource
import struct
import subprocess
import sys
import time
import zlib

FEATURES = ("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_tile", "amx_bf16", "asimd", "bf16", "sve")


def machine():
    facts = {}
    here = os.path.dirname(os.path.abspath(__file__))
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                key, _, value = line.partition(":")
                facts.setdefault(key.strip(), value.strip())
    flags = set((facts.get("flags") or facts.get("Features") or "").split())
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=here, check=False).stdout.strip()
    return {
        "processor": facts.get("model name") or platform.processor(),
        "family": facts.get("cpu family"), "model": facts.get("model"),
        "features": [name for name in FEATURES if name in flags], "threads": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}", "date": datetime.date.today().isoformat(), "commit": commit,
    }


def timed(name, *command):
    start = time.perf_counter()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if code == 0:
        print(json.dumps({"what": name, "seconds": round(seconds, 2), "peak_mb": round(peak)}))
    sys.exit(code)


def pictures(images, labels, folder):
    with gzip.open(images) as file:
        _, count, height, width = struct.unpack(">4i", file.read(16))
        pixels = file.read()
    with gzip.open(labels) as file:
        classes = file.read()[8:]

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    for i in range(count):
        start = i * height * width
        rows = b"".join(b"\0" + pixels[start + y * width:start + (y + 1) * width] for y in range(height))
        png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
        place = pathlib.Path(folder, str(classes[i]), f"{i}.png")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(png + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def restored(path):
    assets = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    folders = [pathlib.Path(folder) for folder in assets["packageFolders"]]
    rows = []
    for name, library in assets["libraries"].items():
        found = [place for folder in folders if (place := folder / library.get("path", "")).is_dir()]
        if library["type"] != "package" or not found:
            continue
        files = [file for file in found[0].rglob("*") if file.is_file()]
        packed = sum(file.stat().st_size for file in files if file.suffix == ".nupkg")
        rows.append((packed, sum(file.stat().st_size for file in files) - packed, name))
    rows.sort(reverse=True)
    rows.insert(0, (sum(row[0] for row in rows), sum(row[1] for row in rows), f"all {len(rows)} packages"))
    for packed, unpacked, name in rows[:6]:
        print(json.dumps({"package": name, "packed_mb": round(packed / 1e6, 1), "unpacked_mb": round(unpacked / 1e6, 1)}))


def table(rows):
    """Lists within rows are left to the file of JSON."""
    columns = []
    for row in rows:
        columns += [key for key, value in row.items() if key not in columns and not isinstance(value, (list, dict))]
    yield "| " + " | ".join(column.replace("_", " ") for column in columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        values = (row.get(column, "") for column in columns)
        yield "| " + " | ".join(f"{value:.4g}" if isinstance(value, float) else str(value) for value in values) + " |"


def with_growth(row):
    """What grew between the first and the last reading of a training's memory."""
    if row.get("readings"):
        first, last = row["readings"][0], row["readings"][-1]
        row["from_step"], row["to_step"] = first["step"], last["step"]
        row["grown_tensors"], row["grown_mb"] = last["tensors"] - first["tensors"], round(last["megabytes"] - first["megabytes"])
    return row


def report(folder, file, *parts):
    about = machine()
    print(", ".join(f"{key} {' '.join(value) if isinstance(value, list) else value}" for key, value in about.items()))
    found = {"machine": about, "parts": {}, "failed": {}}
    for part in parts:
        print(f"\n## {part}\n")
        lines, failed = pathlib.Path(folder, f"{part}.jsonl"), pathlib.Path(folder, f"{part}.failed")
        said = lines.read_text(encoding="utf-8").splitlines() if lines.exists() else []
        rows = [with_growth(json.loads(line)) for line in said if line.startswith("{")]
        found["parts"][part] = rows
        if rows:
            print("\n".join(table(rows)))
        if failed.exists():
            found["failed"][part] = failed.read_text(encoding="utf-8").strip()
            print(f"\nFailed: {found['failed'][part]}")
    pathlib.Path(file).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    action, *rest = sys.argv[1:]
    if action == "machine":
        print(json.dumps(machine()))
    else:
        {"time": timed, "pictures": pictures, "restore": restored, "report": report}[action](*rest)
