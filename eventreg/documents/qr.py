"""QR codes (ISO/IEC 18004) with error correction Q, as SVG for pages and PDFs and as PNG for letters."""

import re
from html import escape
from io import BytesIO

import segno

# Segno tries all eight masks and keeps the one that the standard scores best, which takes nine tenths of the time.
# Every reader finds the mask in the code itself; what we encode looks random, so that no mask draws large patches.
MASK = 3
DARK_RUN = re.compile(rb"\x01+")


def qr_svg(text: str, *, label: str) -> str:
    """An SVG without scripts and inline styles; `label` is its name for the ear. Dark on white in any theme."""
    code = segno.make_qr(text, error="q", boost_error=False, mask=MASK)
    size = code.symbol_size(scale=1, border=4)[0]
    path = "".join(
        f"M{run.start()} {row}h{len(run[0])}v1h-{len(run[0])}z"
        for row, cells in enumerate(code.matrix_iter(border=4))
        for run in DARK_RUN.finditer(bytes(cells))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" role="img"'
        f' shape-rendering="crispEdges"><title>{escape(label)}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def qr_png(text: str) -> bytes:
    """The same as a picture in black and white with eight points to a module: about half a kilobyte."""
    content = BytesIO()
    segno.make_qr(text, error="q", boost_error=False, mask=MASK).save(content, kind="png", scale=8, border=4)
    return content.getvalue()
