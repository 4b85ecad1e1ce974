"""Draws sentences that users meet, each with where it comes from, so that a reader can judge how they read.

    python3 bench/words/sample.py --language en --seed 1 --count 100

There are up to six kinds of sentences: docs (README, docs, PACKAGE.md), the changelog, words (the studio, verdicts, reports),
help (--help), messages (errors) and XML docs (public members). The count is divided equally among the kinds of the language,
and what a small kind cannot fill goes to the others. Within a kind, every sentence is equally likely, and one that occurs several
times counts once. Chinese has docs, words and messages. Code, tables of figures and bare links are left out.
"""
import argparse
import json
import pathlib
import random
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A sentence ends before white space and a capital, a quotation or a bracket, but not after an initial, nor after "et al.".
END = re.compile(r'(?:(?<=[.!?])|(?<=[.!?][)"”*])|(?<=[.!?]\*\*))(?<!\b[A-Z]\.)(?<!\bal\.)\s+(?=[A-Z"“`*(\[])|(?<=[。！？；])')
STRING = r'"(?:[^"\\]|\\.)*"'
FILLED_IN = r'\{(?:[^{}"]|"[^"]*")*\}'
INTERPOLATED = rf'\$"(?:[^"\\{{]|\\.|\{{\{{|{FILLED_IN})*"'
TOKEN = re.compile(rf'{INTERPOLATED}|{STRING}|[()\[\]{{}};]|[^"()\[\]{{}};$]+|\$')


def files(*patterns):
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern) if not {"bin", "obj"} & set(path.parts)})


def clean(text):
    """The text as a reader sees it: no links and no emphasis."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"&nbsp;|^\s*(?:[-*>]|\d+\.)\s", " ", text.replace("**", "")).split())


def is_sentence(text):
    """Whether it is worth reading: some words, and mostly letters."""
    if re.search(r"[\u4e00-\u9fff]", text):
        return len(re.findall(r"[\u4e00-\u9fff]", text)) >= 6
    prose = re.sub(r"`[^`]*`|https?:\S+", "", text)
    return len(re.findall(r"[A-Za-z]{2,}", prose)) >= 4 and len(re.findall(r"[A-Za-z ]", prose)) >= 0.75 * len(prose)


def sentences(path, line, text):
    """The sentences of a text that begins at this line, each with its own line."""
    start = 0
    for end in [*(match.start() for match in END.finditer(text)), len(text)]:
        part = text[start:end]
        at = line + text.count("\n", 0, start + len(part) - len(part.lstrip()))
        if is_sentence(clean(part)):
            yield f"{path.relative_to(ROOT).as_posix()}:{at}", clean(part)
        start = end


def markdown(path):
    lines, block, begin, fenced = path.read_text("utf-8").split("\n"), [], 0, False
    for number, line in enumerate([*lines, ""], 1):
        bare = line.strip()
        is_fence = bare.startswith("```")
        is_code = fenced or is_fence or (line.startswith("    ") and not block)
        is_own = is_code or not bare or bare[0] in "#|<!"
        if block and (is_own or re.match(r"(?:[-*]|\d+\.) ", bare)):
            yield from sentences(path, begin, "\n".join(block))
            block = []
        fenced ^= is_fence
        if not fenced and bare[:1] in ("|", "!"):
            for cell in re.split(r"(?<!\\)\|", bare):
                yield from sentences(path, number, cell)
        elif not is_own:
            begin = begin if block else number
            block.append(line)


def words(path):
    """The values of a word table. A marked term has its words, or else its name in the glossary: [[id]] or [[id|words]]."""
    names = {term: entry["name"] for term, entry in json.loads(path.read_text("utf-8")).get("glossary", {}).items()}
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if '"PoemEarlier":' in line:
            continue  # a model wrote it
        if value := re.fullmatch(rf"(?:\s*{STRING}:)?\s*({STRING}),?", line):
            for part in re.split(r"[\n|](?![^\[]*\]\])", json.loads(value[1])):
                said = re.sub(r"\[\[([^\]|]*)(?:\|([^\]]*))?\]\]", lambda mark: mark[2] or names.get(mark[1], mark[1]), part)
                yield from sentences(path, number, said)


def help_texts(path):
    text, begin = "", 0
    for number, line in enumerate([*path.read_text("utf-8").split("\n"), ""], 1):
        entry = re.match(r" {2}\S.*?\s{2,}(?=\S)", line)
        if entry or not line.startswith("      "):
            yield from sentences(path, begin, text)
            is_title = not entry and not re.match(r"\$ |\[|  |\S.*:$", line)
            text, begin = line[entry.end():] if entry else line if is_title else "", number
        elif text:
            text += "\n" + line.strip()


def messages(path):
    """What exceptions say: the strings within their parentheses; what is filled in is shown as {…}."""
    code = path.read_text("utf-8")
    for thrown in re.finditer(r"\bnew (?:\w+Exception)?\(|Exception\.\w+\(|\bErrorMessage = ", code):
        texts, depth, rest, is_joined = [], 1, thrown.end(), False
        while depth > 0 and (token := TOKEN.match(code, rest)):
            rest = token.end()
            if token[0].startswith(('"', '$"')):
                said = token[0].lstrip("$")[1:-1]
                if is_joined:
                    texts[-1] += said
                else:
                    texts.append(said)
            is_joined = bool(texts) and token[0].strip() == "+"
            depth += {"(": 1, ")": -1, ";": -depth}.get(token[0], 0)
        before = code[max(0, thrown.start() - 80):thrown.end()]
        if re.search("Exception|ErrorMessage", before):
            for text in texts:
                yield from sentences(path, code.count("\n", 0, thrown.start()) + 1, re.sub(FILLED_IN, "{…}", text))


def xml_docs(path):
    block, begin, is_open = [], 0, False
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        bare = line.strip()
        if bare.startswith("///"):
            begin = begin if block else number
            block.append(bare[3:])
        elif block and not bare.startswith(("[", "#")):
            is_public = re.match(r"(?:public|protected)\b", bare)
            if re.search(r"\b(?:class|record|struct|interface|enum)\b", bare):
                is_open = is_public and re.search(r"\b(?:interface|enum)\b", bare)
            if is_public or (is_open and not re.match(r"private|internal", bare)):
                text = re.sub(r'<(?:see|paramref|typeparamref)\s\w+="(?:[\w.]+\.)?([^"]*)"\s*/>', r"`\1`", "\n".join(block))
                text = re.sub(r"</?c>", "`", text)
                for part in re.finditer(r"[^<>]+", text):
                    yield from sentences(path, begin + text.count("\n", 0, part.start()), part[0].replace("&lt;", "<"))
            block = []


def kinds(language):
    pages = files("README*.md", "docs/**/*.md", "src/**/PACKAGE*.md")
    yield markdown, [path for path in pages if path.name.endswith(".zh-CN.md") == (language == "zh")]
    yield words, files(f"src/Figment/Words/{language}.json")
    if language == "en":
        yield markdown, files("CHANGELOG.md")
        yield help_texts, files("tests/recordings/help.txt")
        yield messages, files("src/**/*.cs")
        yield xml_docs, files("src/**/*.cs")
    else:
        yield words, files("src/Figment/Words/errors.zh.json")


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("--language", choices=["en", "zh"], default="en")
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--count", type=int, default=100)
arguments = parser.parse_args()
chance = random.Random(arguments.seed)

drawn, pools = [], []
for read, paths in kinds(arguments.language):
    pools.append(list({text: (place, text) for path in paths for place, text in read(path)}.values()))
for left, pool in zip(range(len(pools), 0, -1), sorted(pools, key=len)):
    drawn += chance.sample(pool, min(len(pool), (arguments.count - len(drawn)) // left))
chance.shuffle(drawn)
for number, (place, text) in enumerate(drawn, 1):
    print(f"{number}. {place}: {text}")
