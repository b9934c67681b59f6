"""Objects shaped as the typed resources of the installed stripe package.

A field that the package does not know, a required one that is missing, or a word that its Literal
does not have raises at once: the stand-in cannot drift away from what the adapter will meet.
"""

import ast
from functools import cache
from pathlib import Path
from typing import Any

import stripe

FILES = {
    "balance_transaction": "_balance_transaction.py",
    "billing_portal.session": "billing_portal/_session.py",
    "charge": "_charge.py",
    "checkout.session": "checkout/_session.py",
    "dispute": "_dispute.py",
    "event": "_event.py",
    "invoice": "_invoice.py",
    "invoice_payment": "_invoice_payment.py",
    "payment_intent": "_payment_intent.py",
    "refund": "_refund.py",
    "subscription": "_subscription.py",
    "subscription_item": "_subscription_item.py",
    "price": "_price.py",
}


class WrongShape(AssertionError):
    """Stripe's package would not know this object."""


@cache
def fields(kind: str) -> dict[str, ast.expr]:
    """The annotations of the resource's class."""
    tree = ast.parse((Path(stripe.__file__).parent / FILES[kind]).read_text())
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(
            isinstance(one, ast.AnnAssign) and ast.unparse(one.target) == "OBJECT_NAME"
            for one in node.body
        ):
            return {
                one.target.id: one.annotation
                for one in node.body
                if isinstance(one, ast.AnnAssign)
                and isinstance(one.target, ast.Name)
                and one.target.id != "OBJECT_NAME"
            }
    raise WrongShape(kind)


def _is_optional(annotation: ast.expr) -> bool:
    return ast.unparse(annotation).startswith("Optional[")


def _words(annotation: ast.expr) -> set[Any] | None:
    """The words that are allowed, where the whole annotation is a Literal."""
    text = ast.unparse(annotation)
    if text.startswith("Optional["):
        annotation = annotation.slice
        text = ast.unparse(annotation)
    if text.startswith("Union["):
        parts = annotation.slice.elts
        if ast.unparse(parts[0]).startswith("Literal["):
            annotation, text = parts[0], ast.unparse(parts[0])
            if any(ast.unparse(part) == "str" for part in parts[1:]):
                return None
    if not text.startswith("Literal["):
        return None
    inner = annotation.slice
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    return {ast.literal_eval(part) for part in parts}


def check(made: dict[str, Any]) -> dict[str, Any]:
    """Raise WrongShape where stripe's class of this object would be surprised."""
    kind = made["object"]
    known = fields(kind)
    if strange := set(made) - set(known):
        raise WrongShape(f"{kind} has no {sorted(strange)}")
    for name, annotation in known.items():
        if name not in made or made[name] is None:
            if not _is_optional(annotation) and name != "deleted":
                raise WrongShape(f"{kind}.{name} is required")
            continue
        words = _words(annotation)
        if words is not None and made[name] not in words:
            raise WrongShape(f"{kind}.{name} cannot be {made[name]!r}")
        text = ast.unparse(annotation).removeprefix("Optional[").removesuffix("]")
        plain = {"int": int, "bool": bool, "str": str}.get(text)
        if plain is not None and type(made[name]) is not plain:
            raise WrongShape(f"{kind}.{name} is {made[name]!r}, not {text}")
    return made


def shape(kind: str, **values: Any) -> dict[str, Any]:
    """An object of Stripe's with every field it has; what is not given is null where it may be."""
    made: dict[str, Any] = {name: None for name, note in fields(kind).items() if _is_optional(note)}
    made.update(values, object=kind)
    return check(made)
