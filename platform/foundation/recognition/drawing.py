"""What the child process runs: counts the pages of a scan, or draws one of them in grey for tesseract.

Without Django. What draws PDF files and pictures was written for friendly ones, so it works within
limits that it sets for itself before it opens anything.
"""

import io
import resource
import sys

import pypdfium2
from PIL import Image, ImageOps

from foundation.recognition import DAMAGED

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 45
DOTS_PER_INCH = 300
LONGEST_SIDE = 3_600
SHORTEST_SIDE = 1_200  # letters of smaller pictures are too few dots high
MOST_PIXELS = 100_000_000
FORMATS = ("JPEG", "PNG", "TIFF")


def pages_of(data: bytes) -> int:
    if b"%PDF" in data[:1024]:
        return len(pypdfium2.PdfDocument(data))
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        return int(getattr(picture, "n_frames", 1))


def drawn(data: bytes, page: int) -> Image.Image:
    """In grey, upright, of a size at which letters are recognised."""
    if b"%PDF" in data[:1024]:
        sheet = pypdfium2.PdfDocument(data)[page]
        scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / max(*sheet.get_size(), 1))
        return sheet.render(scale=scale, grayscale=True).to_pil().convert("L")  # type: ignore[no-any-return]
    picture: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    picture.seek(page)
    upright = ImageOps.exif_transpose(picture)
    if "A" in upright.getbands() or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    grey = ImageOps.autocontrast(upright.convert("L"), cutoff=1)
    if max(grey.size) > LONGEST_SIDE:
        grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    elif min(grey.size) < SHORTEST_SIDE and max(grey.size) * 2 <= LONGEST_SIDE:
        grey = grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)
    return grey


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    data = sys.stdin.buffer.read()
    try:
        if sys.argv[1] == "count":
            sys.stdout.write(str(pages_of(data)))
        else:
            drawn(data, int(sys.argv[1])).save(sys.stdout.buffer, "PNG", compress_level=1)
    # Whatever these libraries say of bytes that they do not understand, it is the bytes' fault.
    except Exception:
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
