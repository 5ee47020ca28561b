"""Vector tiles as messages: join tiles and leave features out without decoding a geometry.

Features are moved as they are; only the tables of keys and values are written anew, so that a tile
carries what its features use. A tile of 100,000 features is looked through in a fraction of a
second, which is why numbers of one and two bytes are read in place here instead of by a call.
Format: Mapbox Vector Tile specification 2.1 (protocol buffers).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Field numbers of the tile, layer, feature and value messages.
TILE_LAYER = 3
LAYER_NAME, LAYER_FEATURE, LAYER_KEY, LAYER_VALUE, LAYER_EXTENT, LAYER_VERSION = 1, 2, 3, 4, 5, 15
FEATURE_TAGS = 2
VALUE_TEXT = 1
VARINT, EIGHT_BYTES, CHUNK, FOUR_BYTES = 0, 1, 2, 5
EXTENT = 4096
# First bytes of a feature that begins with its tags and of a value that is a text.
TAGS_FIRST, TEXT_FIRST = FEATURE_TAGS << 3 | CHUNK, VALUE_TEXT << 3 | CHUNK

Span = tuple[int, int]
Properties = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class RawFeature:
    """A feature: its properties as (key, value message) pairs, and the rest of its message."""

    properties: Properties
    rest: bytes


@dataclass(frozen=True, slots=True)
class RawLayer:
    """A layer of a tile, taken apart as far as its features."""

    data: bytes
    keys: tuple[bytes, ...]
    values: tuple[bytes, ...]
    spans: tuple[Span, ...]

    def texts(self, name: bytes) -> list[str | None]:
        """For each feature the value of a text property, None where it has none."""
        if name not in self.keys:
            return [None] * len(self.spans)
        wanted = self.keys.index(name)
        known: dict[int | None, str | None] = {None: None}
        found = []
        for start, end in self.spans:
            index = self._value_index(start, end, wanted)
            if index not in known:
                known[index] = _text(self.values[index or 0])
            found.append(known[index])
        return found

    def _value_index(self, start: int, end: int, wanted: int) -> int | None:
        data = self.data
        if data[start] == TAGS_FIRST and data[start + 1] < 128 and data[start + 2] == wanted < 128:
            # As builders write it: tags first, few of them, and the key first among them.
            index = data[start + 3]
            return index if index < 128 else _varint(data, start + 3)[0]
        tags = _varints(self.data, *_tags(self.data, start, end))
        for key, value in zip(tags, tags, strict=False):
            if key == wanted:
                return value
        return None

    def feature(self, number: int) -> RawFeature:
        """One feature, ready to be put into another tile."""
        start, end = self.spans[number]
        begin, stop = _tags(self.data, start, end)
        tags = list(_varints(self.data, begin, stop))
        pairs = zip(tags[::2], tags[1::2], strict=True)
        head = begin - 1 - len(_varint_bytes(stop - begin)) if stop > begin else begin
        return RawFeature(
            tuple((self.keys[key], self.values[value]) for key, value in pairs),
            self.data[start:head] + self.data[stop:end],
        )


def read_layers(tile: bytes) -> list[RawLayer]:
    """The layers of a tile."""
    return [
        _read_layer(tile, start, end)
        for number, start, end in _fields(tile, 0, len(tile))
        if number == TILE_LAYER
    ]


def _read_layer(tile: bytes, start: int, end: int) -> RawLayer:
    found: dict[int, list[Span]] = {LAYER_FEATURE: [], LAYER_KEY: [], LAYER_VALUE: []}
    for number, begin, stop in _fields(tile, start, end):
        if number in found:
            found[number].append((begin, stop))
    keys, values = (
        tuple(tile[begin:stop] for begin, stop in found[part]) for part in (LAYER_KEY, LAYER_VALUE)
    )
    return RawLayer(tile, keys, values, tuple(found[LAYER_FEATURE]))


def write_tile(name: str, features: Iterable[RawFeature], extent: int = EXTENT) -> bytes:
    """A tile with one layer of these features."""
    keys: dict[bytes, int] = {}
    values: dict[bytes, int] = {}
    messages = [_feature_message(feature, keys, values) for feature in features]
    layer = b"".join(
        [
            _chunk(LAYER_NAME, name.encode()),
            *(_chunk(LAYER_FEATURE, message) for message in messages),
            *(_chunk(LAYER_KEY, key) for key in keys),
            *(_chunk(LAYER_VALUE, value) for value in values),
            _number(LAYER_EXTENT, extent),
            _number(LAYER_VERSION, 2),
        ]
    )
    return _chunk(TILE_LAYER, layer)


def _feature_message(
    feature: RawFeature, keys: dict[bytes, int], values: dict[bytes, int]
) -> bytes:
    tags = b"".join(
        _varint_bytes(keys.setdefault(key, len(keys)))
        + _varint_bytes(values.setdefault(value, len(values)))
        for key, value in feature.properties
    )
    return (_chunk(FEATURE_TAGS, tags) if tags else b"") + feature.rest


def _tags(data: bytes, start: int, end: int) -> Span:
    """Where the tags of a feature are; an empty span without any."""
    for number, begin, stop in _fields(data, start, end):
        if number == FEATURE_TAGS:
            return begin, stop
    return start, start


def _text(value: bytes) -> str | None:
    if value[0] == TEXT_FIRST and value[1] == len(value) - 2:
        return value[2:].decode()
    for number, begin, stop in _fields(value, 0, len(value)):
        if number == VALUE_TEXT:
            return value[begin:stop].decode()
    return None


def _fields(data: bytes, position: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(number, start, end) of the length-delimited fields of a message; others are passed over."""
    while position < end:
        tag = data[position]  # field numbers up to 15 take one byte, and there are no others
        kind = tag & 7
        length = data[position + 1]
        position += 2
        if length > 127 and kind in (CHUNK, VARINT):
            length, position = _varint(data, position - 1)
        if kind == CHUNK:
            yield tag >> 3, position, position + length
            position += length
        elif kind != VARINT:
            position += {EIGHT_BYTES: 7, FOUR_BYTES: 3}[kind]


def _varints(data: bytes, position: int, end: int) -> Iterator[int]:
    while position < end:
        value = data[position]
        position += 1
        if value > 127:
            value, position = _varint(data, position - 1)
        yield value


def _varint(data: bytes, position: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first; and the position behind it."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7


def _varint_bytes(value: int) -> bytes:
    if value < 128:
        return bytes((value,))
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _chunk(number: int, content: bytes) -> bytes:
    return bytes((number << 3 | CHUNK,)) + _varint_bytes(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return bytes((number << 3 | VARINT,)) + _varint_bytes(value)


def texts_of(layers: Sequence[RawLayer], name: bytes) -> list[str | None]:
    """The values of a text property, feature by feature, over all layers."""
    return [text for layer in layers for text in layer.texts(name)]
