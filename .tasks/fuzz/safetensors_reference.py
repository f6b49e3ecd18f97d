"""Says of every file on standard input whether the safetensors package accepts it.

A file is its length, four bytes little-endian, and its bytes. The answer is a line: "accepted", or the error's text in ASCII: a file may hold any character, and readers differ in which end a line.
"""

import struct
import sys

from safetensors import SafetensorError, deserialize


def verdict(file: bytes) -> str:
    try:
        deserialize(file)
    except SafetensorError as error:
        return ascii(str(error))
    return "accepted"


while prefix := sys.stdin.buffer.read(4):
    print(verdict(sys.stdin.buffer.read(struct.unpack("<I", prefix)[0])), flush=True)
