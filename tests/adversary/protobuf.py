"""Protobuf's wire format by hand, so that any bytes can be written: what an honest library would never send."""
import random
import struct

VARINT, FIXED64, BYTES, GROUP, GROUP_END, FIXED32 = 0, 1, 2, 3, 4, 5


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if value == 0:
            return bytes(out)


def zigzag(value):
    return (value << 1) ^ (value >> 63)


def tag(number, kind):
    return varint(number << 3 | kind)


def field(number, value):
    """int: varint; float: double; bytes or str: length-delimited."""
    if isinstance(value, float):
        return tag(number, FIXED64) + struct.pack("<d", value)
    if isinstance(value, int):
        return tag(number, VARINT) + varint(value)
    if isinstance(value, str):
        value = value.encode()
    return tag(number, BYTES) + varint(len(value)) + value


def message(*fields):
    """Of pairs (number, value); a value that is None is left out, a list is repeated."""
    out = b""
    for number, value in fields:
        for one in value if isinstance(value, list) else [value]:
            out += b"" if one is None else field(number, one)
    return out


def read_varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def parse(data):
    """[(number, kind, value)]; IndexError or ValueError when it is no message."""
    fields, at = [], 0
    while at < len(data):
        key, at = read_varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            value, at = read_varint(data, at)
        elif kind == BYTES:
            size, at = read_varint(data, at)
            if at + size > len(data):
                raise ValueError("cut short")
            value, at = data[at:at + size], at + size
        elif kind in (FIXED64, FIXED32):
            size = 8 if kind == FIXED64 else 4
            value, at = data[at:at + size], at + size
        else:
            raise ValueError(f"kind {kind}")
        if number == 0:
            raise ValueError("field 0")
        fields.append((number, kind, value))
    return fields


def build(fields):
    out = b""
    for number, kind, value in fields:
        out += tag(number, kind)
        if kind == VARINT:
            out += varint(value)
        elif kind == BYTES:
            out += varint(len(value)) + value
        else:
            out += value
    return out


def values(data, number):
    return [value for n, _, value in parse(data) if n == number]


def first(data, number, default=None):
    found = values(data, number)
    return found[0] if found else default


def try_parse(data):
    try:
        return parse(data)
    except (IndexError, ValueError):
        return None


def nested(number, depth, inside=b""):
    """A message in a message in a message."""
    headers, size = [], len(inside)
    for _ in range(depth):
        headers.append(tag(number, BYTES) + varint(size))
        size += len(headers[-1])
    return b"".join(reversed(headers)) + inside


def _change_bytes(data, rng):
    """One change of the raw bytes."""
    data = bytearray(data)
    at = rng.randrange(len(data)) if data else 0
    how = rng.randrange(4)
    if how == 0 and data:
        data[at] ^= 1 << rng.randrange(8)
    elif how == 1:
        del data[at:]
    elif how == 2:
        data[at:at] = rng.randbytes(rng.randrange(1, 20))
    elif data:
        del data[at:at + rng.randrange(1, 20)]
    return bytes(data)


def _change_fields(fields, rng):
    """One change that keeps the message well-formed."""
    fields = list(fields)
    at = rng.randrange(len(fields))
    number, kind, value = fields[at]
    how = rng.randrange(8)
    if how == 0:
        del fields[at]
    elif how == 1:
        fields.insert(at, fields[at])
    elif how == 2:
        other = rng.randrange(len(fields))
        fields[at], fields[other] = ((number, *fields[other][1:]), (fields[other][0], kind, value))
    elif how == 3:
        fields.append((rng.choice([15, 999, 18999, (1 << 29) - 1]), BYTES, rng.randbytes(9)))
    elif how == 4:
        fields[at] = (number, VARINT, rng.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, (1 << 64) - 1]))
    elif how == 5:
        fields[at] = (number, BYTES, rng.choice([b"", b"\xff\xfe", b"\0" * 33, b"A" * 70_000]))
    elif how == 6:
        fields[at] = (number, FIXED64, struct.pack("<d", rng.choice([float("nan"), float("inf"), -1e308])))
    else:
        fields[at:] = fields[at:] * rng.choice([2, 1100])
    return fields


def mutate(data, rng):
    """`data` with one thing changed, at any depth."""
    fields = try_parse(data)
    if not fields or rng.random() < 0.3:
        return _change_bytes(data, rng)
    inner = [i for i, (_, kind, value) in enumerate(fields) if kind == BYTES and try_parse(value)]
    if inner and rng.random() < 0.6:
        at = rng.choice(inner)
        number, kind, value = fields[at]
        fields[at] = (number, kind, mutate(value, rng))
        return build(fields)
    return build(_change_fields(fields, rng))


def mutations(data, count, seed):
    rng = random.Random(seed)
    return [mutate(data, rng) for _ in range(count)]
