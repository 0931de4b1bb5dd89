"""Licences a picture may come under, and the one a picture made from others must carry."""

from collections.abc import Iterable

PUBLIC_DOMAIN = frozenset({"public-domain", "CC0-1.0"})
ATTRIBUTION = frozenset({f"CC-BY-{version}" for version in ("1.0", "2.0", "2.5", "3.0", "4.0")})
SHARE_ALIKE = frozenset({f"CC-BY-SA-{version}" for version in ("2.0", "2.5", "3.0", "4.0")})
# Whoever publishes a photograph can choose one of these.
COMMON = PUBLIC_DOMAIN | ATTRIBUTION | SHARE_ALIKE
# A permission that one repository words itself, with the address of its text. SPDX gives such a
# licence an id of this form. This one asks for nothing and speaks of workflow files, which the
# pictures of that repository are: their PNG files carry the workflows that made them.
OWN_WORDS = {
    "LicenseRef-ComfyUI-examples": "https://github.com/comfyanonymous/ComfyUI_examples/blob/358489fd2f79618dae5301ae34c6295df8f7ea93/LICENSE"
}
ACCEPTED = COMMON | OWN_WORDS.keys()
OUR_LICENCE = "CC-BY-4.0"


def adapted_licence(licences: Iterable[str]) -> str:
    """Return the licence of a picture adapted from pictures under `licences`.

    A share-alike source binds what is made from it; an adaptation may take the same version
    or a later one, so the latest version among the sources serves them all. All other sources
    leave us free to use our own licence.

    Args:
        licences: SPDX identifiers, or ``public-domain``.

    Raises:
        ValueError: a licence is not one we accept.

    Source:
        Creative Commons BY-SA 2.0 to 4.0, section 4(b) or 3(b): "a later version".

    >>> adapted_licence(["CC0-1.0", "CC-BY-SA-3.0"])
    'CC-BY-SA-3.0'
    >>> adapted_licence(["public-domain", "CC-BY-2.0"])
    'CC-BY-4.0'
    """
    binding = []
    for licence in licences:
        if licence not in ACCEPTED:
            raise ValueError(f"{licence} is not an accepted licence; use one of {sorted(ACCEPTED)}")
        if licence in SHARE_ALIKE:
            binding.append(licence)
    return max(binding, default=OUR_LICENCE)


def licence_address(licence: str) -> str:
    """Return the address where the text of an accepted licence can be read.

    >>> licence_address("CC-BY-SA-3.0")
    'https://creativecommons.org/licenses/by-sa/3.0/'
    """
    if licence in OWN_WORDS:
        return OWN_WORDS[licence]
    if licence == "public-domain":
        return "https://creativecommons.org/publicdomain/mark/1.0/"
    if licence == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    family, _, version = licence.removeprefix("CC-").lower().rpartition("-")
    return f"https://creativecommons.org/licenses/{family}/{version}/"
