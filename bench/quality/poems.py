"""Whether poems that a model wrote have the form of poems: lines, characters per line, punctuation, as they occur in the data.

  figment train gpt --seconds 300 --out RUN
  figment generate RUN --prompt "" --count 1000 --tokens 200 --out poems.txt
  python3 bench/quality/poems.py poems.txt [--show 20]
"""
import argparse, collections, gzip, json, pathlib, re

p = argparse.ArgumentParser()
p.add_argument("poems")
p.add_argument("--show", type=int, default=0)
a = p.parse_args()
data = pathlib.Path(__file__).parents[2] / "src/Figment/Data/Texts/Resources/poems.jsonl.gz"
real = [json.loads(line)["text"] for line in gzip.open(data, "rt", encoding="utf-8")]
made = re.split("\n─{40}\n", pathlib.Path(a.poems).read_text(encoding="utf-8").rstrip("\n"))


def form(text):
    """Title and author, then of each line the marks, with the number of characters before each."""
    lines = text.strip("\n").split("\n")
    return (
        None if len(lines) < 3 else tuple(re.sub(r"[\u3400-\u9fff]+", lambda run: str(len(run[0])), line) for line in lines[2:])
    )


forms = collections.Counter(form(text) for text in real)
held = real[len(real) * 9 // 10 :]
share = lambda texts: sum(form(text) in forms for text in texts) / len(texts)
print(f"{len(made)} poems, {len(forms)} forms in the data; with one of them: {share(made):.1%}")
learned = {
    gram
    for text in real[: len(real) * 9 // 10]
    for gram in (lambda s: (s[i : i + 8] for i in range(len(s) - 7)))(re.sub(r"[^\u3400-\u9fff]", "", text))
}


def copied(texts):
    grams = [s[i : i + 8] for s in (re.sub(r"[^\u3400-\u9fff]", "", text) for text in texts) for i in range(len(s) - 7)]
    return sum(gram in learned for gram in grams) / max(1, len(grams))


print(f"passages of 8 characters that stand in the poems learned from: made {copied(made):.2%}, held out {copied(held):.2%}")
print("the most usual forms:", collections.Counter(form(text) for text in made).most_common(4))
for text in made[: a.show]:
    print(f"\n{text}")
