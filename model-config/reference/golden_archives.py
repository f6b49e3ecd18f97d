"""Golden zip and tar archives as Python's own modules write them, and deflate streams as zlib does."""

import io
import json
import tarfile
import zipfile
import zlib

import numpy as np

from .golden_file import b64

FOLDER = "asclepius/" + "deeply/" * 20  # longer than the 100 bytes that a tar header has for a path
FILES = {
    "README.md": b"# A model\n",
    f"{FOLDER}config.json": b'{"hidden_size": 64, "num_hidden_layers": 64, "vocab_size": 64}' * 8,
    f"{FOLDER}empty.bin": b"",
    f"{FOLDER}model.bin": bytes(range(256)) * 3,
}


def archives_text() -> str:
    """archives.json: the files, and archives that hold them."""
    cases = [{"name": name, "archive": _b64(archive)} for name, archive in {**_zips(), **_tars()}.items()]
    files = [{"path": path, "data": _b64(data)} for path, data in FILES.items()]
    return _lines({"files": files, "archives": cases})


def deflate_cases() -> list[dict]:
    """The cases of deflate.json: streams of each kind of block, with the length and the checksum of what they hold."""
    half = np.random.default_rng(1).standard_normal(1000).astype(np.float16).tobytes()
    text = b"".join(b"%d times %d is %d\n" % (i, i, i * i) for i in range(200))
    data = {"weights": half, "text": text, "far": half + bytes(31_000) + half, "zeros": bytes(100_000)}
    ways = {
        "stored": (0, zlib.Z_DEFAULT_STRATEGY),
        "fast": (1, zlib.Z_DEFAULT_STRATEGY),
        "best": (9, zlib.Z_DEFAULT_STRATEGY),
        "fixed": (9, zlib.Z_FIXED),
        "literals": (9, zlib.Z_HUFFMAN_ONLY),
    }
    cases = [
        {"name": f"{name}, {way}", "size": len(raw), "crc32": zlib.crc32(raw), "stream": _b64(_deflate(raw, *setting))}
        for name, raw in data.items()
        for way, setting in ways.items()
        if len(raw) < 10_000 or way == "best"
    ]
    flushed = _deflate_in_pieces(text)
    return [*cases, {"name": "flushed", "size": len(text), "crc32": zlib.crc32(text), "stream": _b64(flushed)}]


def _zips() -> dict[str, bytes]:
    return {
        "stored.zip": _zip(io.BytesIO(), zipfile.ZIP_STORED),
        "deflated.zip": _zip(io.BytesIO(), zipfile.ZIP_DEFLATED),
        "streamed.zip": _zip(_Stream(), zipfile.ZIP_DEFLATED),
        "commented.zip": _zip(io.BytesIO(), zipfile.ZIP_DEFLATED, comment=b"PK\x05\x06 is how an archive ends"),
        "zip64.zip": _zip(io.BytesIO(), zipfile.ZIP_DEFLATED, force_zip64=True),
    }


def _tars() -> dict[str, bytes]:
    formats = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
    return {f"{name}.tar": _tar(number) for name, number in formats.items()}


class _Stream(io.RawIOBase):
    """A file that cannot be sought in, so that sizes follow the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, part: bytes) -> int:
        self.data += part
        return len(part)

    def getvalue(self) -> bytes:
        return bytes(self.data)


def _zip(file: io.BytesIO | _Stream, method: int, comment: bytes = b"", force_zip64: bool = False) -> bytes:
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.comment = comment
        folder = zipfile.ZipInfo("asclepius/")
        archive.writestr(folder, b"")
        for path, data in FILES.items():
            info = zipfile.ZipInfo(path)
            info.compress_type = method
            with archive.open(info, "w", force_zip64=force_zip64) as entry:
                entry.write(data)
    return file.getvalue()


def _tar(tar_format: int) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tar_format) as archive:
        folder = tarfile.TarInfo("asclepius")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for path, data in FILES.items():
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo(f"{FOLDER}link.bin")
        link.type, link.linkname = tarfile.SYMTYPE, "model.bin"
        archive.addfile(link)
        end = file.tell()
    return file.getvalue()[: end + 2 * tarfile.BLOCKSIZE]  # without the padding to 10 KiB


def _deflate(raw: bytes, level: int, strategy: int) -> bytes:
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
    return deflater.compress(raw) + deflater.flush()


def _deflate_in_pieces(raw: bytes) -> bytes:
    """Each piece ends with an empty stored block, as streaming writers flush."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    pieces = [deflater.compress(raw[i : i + 900]) + deflater.flush(zlib.Z_SYNC_FLUSH) for i in range(0, len(raw), 900)]
    return b"".join(pieces) + deflater.flush()


def _b64(data: bytes) -> str:
    return b64(np.frombuffer(data, np.uint8))


def _lines(lists: dict[str, list[dict]]) -> str:
    parts = [f'"{key}":[\n' + ",\n".join(json.dumps(item) for item in items) + "\n]" for key, items in lists.items()]
    return "{" + ",\n".join(parts) + "}\n"
