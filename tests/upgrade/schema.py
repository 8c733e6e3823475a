#!/usr/bin/env python3
"""What is sent, signed, stored and configured, held against the list of it that earlier builds were made with (tests/data/schema.txt): one line
for each message, field, value, method, and for each number and name that is reserved.

schema.py            prints one line for whatever would not be understood between an earlier build and this one, and exits 1
schema.py --extend   adds to the list what is new, after the same check: from then on it is kept like the rest

The page and its gateway (lightship.console.v1) come from one build, and are not listed.
"""
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/adversary"))
import protobuf as pb  # noqa: E402

LISTED = ("lightship.v1", "lightship.storage.v1", "lightship.config.v1", "google.rpc")
# FieldDescriptorProto.Type; google/protobuf/descriptor.proto numbers everything that is read here.
TYPES = ["", "double", "float", "int64", "uint64", "int32", "fixed64", "fixed32", "bool", "string", "group", "message", "bytes",
         "uint32", "enum", "sfixed32", "sfixed64", "sint32", "sint64"]
REPEATED = 3
STREAMS = {(0, 0): "unary", (0, 1): "server-stream", (1, 0): "client-stream", (1, 1): "both-stream"}


def text(data, number):
    return pb.first(data, number, b"").decode()


def names(data, number):
    return [value.decode() for value in pb.values(data, number)]


def int32(value):
    return (value & 0xFFFFFFFF ^ 0x80000000) - 0x80000000


def label(field, oneofs):
    if pb.first(field, 4) == REPEATED:
        return "repeated"
    if pb.first(field, 17, 0):
        return "optional"
    oneof = pb.first(field, 9)
    return "single" if oneof is None else f"oneof:{oneofs[oneof]}"


def reserved(owner, data, ranges, reserved_names, last_included):
    """The numbers of a range, each on a line of its own: they are few."""
    for one in pb.values(data, ranges):
        for number in range(pb.first(one, 1, 0), pb.first(one, 2, 0) + last_included):
            yield ("reserved", owner, str(number)), ""
    for name in names(data, reserved_names):
        yield ("reserved", owner, name), ""


def of_enum(data, scope):
    owner = f"{scope}.{text(data, 1)}"
    yield ("enum", owner, "-"), ""
    for value in pb.values(data, 2):
        yield ("value", owner, str(int32(pb.first(value, 2, 0)))), text(value, 1)
    yield from reserved(owner, data, 4, 5, 1)


def of_message(data, scope):
    owner = f"{scope}.{text(data, 1)}"
    yield ("message", owner, "-"), ""
    oneofs = [text(one, 1) for one in pb.values(data, 8)]
    for field in pb.values(data, 2):
        kind = text(field, 6).lstrip(".") or TYPES[pb.first(field, 5)]
        yield ("field", owner, str(pb.first(field, 3))), f"{label(field, oneofs)} {kind} {text(field, 1)}"
    yield from reserved(owner, data, 9, 10, 0)
    for nested in pb.values(data, 3):
        yield from of_message(nested, owner)
    for enum in pb.values(data, 4):
        yield from of_enum(enum, owner)


def of_service(data, scope):
    owner = f"{scope}.{text(data, 1)}"
    yield ("service", owner, "-"), ""
    for method in pb.values(data, 2):
        streams = STREAMS[pb.first(method, 5, 0), pb.first(method, 6, 0)]
        yield ("method", owner, text(method, 1)), f"{text(method, 2).lstrip('.')} {text(method, 3).lstrip('.')} {streams}"


def schema(protos):
    """{(what, of what, number or name): how} of all .proto files of the directory, by protoc."""
    with tempfile.NamedTemporaryFile() as out:
        files = sorted(str(path.relative_to(protos)) for path in protos.rglob("*.proto"))
        made = subprocess.run(["protoc", f"-I{protos}", f"--descriptor_set_out={out.name}", *files], capture_output=True, text=True)
        if made.returncode != 0:
            raise ValueError(made.stderr)
        descriptors = pathlib.Path(out.name).read_bytes()
    found = {}
    for file in pb.values(descriptors, 1):
        package = text(file, 2)
        if package not in LISTED:
            continue
        for number, each in ((4, of_message), (5, of_enum), (6, of_service)):
            for part in pb.values(file, number):
                found |= dict(each(part, package))
    return found


def read(path):
    lines = [line.split(" ", 3) for line in path.read_text().splitlines()]
    return {tuple(words[:3]): words[3] if len(words) > 3 else "" for words in lines}


def order(line):
    what, owner, number = line
    return owner, what not in ("message", "enum", "service"), what, (int(number), "") if number.lstrip("-").isdigit() else (0, number)


def write(path, lines):
    path.write_text("".join(" ".join([*line, lines[line]]).rstrip() + "\n" for line in sorted(lines, key=order)))


def taken_away(line, how, now):
    """Why a field or value that is not there any more may not be gone; nothing when both its number and its name are reserved."""
    what, owner, number = line
    name = how.split(" ")[-1]
    if what not in ("field", "value"):
        return f"{what} {owner}{'' if number == '-' else '.' + number} is gone"
    lacking = [one for one in (number, name) if ("reserved", owner, one) not in now]
    return f"{what} {number} ({name}) of {owner} is gone, and {' and '.join(lacking)} not reserved" if lacking else None


def breaks(kept, now):
    """What would not be understood: one line each."""
    for line, how in kept.items():
        what, owner, number = line
        if line not in now:
            fault = taken_away(line, how, now)
            if fault:
                yield fault
        elif now[line] != how:
            yield f"{what} {number} of {owner} was '{how}' and is '{now[line]}'"


def findings(protos, golden):
    kept, now = read(golden), schema(protos)
    broken = list(breaks(kept, now))
    yield from broken
    for what, owner, number in [] if broken else [line for line in now if line not in kept]:
        yield f"{what} {owner} {number} is not in {golden.name}: add it by tests/upgrade/schema.py --extend"


def extend(protos, golden):
    """Lists what is new; what is gone by the rules stays as what is reserved. Nothing while anything breaks."""
    kept, now = read(golden) if golden.exists() else {}, schema(protos)
    found = list(breaks(kept, now))
    if not found:
        write(golden, now)
    return found


def main():
    protos, golden = ROOT / "proto", ROOT / "tests/data/schema.txt"
    found = extend(protos, golden) if sys.argv[1:] == ["--extend"] else list(findings(protos, golden))
    for finding in found:
        print(f"proto: {finding}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
