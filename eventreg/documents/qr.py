"""QR codes (ISO/IEC 18004) with error correction Q, as SVG for pages and PDFs and as PNG for letters."""

from html import escape

import segno


def qr_svg(text: str, *, label: str) -> str:
    """An SVG without scripts and inline styles; `label` is its name for the ear. Dark on white in any theme."""
    code = segno.make_qr(text, error="q", boost_error=False)
    size = code.symbol_size(scale=1, border=4)[0]
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, cells in enumerate(code.matrix_iter(border=4))
        for column, dark in enumerate(cells)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" role="img"'
        f' shape-rendering="crispEdges"><title>{escape(label)}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )
