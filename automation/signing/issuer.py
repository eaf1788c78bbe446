"""Who issued a certificate: whether KSeF itself did, whose certificates AP does not take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography import x509

_KSEF: Final = re.compile(r"\bCCK KSeF\b")
"""In the common name of whoever issues KSeF's own certificates: `CCK KSeF` on production, `TEST CCK KSeF` on test
(CIRFMF/ksef-api, issues 314 and 330). Assumed: that of demo contains it too, and AP refuses them on every environment
(manual of 06.08.2026, part I, p. 42)."""


def is_ksef_certificate(certificate: x509.Certificate) -> bool:
    """Whether KSeF issued it, for programs that talk to its API."""
    from cryptography.x509.oid import NameOID  # noqa: PLC0415  certificate login only

    names = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return any(_KSEF.search(str(name.value)) for name in names)
