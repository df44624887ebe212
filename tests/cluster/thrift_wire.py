"""Thrift messages without a schema: both encodings to one tree and back.

A struct is a dict from field id to (type, value); lists and sets are ("list" | "set", element type, values), maps
("map", key type, value type, pairs).
"""

import json
import struct

TYPES = {"tf": 2, "i8": 3, "dbl": 4, "i16": 6, "i32": 8, "i64": 10, "str": 11, "rec": 12, "map": 13, "set": 14,
         "lst": 15}
TAGS = {number: tag for tag, number in TYPES.items()}
FORMATS = {2: ">b", 3: ">b", 4: ">d", 6: ">h", 8: ">i", 10: ">q"}


class BinaryReader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def number(self, form):
        value, = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return value

    def text(self):
        size = self.number(">i")
        self.at += size
        return self.data[self.at - size:self.at].decode()

    def value(self, kind):
        if kind in FORMATS:
            return self.number(FORMATS[kind])
        if kind == 11:
            return self.text()
        if kind == 12:
            return self.struct()
        if kind == 13:
            key, value, count = self.number(">b"), self.number(">b"), self.number(">i")
            return "map", key, value, [(self.value(key), self.value(value)) for _ in range(count)]
        element, count = self.number(">b"), self.number(">i")
        return "set" if kind == 14 else "list", element, [self.value(element) for _ in range(count)]

    def struct(self):
        fields = {}
        while kind := self.number(">b"):
            field = self.number(">h")
            fields[field] = kind, self.value(kind)
        return fields

    def message(self):
        head = self.number(">I")
        assert head >> 16 == 0x8001, hex(head)
        return self.text(), head & 0xff, self.number(">i"), self.struct()


class BinaryWriter:
    def __init__(self):
        self.out = bytearray()

    def number(self, form, value):
        self.out += struct.pack(form, value)

    def text(self, value):
        data = value.encode()
        self.number(">i", len(data))
        self.out += data

    def value(self, kind, value):
        if kind in FORMATS:
            self.number(FORMATS[kind], value)
        elif kind == 11:
            self.text(value)
        elif kind == 12:
            self.struct(value)
        elif kind == 13:
            _, key_kind, value_kind, pairs = value
            self.number(">b", key_kind)
            self.number(">b", value_kind)
            self.number(">i", len(pairs))
            for key, item in pairs:
                self.value(key_kind, key)
                self.value(value_kind, item)
        else:
            _, element, items = value
            self.number(">b", element)
            self.number(">i", len(items))
            for item in items:
                self.value(element, item)

    def struct(self, fields):
        for field, (kind, value) in fields.items():
            self.number(">b", kind)
            self.number(">h", field)
            self.value(kind, value)
        self.number(">b", 0)

    def message(self, name, kind, sequence, fields):
        self.number(">I", 0x80010000 | kind)
        self.text(name)
        self.number(">i", sequence)
        self.struct(fields)
        return bytes(self.out)


def from_json(kind, value):
    if kind == 12:
        return {int(field): (TYPES[tag], from_json(TYPES[tag], item))
                for field, member in value.items() for tag, item in member.items()}
    if kind == 13:
        key, item, _, pairs = value
        return "map", TYPES[key], TYPES[item], [(k, from_json(TYPES[item], v)) for k, v in pairs.items()]
    if kind in (14, 15):
        element, _, *items = value
        return "set" if kind == 14 else "list", TYPES[element], [from_json(TYPES[element], item) for item in items]
    return value


def to_json(kind, value):
    if kind == 12:
        return {str(field): {TAGS[member]: to_json(member, item)} for field, (member, item) in value.items()}
    if kind == 13:
        _, key, item, pairs = value
        return [TAGS[key], TAGS[item], len(pairs), {str(k): to_json(item, v) for k, v in pairs}]
    if kind in (14, 15):
        _, element, items = value
        return [TAGS[element], len(items), *(to_json(element, item) for item in items)]
    return value


def decode(body, media_type):
    """(method, message type, sequence, struct)"""
    if media_type.endswith("thrift.binary"):
        return BinaryReader(body).message()
    version, name, kind, sequence, fields = json.JSONDecoder().raw_decode(body.decode())[0]
    assert version == 1
    return name, kind, sequence, from_json(12, fields)


def encode(message, binary):
    name, kind, sequence, fields = message
    if binary:
        return BinaryWriter().message(name, kind, sequence, fields)
    return json.dumps([1, name, kind, sequence, to_json(12, fields)], separators=(",", ":"),
                      ensure_ascii=False).encode()


def change_texts(kind, value, change):
    """The tree with every text run through `change`."""
    if kind == 11:
        return change(value)
    if kind == 12:
        return {field: (member, change_texts(member, item, change)) for field, (member, item) in value.items()}
    if kind == 13:
        _, key, item, pairs = value
        return "map", key, item, [(change_texts(key, k, change), change_texts(item, v, change)) for k, v in pairs]
    if kind in (14, 15):
        name, element, items = value
        return name, element, [change_texts(element, item, change) for item in items]
    return value


def plain(kind, value):
    """Field ids and values alone; sets as sorted lists."""
    if kind == 12:
        return {field: plain(member, item) for field, (member, item) in value.items()}
    if kind == 13:
        return {plain(value[1], k): plain(value[2], v) for k, v in value[3]}
    if kind == 14:
        return sorted((plain(value[1], item) for item in value[2]), key=repr)
    if kind == 15:
        return [plain(value[1], item) for item in value[2]]
    return value
