#!/usr/bin/env python3
"""Makes the tagger's training text: one paragraph a line, from clones of four public repositories.

    python3 text.py CLONES > text.txt

CLONES holds git directories or work trees named as in SOURCES. What is taken, at which commit and under which
licence is told in docs/models.md. Needs no package.
"""

import html
import io
import re
import subprocess
import sys
import zipfile

SOURCES = {
    "nltk_data": "5db857e6f7df11eabb5e5665836db9ec8df07e28",
    "congressional-record": "84a5af4c689bec467418d1b8770183b2321c2109",
    "digitalgov.gov": "4979583206d90ff1707b097454a9b169ca9e95e4",
    "18f.gsa.gov": "0a55c75e6d9bc71c80136a3867dac52356177443",
}

# Newspaper texts of MASC that are also in corpora with which this project is measured.
MEASURED = re.compile(r"wsj|_nyt|-nyt|_apw|A1\.E")
# Genres of MASC that no newspaper prints.
NOT_PROSE = {"spam", "twitter", "movie-script", "email", "technical"}


def git(clone, *arguments):
    return subprocess.run(["git", "-C", clone, *arguments], check=True, capture_output=True).stdout


def files(clone, commit, wanted):
    names = git(clone, "ls-tree", "-r", "--name-only", commit).decode().splitlines()
    return [(name, git(clone, "show", f"{commit}:{name}")) for name in sorted(names) if wanted(name)]


def masc(clone, commit):
    """The Manually Annotated Sub-Corpus: its words, put together again; its tags are not used."""
    data = git(clone, "show", f"{commit}:packages/corpora/masc_tagged.zip")
    archive = zipfile.ZipFile(io.BytesIO(data))
    genres = dict(line.split()[:2] for line in archive.read("masc_tagged/categories.txt").decode().splitlines() if line)
    for name, genre in sorted(genres.items()):
        if MEASURED.search(name) or genre in NOT_PROSE:
            continue
        for line in archive.read(f"masc_tagged/{name}").decode("utf-8", "replace").splitlines():
            yield joined([token.rpartition("_")[0] for token in line.split()])


def joined(tokens):
    text, glue, quoted = "", True, False
    for token in tokens:
        before = token in {",", ".", ";", ":", "?", "!", ")", "]", "%", "''", "...", "”", "’"} or re.fullmatch(
            r"(?i)['’](s|re|ve|ll|d|m|)|n['’]t", token
        )
        if token == '"':
            before, quoted = quoted, not quoted
        text += token if before or glue else " " + token
        glue = token in {"(", "[", "$", "``", "“", "‘", "#"} or (token == '"' and quoted)
    return text.replace("``", "“").replace("''", "”")


def state_of_the_union(clone, commit):
    data = git(clone, "show", f"{commit}:packages/corpora/state_union.zip")
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in sorted(archive.namelist()):
        if name.endswith(".txt"):
            yield from archive.read(name).decode("cp1252", "replace").splitlines()


def congressional_record(clone, commit):
    for _, data in files(clone, commit, lambda name: name.endswith(".htm")):
        text = html.unescape(re.sub(r"<[^>]+>", "", data.decode("utf-8", "replace")))
        text = re.sub(r"\[\[?Page.*?\]\]?|_{3,}|^\[.*\]$", "", text, flags=re.M)
        # Lines are wrapped; a paragraph starts with an indent or after an empty line.
        paragraph = ""
        for line in text.splitlines():
            if not line.strip() or re.match(r" {2,4}\S", line):
                yield paragraph
                paragraph = ""
            if not re.match(r" {5,}", line):
                paragraph += " " + line.strip()
        yield paragraph


def markdown(clone, commit, folder):
    for _, data in files(clone, commit, lambda name: name.startswith(folder) and name.endswith(".md")):
        text = data.decode("utf-8", "replace")
        text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
        text = re.sub(r"```.*?```|\{[%{].*?[%}]\}", "", text, flags=re.S)
        for paragraph in re.split(r"\n\s*\n", text):
            if re.match(r"\s*([|<!#]|\{)", paragraph) and not re.match(r"\s*#", paragraph):
                continue
            paragraph = re.sub(r"!\[[^\]]*\](\([^)]*\))?", "", paragraph)
            paragraph = re.sub(r"\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])", r"\1", paragraph)
            paragraph = html.unescape(re.sub(r"<[^>]+>", "", paragraph))
            paragraph = re.sub(r"[*_`\\]|^\s*(#+|[-+]|\d+\.|>)\s+", "", paragraph, flags=re.M)
            yield re.sub(r"^#+\s*", "", paragraph.strip())


def prose(paragraph):
    paragraph = re.sub(r"\s+", " ", paragraph).strip()
    letters = sum(c.isalpha() for c in paragraph)
    fine = 20 <= len(paragraph) <= 6000 and letters > 0.7 * len(paragraph)
    fine = fine and not re.search(r"https?:|www\.|\ufffd|[\u0000-\u0008]", paragraph)
    return paragraph if fine else None


def main():
    clones = sys.argv[1]
    place = lambda name: f"{clones}/{name}"
    nltk, record, digital, f18 = SOURCES
    parts = [
        masc(place(nltk), SOURCES[nltk]),
        state_of_the_union(place(nltk), SOURCES[nltk]),
        congressional_record(place(record), SOURCES[record]),
        markdown(place(digital), SOURCES[digital], "content/news/"),
        markdown(place(f18), SOURCES[f18], "content/posts/"),
    ]
    seen = set()
    for part in parts:
        for paragraph in part:
            paragraph = prose(paragraph)
            if paragraph and paragraph not in seen:
                seen.add(paragraph)
                print(paragraph)


if __name__ == "__main__":
    main()
