"""A photo from a stranger's phone made harmless: read, turned upright, made smaller, written anew without what it carried.

Only the pixels go on: place and time of the camera, comments, and whatever hides behind the picture stay behind. Run in a
child process: `sandbox.run(photo.TARGET, data)`.
"""

from __future__ import annotations

import io

from gongkai.documents.errors import Unreadable

TARGET = "gongkai.documents.photo:work"
KINDS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
LONGEST_SIDE = 2560  # pixels of the photo that is kept
MOST_PIXELS = 80_000_000  # of the photo that comes: the cameras of phones have up to 50 million, some more when asked
_QUALITY = 84


def kind_of(data: bytes) -> str | None:
    """JPEG or PNG by the first bytes; None for anything else."""
    return next((kind for start, kind in KINDS.items() if data.startswith(start)), None)


def work(data: bytes) -> bytes:
    """The photo as a JPEG of at most LONGEST_SIDE pixels a side, upright, without metadata. Raises Unreadable:
    not_a_photo, heic, too_large, damaged."""
    kind = kind_of(data)
    if kind is None:
        if data[4:8] == b"ftyp":
            raise Unreadable(
                "heic", "这张照片是 HEIC 格式，收不了。请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或先存成 JPG。"
            )
        raise Unreadable("not_a_photo", "这不是 JPG 或 PNG 照片，请重新选择。")
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
                paper = Image.new("RGB", upright.size, "white")
                paper.paste(upright.convert("RGBA"), mask=upright.convert("RGBA"))
                upright = paper
            out = io.BytesIO()
            # A new image: nothing the old one carried (EXIF, profile, comment) is written with it.
            clean = Image.new("RGB", upright.size)
            clean.paste(upright.convert("RGB"))
            clean.save(out, "JPEG", quality=_QUALITY, optimize=True)
    except Image.DecompressionBombError as error:
        raise Unreadable("too_large", "这张照片的尺寸太大，收不了。请用普通模式重拍。") from error
    except (MemoryError, Unreadable):  # the child process says what these mean
        raise
    except Exception as error:  # whatever a damaged or hostile file makes the decoder raise
        raise Unreadable("damaged", "这张照片打不开，可能没有传完整或已损坏。请重新拍摄或选择另一张。") from error
    return out.getvalue()
