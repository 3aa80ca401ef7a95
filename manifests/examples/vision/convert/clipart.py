"""A small picture data set, one folder a class, from the categories of Open Clip Art."""
import hashlib
import pathlib

from PIL import Image

Image.MAX_IMAGE_PIXELS = 50_000_000
SIDE = 128


def convert(categories, target, wanted, most):
    """Writes at most `most` pictures of each wanted category, fitted into a square on white. Returns counts by class.

    Open Clip Art holds some pictures twice, also in two categories; only the first is kept, or the test split would hold
    pictures that were trained on.
    """
    counts = {}
    seen = set()
    for category in wanted:
        folder = pathlib.Path(target, category)
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        for path in sorted(pathlib.Path(categories, category).rglob("*.png")):
            if count == most:
                break
            try:
                picture = Image.open(path).convert("RGBA")
            except (OSError, ValueError, Image.DecompressionBombError):
                continue
            picture.thumbnail((SIDE, SIDE))
            square = Image.new("RGB", (SIDE, SIDE), "white")
            square.paste(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2), picture)
            digest = hashlib.sha256(square.tobytes()).digest()
            if digest in seen:
                continue
            seen.add(digest)
            square.save(folder / f"{count:04d}.png")
            count += 1
        counts[category] = count
    return counts
