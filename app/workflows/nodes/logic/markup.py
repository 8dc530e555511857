"""HTML and XML: read, searched by CSS selectors, and written as text, markup or JSON.

What is well-formed is read as XML, with names as they are written; anything else as HTML. Nothing
is fetched, and entities that a document defines are not replaced.
"""

from collections.abc import Iterator
from typing import Any

import regex  # type: ignore[import-untyped]
from cssselect import GenericTranslator, HTMLTranslator, SelectorError
from cssselect.parser import Element as ElementSelector
from cssselect.xpath import XPathExpr
from lxml import etree  # type: ignore[import-untyped]

from app.workflows.errors import NodeError
from app.workflows.sizes import LARGEST
from app.workflows.values import PayloadTooDeep

LONGEST_DOCUMENT = 1_000_000
LONGEST_SELECTOR = 1_000
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
WHOLE_PAGE = regex.compile(r"<(?:!doctype|html|head|body)\b", regex.IGNORECASE)


class NamesAsWritten(GenericTranslator):
    """saml|Issuer and saml\\:Issuer select <saml:Issuer>, Issuer only <Issuer>."""

    def xpath_element(self, selector: ElementSelector) -> XPathExpr:
        names = [name for name in (selector.namespace, selector.element) if name]
        found = XPathExpr(element="*")
        if selector.element:
            found.add_condition(f"name() = {self.xpath_literal(':'.join(names))}")
        return found


def parse_markup(document: str, selector: str, kind: str) -> list[Any]:
    """One entry for each match. selector: blank for the whole document, nonsense matches nothing.
    kind: text, xml or json."""
    if len(document) > LONGEST_DOCUMENT or len(selector) > LONGEST_SELECTOR:
        message = (
            f"A document has {LONGEST_DOCUMENT:,} characters at most,"
            f" a selector {LONGEST_SELECTOR:,}"
        )
        raise NodeError(message, "PayloadTooLarge")
    root, is_xml, is_wrapped = _read(document)
    if root is None:
        return []
    write = Writer(kind, is_xml)
    around = root if is_wrapped else None
    try:
        if not selector.strip():
            return [write.inside(root) if is_wrapped else write.element(root)]
        found = _select(root, selector, is_xml)
        return [write.element(match) for match in found if match is not around]
    except RecursionError:
        raise PayloadTooDeep from None


def _read(document: str) -> tuple[Any, bool, bool]:
    """The root, None of nothing; whether it is XML; whether the root is only around a fragment."""
    data = document.strip().encode(errors="replace")
    if not data:
        return None, False, False
    try:
        parser = etree.XMLParser(encoding="utf-8", strip_cdata=False, **SAFE)
        return etree.fromstring(data, parser), True, False
    except etree.XMLSyntaxError:
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    is_fragment = not WHOLE_PAGE.search(document)
    if is_fragment:
        data = b"<html><body>" + data + b"</body></html>"
    root = etree.fromstring(data, parser)
    return (root.find("body") if is_fragment else root), False, is_fragment


def _select(root: Any, selector: str, is_xml: bool) -> list[Any]:
    translator = NamesAsWritten() if is_xml else HTMLTranslator()
    try:
        found = root.xpath(translator.css_to_xpath(selector))
    except (SelectorError, etree.XPathError):
        return []
    return [match for match in found if isinstance(match.tag, str)]


class Writer:
    """Raises NodeError when it has written too much: matches may be inside each other."""

    def __init__(self, kind: str, is_xml: bool) -> None:
        self._kind = kind
        self._method = "xml" if is_xml else "html"
        self._room = LARGEST

    def element(self, element: Any) -> Any:
        if self._kind == "json":
            return {"children": [self._tree(element)]}
        return self._text(element) if self._kind == "text" else self._markup(element)

    def inside(self, element: Any) -> Any:
        """Of what is around a fragment."""
        if self._kind == "json":
            return {"children": list(self._children(element))}
        if self._kind == "text":
            return self._text(element)
        return (element.text or "") + "".join(
            self._markup(child, with_tail=True) for child in element
        )

    def _text(self, element: Any) -> str:
        return self._counted("".join(_texts(element)))

    def _markup(self, element: Any, with_tail: bool = False) -> str:
        text = etree.tostring(element, encoding="unicode", method=self._method, with_tail=with_tail)
        return self._counted(str(text))

    def _tree(self, element: Any) -> dict[str, Any]:
        name = _name(element.tag, element)
        self._counted(name)
        return {
            "type": "element",
            "name": name,
            "attributes": _attributes(element),
            "children": list(self._children(element)),
        }

    def _children(self, element: Any) -> Iterator[dict[str, Any]]:
        if element.text:
            yield {"type": "text", "value": self._counted(element.text)}
        for child in element:
            if isinstance(child.tag, str):
                yield self._tree(child)
            elif child.tag is etree.Comment:
                yield {"type": "comment", "value": self._counted(child.text or "")}
            if child.tail:
                yield {"type": "text", "value": self._counted(child.tail)}

    def _counted(self, text: str) -> str:
        self._room -= len(text) + 50
        if self._room < 0:
            raise NodeError("What was found is larger than 5 MB", "PayloadTooLarge")
        return text


def _texts(element: Any) -> Iterator[str]:
    """What comes after a comment counts; comments and entities themselves do not."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""


def _attributes(element: Any) -> dict[str, str]:
    """Those that declare a namespace, too."""
    parent = element.getparent()
    known = {} if parent is None else parent.nsmap
    declared = {
        f"xmlns:{prefix}" if prefix else "xmlns": uri
        for prefix, uri in element.nsmap.items()
        if known.get(prefix) != uri
    }
    return declared | {_name(name, element): value for name, value in element.attrib.items()}


def _name(tag: str, element: Any) -> str:
    """As it is written: saml:Issuer."""
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    if element.tag == tag:
        prefix = element.prefix
    elif uri == "http://www.w3.org/XML/1998/namespace":
        prefix = "xml"
    else:
        prefix = next((p for p, known in element.nsmap.items() if p and known == uri), None)
    return f"{prefix}:{local}" if prefix else local
