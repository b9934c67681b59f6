"""CAMT.053, the bank-to-customer statement of ISO 20022, in any of its versions."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from broadsheet.core.money import BadAmount, exponent
from broadsheet.fundraising.statements.lines import LINES_MAX, BadStatement, Line

BOOKED: Final = frozenset({"BOOK", ""})


def read_camt(content: bytes) -> list[Line]:
    """The booked entries of a statement, one line for each payment in them.

    Raises BadStatement.
    """
    try:
        root = fromstring(content)
    except ParseError as error:
        line, column = error.position
        raise BadStatement(
            _("This is no well-formed XML: line %(line)d, column %(column)d.")
            % {"line": line, "column": column}
        ) from error
    except DefusedXmlException as error:
        raise BadStatement(_("This XML holds what no statement needs (a DTD).")) from error
    if _name(root) != "Document" or not list(_all(root, "BkToCstmrStmt")):
        raise BadStatement(_("This XML is no CAMT.053 statement."))
    found: list[Line] = []
    for number, entry in enumerate(_all(root, "Ntry"), start=1):
        if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) not in BOOKED:
            continue
        if _text(entry, "RvslInd") == "true":
            continue
        try:
            found += _lines(entry)
        except (BadAmount, InvalidOperation, ValueError) as error:
            raise BadStatement(
                _("Entry %(number)d cannot be read: %(why)s") % {"number": number, "why": error}
            ) from error
        if len(found) > LINES_MAX:
            raise BadStatement(_("This statement is too long; please split it."))
    return found


def _lines(entry: Any) -> Iterator[Line]:
    sign = {"CRDT": 1, "DBIT": -1}[_text(entry, "CdtDbtInd") or "CRDT"]
    day = (_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"))[:10]
    booked_on = date.fromisoformat(day)
    bank_ref = _text(entry, "AcctSvcrRef")
    details = list(_all(entry, "TxDtls"))
    amounts = [amount for one in details if (amount := _amount_of(one)) is not None]
    if len(details) < 2 or len(amounts) != len(details):
        details, amounts = [details[0] if details else entry], [_find(entry, "Amt")]
    for number, (detail, amount) in enumerate(zip(details, amounts, strict=True), start=1):
        currency = amount.get("Ccy", "")
        minor = Decimal((amount.text or "").strip()).scaleb(exponent(currency))
        if minor != int(minor):
            raise BadAmount(f"{amount.text} {currency}")
        texts = [one.text or "" for one in _all(detail, "Ustrd")]
        references = [one.text or "" for one in _all(detail, "Ref")]
        payer = _text(detail, "RltdPties/Dbtr/Nm") or _text(detail, "RltdPties/Dbtr/Pty/Nm")
        own_ref = _text(detail, "Refs/AcctSvcrRef") or bank_ref
        yield Line(
            booked_on=booked_on,
            amount_minor=sign * int(minor),
            currency=currency,
            payer=payer[:140],
            text=" ".join([*references, *texts]).strip()[:500],
            bank_ref=f"{own_ref}#{number}" if own_ref and len(details) > 1 else own_ref,
        )


def _amount_of(detail: Any) -> Any:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if (found := _find(detail, path)) is not None:
            return found
    return None


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Any, name: str) -> Iterator[Any]:
    return (one for one in element.iter() if _name(one) == name)


def _find(element: Any, path: str) -> Any:
    for name in path.split("/"):
        element = next((one for one in element if _name(one) == name), None)
        if element is None:
            return None
    return element


def _text(element: Any, path: str) -> str:
    found = _find(element, path)
    return "" if found is None else (found.text or "").strip()
