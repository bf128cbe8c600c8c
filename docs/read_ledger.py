#!/usr/bin/env python3
"""Reads a dateline ledger with nothing but Python's standard library: python3 read_ledger.py WORKSPACE

Checks every header line, the chain and every payload's commitment, and prints each event. Kinds, times and ids are
always printed; what an event says is printed where it is stored as it is, or where zstd can be unpacked (Python 3.14,
or the program zstd). docs/formats/ledger.md has the format. Exit code 0: all holds; 1: it does not, with the place.
"""
import hashlib, json, pathlib, shutil, subprocess, sys

def sha256(data):
    return hashlib.sha256(data).hexdigest()

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def unpacked(codec, stored):
    if codec == 0:
        return stored.decode()
    try:
        from compression import zstd
        return zstd.decompress(stored).decode()
    except ImportError:
        if shutil.which("zstd"):
            return subprocess.run(["zstd", "-dc"], input=stored, stdout=subprocess.PIPE, check=True).stdout.decode()
    return f"({len(stored)} bytes of zstd, which this Python cannot unpack)"

def expect(holds, where, what):
    if not holds:
        sys.exit(f"{where}: {what}")

def read(workspace):
    base = pathlib.Path(workspace, ".dateline")
    expect((base / "format").read_bytes() == b"1\n", base / "format", "another format than 1")
    segments = sorted((base / "ledger").glob("????????.events"))
    seq, prev, commit = 0, sha256(b""), None                 # commit: (id, count, op, next index) until it is whole
    for number, path in enumerate(segments, 1):
        expect(path.stem == f"{number:08}", path, f"segment {number} is missing")
        payloads, offset = path.with_suffix(".payloads").read_bytes(), 0
        for nth, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
            where, header = f"{path}, line {nth}", json.loads(line)
            expect(canonical(header) == line, where, "not in canonical form")
            expect((header["v"], header["seq"], header["prev"]) == (1, seq, prev), where, "breaks the chain")
            own = (header["commit"], header["count"], header["op"], header["index"])
            expect(own == commit or (commit is None and own[3] == 0), where, "does not belong to its commit")
            length = header["payload_length_bytes"]
            frame = payloads[offset:offset + length]
            expect(header["payload_offset_bytes"] == offset and len(frame) == length, where, "no payload of that place")
            expect(int.from_bytes(frame[:4], "little") == length - 4, where, "its payload has another length")
            expect(sha256(frame[4:]) == header["payload_commit"], where, "its payload is not the one committed to")
            print(seq, header["recorded_at"], header["type"], header["id"], unpacked(frame[36], frame[37:]))
            seq, prev, offset = seq + 1, sha256(line), offset + length
            commit = (*own[:3], own[3] + 1) if own[3] + 1 < own[1] else None
        torn = len(payloads) != offset or not path.read_bytes().endswith(b"\n" if offset else b"")
        expect(not torn, path, "bytes of an unfinished commit, or of none, stand at the end")
    expect(commit is None, base, "the last commit is not whole")
    print(f"{seq} events in {len(segments)} segments hold; head {prev}", file=sys.stderr)

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    read(sys.argv[1] if len(sys.argv) > 1 else ".")
