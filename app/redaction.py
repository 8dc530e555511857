"""Secrets, taken out of what is kept or shown: by the names they stand under, and by their look.

One rule for traces, records and logs. Names count at any depth, whatever their case and dashes.
"""

import re
from functools import lru_cache
from typing import Any

HIDDEN = "[redacted]"
SENSITIVE = re.compile(
    r"authorization|cookie|passw|passphrase|token|secret|credential|apikey|privatekey|sessionid"
)
LONGEST_KEPT = 64  # characters of names, which visitors may choose
SEPARATORS = str.maketrans("", "", "-_ .")
PATTERNS = {  # looked for only where the text holds the key
    "eyJ": (re.compile(r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*"), HIDDEN),  # a JWT
    "earer ": (re.compile(r"\b([Bb]earer) +[\w.~+/-]{12,}=*"), rf"\1 {HIDDEN}"),
    "@": (re.compile(r"(://[^/\s:@]*:)[^/\s@]+@"), rf"\1{HIDDEN}@"),  # of an address
}
PAIR = re.compile(r"(?<![^?&\s])([\w.%\[\]-]+)=([^&\s#]+)")
"""Of a query string or a form."""
FIELD = re.compile(r'"([\w .-]+)"(\s*:\s*)"(?:[^"\\]|\\.)+"?')
"""Of JSON within a text, which may be cut short."""


def is_sensitive(name: str) -> bool:
    return _seen_before(name) if len(name) <= LONGEST_KEPT else _matches(name)


def _matches(name: str) -> bool:
    return bool(SENSITIVE.search(name.lower().translate(SEPARATORS)))


_seen_before = lru_cache(maxsize=4096)(_matches)


def redacted(value: Any) -> Any:
    """A copy of JSON without its secrets."""
    if isinstance(value, str):
        return redacted_text(value)
    if isinstance(value, dict):
        return {
            name: _hidden(inner) if is_sensitive(str(name)) else redacted(inner)
            for name, inner in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [redacted(inner) for inner in value]
    return value


def redacted_text(text: str) -> str:
    """Tokens, and the values of query strings and forms that stand under sensitive names."""
    for key, (pattern, instead) in PATTERNS.items():
        if key in text:
            text = pattern.sub(instead, text)
    if '":' in text or '" :' in text:
        text = FIELD.sub(_field, text)
    return PAIR.sub(_pair, text) if "=" in text else text


def _pair(found: re.Match[str]) -> str:
    return f"{found[1]}={HIDDEN}" if is_sensitive(found[1]) else found[0]


def _field(found: re.Match[str]) -> str:
    return f'"{found[1]}"{found[2]}"{HIDDEN}"' if is_sensitive(found[1]) else found[0]


def _hidden(value: Any) -> Any:
    """What stands under a sensitive name: its shape, without its texts and numbers."""
    if isinstance(value, dict):
        return {name: _hidden(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hidden(inner) for inner in value]
    return value if value is None or isinstance(value, bool) or value == "" else HIDDEN
