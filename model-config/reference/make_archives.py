"""Packs every folder in a folder: `python -m reference.make_archives FOLDER`, run from model-config/.

FOLDER/name becomes FOLDER/name.tar, FOLDER/name.stored.zip and FOLDER/name.deflated.zip, as Python's own modules write
them, with the folder's name before those of its files.
"""

import sys
import tarfile
import zipfile
from pathlib import Path


def make_archives(folder: Path) -> None:
    """Writes three archives beside the folder."""
    files = sorted(folder.iterdir())
    with tarfile.open(f"{folder}.tar", "w") as archive:
        archive.add(folder, folder.name)
    for name, method in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(f"{folder}.{name}.zip", "w", method) as archive:
            for file in files:
                archive.write(file, f"{folder.name}/{file.name}")


def main() -> None:
    """The command line described above."""
    for folder in [path for path in Path(sys.argv[1]).iterdir() if path.is_dir()]:
        make_archives(folder)


if __name__ == "__main__":
    main()
