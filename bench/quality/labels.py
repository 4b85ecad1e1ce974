"""Pictures with three labels each, a model that learns the labels apart, and whether it makes what it is asked for.

  python3 bench/quality/labels.py draw FOLDER [--count 4000] [--side 24] [--held triangle,green,large]
  figment train flow --data FOLDER --seconds 120 --out RUN
  for c in $(python3 bench/quality/labels.py combinations); do
    figment generate RUN --class "$c" --count 100 --out "OUT/$c.npy"
  done
  python3 bench/quality/labels.py judge OUT [--held …]

draw writes PNG files and labels.csv: kind (circle, square, triangle) x colour (red, green, blue) x size (small, large), on
grey of many shades, at many places. Pictures of the combination that is held out are not drawn. judge looks at each picture
without any network: what stands out from the shade around is the thing; its mean colour, its area and how it fills the box
around it tell the labels. It is right of 99% or more of drawn pictures (judge --drawn).
"""
import argparse, itertools, pathlib, struct, zlib
import numpy as np

KINDS, COLOURS, SIZES = (
    ("circle", "square", "triangle"),
    {"red": (220, 40, 40), "green": (40, 180, 60), "blue": (50, 70, 220)},
    {"small": 5.5, "large": 9.5},
)
ALL = list(itertools.product(KINDS, COLOURS, SIZES))


def draw(kind, colour, size, side, rng):
    """[side, side, 3] in [0, 255], with smooth edges (4 x 4 places per pixel)."""
    fine = (np.arange(side * 4) + 0.5) / 4
    y, x = np.meshgrid(fine, fine, indexing="ij")
    r = SIZES[size] * side / 24 * rng.uniform(0.9, 1.1)
    cx, cy = rng.uniform(r, side - r, 2)
    if kind == "circle":
        inside = (x - cx) ** 2 + (y - cy) ** 2 <= r * r
    elif kind == "square":
        inside = np.maximum(abs(x - cx), abs(y - cy)) <= r * 0.9
    else:
        inside = (y <= cy + 0.8 * r) & (y >= cy - r) & (abs(x - cx) <= (y - cy + r) * 0.55)
    cover = inside.reshape(side, 4, side, 4).mean((1, 3))[..., None]
    return cover * np.array(COLOURS[colour]) + (1 - cover) * rng.uniform(120, 220)


def tell(picture):
    """The labels of a picture, [H, W, 3] in [0, 255]; None where nothing stands out."""
    side = len(picture)
    chroma = picture.max(-1) - picture.min(-1)  # grey has none
    thing = chroma > 60
    if thing.sum() < 12:
        return None
    mean = picture[thing].mean(0)
    colour = min(COLOURS, key=lambda name: np.abs(mean - COLOURS[name]).sum())
    rows, columns = np.flatnonzero(thing.any(1)), np.flatnonzero(thing.any(0))
    box = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1)
    height = rows[-1] - rows[0] + 1
    half = thing[rows[0] : rows[0] + height // 2].sum() / max(
        1, thing[rows[-1] - height // 2 + 1 : rows[-1] + 1].sum()
    )  # above against below
    kind = "triangle" if half < 0.6 else "square" if thing.sum() / box > 0.9 else "circle"
    return kind, colour, "small" if height < 15 * side / 24 else "large"


def png(path, picture):
    h, w, _ = picture.shape
    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def shares(asked, told):
    """How many of the pictures have each label as asked, and all three."""
    right = [[a == b for a, b in zip(asked, labels)] if labels else [False] * 3 for labels in told]
    return [sum(one) / len(right) for one in zip(*right)] + [sum(map(all, right)) / len(right)]


p = argparse.ArgumentParser()
p.add_argument("what", choices=("draw", "combinations", "judge"))
p.add_argument("folder", nargs="?")
p.add_argument("--count", type=int, default=4000)
p.add_argument("--side", type=int, default=24)
p.add_argument("--held", action="append", default=None)
p.add_argument("--drawn", action="store_true", help="judge drawn pictures instead of made ones")
a = p.parse_args()
held = [tuple(text.split(",")) for text in (a.held if a.held is not None else ["triangle,green,large"]) if text]
named = lambda labels: ",".join(f"{column}={value}" for column, value in zip(("kind", "colour", "size"), labels))
rng = np.random.default_rng(0)
if a.what == "combinations":
    print(*map(named, ALL), sep="\n")
elif a.what == "draw":
    folder = pathlib.Path(a.folder)
    folder.mkdir(parents=True, exist_ok=True)
    there, lines = [labels for labels in ALL if labels not in held], ["file,kind,colour,size"]
    for i in range(a.count):
        labels = there[i % len(there)]
        png(folder / f"{i:05}.png", draw(*labels, a.side, rng).round().astype(np.uint8))
        lines.append(f"{i:05}.png," + ",".join(labels))
    (folder / "labels.csv").write_text("\n".join(lines) + "\n")
else:
    seen = []
    for labels in ALL:
        if a.drawn:
            pictures = [draw(*labels, a.side, rng) for _ in range(200)]
        else:
            pictures = np.load(pathlib.Path(a.folder) / f"{named(labels)}.npy").transpose(0, 2, 3, 1) * 255
        found = shares(labels, map(tell, pictures))
        seen.append((labels in held, found))
        print(
            f"{named(labels):45} kind {found[0]:4.0%}  colour {found[1]:4.0%}  "
            f"size {found[2]:4.0%}  all {found[3]:4.0%}{'   held out' if labels in held else ''}"
        )
    for is_held, what in ((False, "learned"), (True, "held out")):
        those = [found for of, found in seen if of == is_held]
        if those:
            print(
                f"{what}: kind {np.mean([f[0] for f in those]):.1%}, "
                f"colour {np.mean([f[1] for f in those]):.1%}, "
                f"size {np.mean([f[2] for f in those]):.1%}, all {np.mean([f[3] for f in those]):.1%}"
            )
