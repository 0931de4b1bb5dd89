"""Download a trust list. Never called but by a person's own command."""

import httpx

from models.provenance.trust_list import TrustList, TrustListError, parse_trust_list
from models.provenance.words import one_line
from models.text import text

PATIENCE_S = 20.0
# The largest list known holds some hundred certificates of 2 KB each.
MAX_BYTES = 2 * 1024 * 1024
_OWN_HOSTS = {"localhost", "127.0.0.1", "::1"}


def is_address(source: str) -> bool:
    """Return whether ``source`` is a web address rather than a file."""
    return source.lower().startswith(("https://", "http://"))


def download_trust_list(address: str) -> TrustList:
    """Return the trust list at a web address. Only that host is asked, and only this once.

    Whoever can change the list on its way decides whom this site trusts, so the address must
    begin with https; on this computer itself http will do.

    Raises:
        TrustListError: see ``parse_trust_list``; or the address is not https, cannot be reached,
            refuses, sends us elsewhere, or sends more than ``MAX_BYTES``.
    """
    try:
        url = httpx.URL(address)
        if url.scheme != "https" and url.host not in _OWN_HOSTS:
            raise TrustListError(text("trust-not-https", {"address": address}))
        with httpx.stream("GET", url, timeout=PATIENCE_S) as answer:
            if answer.is_redirect:
                other = one_line(answer.headers.get("Location", ""), most=300)
                facts = {"address": address, "other": other}
                raise TrustListError(text("trust-sent-elsewhere", facts))
            if answer.status_code != httpx.codes.OK:
                facts = {"address": address, "status": str(answer.status_code)}
                raise TrustListError(text("trust-refused", facts))
            content = bytearray()
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES:
                    raise TrustListError(text("trust-too-large", {"address": address}))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TrustListError(text("trust-not-reached", {"address": address})) from error
    return parse_trust_list(bytes(content), address)
