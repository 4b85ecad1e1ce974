"""Sorts the sounds of Debian's package hydrogen-drumkits by their names: kick, snare and hat, every fourth of each held back.

    apt-get install hydrogen-drumkits
    python3 kits.py /usr/share/hydrogen/data/drumkits kits
    figment train flow --data kits --seconds 600        # takes kits/train
    figment evaluate runs/flow-kits                     # against kits/test
"""
import pathlib
import re
import shutil
import sys

KINDS = {
    "kick": {"kick", "bd", "bassdrum"},
    "snare": {"snare", "sd", "sn", "rsnare", "jsnare", "rimshot"},
    "hat": {"hat", "hihat", "hh", "chh", "ohh", "hhat", "hhclosed", "hhopen", "hhpedal"},
}
HELD_BACK = 4


def kind_of(name: str) -> str | None:
    """The kind that a name tells of; none where it tells of two."""
    joined = re.sub(r"(?i)hi-?hat", "Hat", re.sub(r"(?i)bass[ -]?drum", "bassdrum", name))
    words = {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", joined)}
    kinds = [kind for kind, own in KINDS.items() if words & own]
    return kinds[0] if len(kinds) == 1 else None


def main() -> None:
    kits, target = map(pathlib.Path, sys.argv[1:3])
    counts = dict.fromkeys(KINDS, 0)
    for path in sorted(kits.rglob("*")):
        if path.suffix.lower() not in (".wav", ".flac") or (kind := kind_of(path.stem)) is None:
            continue
        counts[kind] += 1
        part = "test" if counts[kind] % HELD_BACK == 0 else "train"
        folder = target / part / kind
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / f"{counts[kind]:04}-{path.parent.name.replace(' ', '_')}-{path.name}")
    print(", ".join(f"{count} of {kind}" for kind, count in counts.items()))


if __name__ == "__main__":
    main()
