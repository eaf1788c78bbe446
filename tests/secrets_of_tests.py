"""Made-up secrets that several tests plant."""

from __future__ import annotations

from typing import Final

TOKEN: Final = f"20251101-EC-0123456789-ABCDEF0123-BF|nip-1234563218|{'0f1e2d3c4b5a6978' * 4}"
PESEL: Final = "44051401359"
"""The personal number of Polish documentation's examples: valid, and nobody's."""
