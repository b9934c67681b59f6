from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from broadsheet.fundraising import references


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_every_reference_is_valid(digits):
    reference = references.reference_for(digits)
    assert iso11649.is_valid(reference)
    assert references.compact(references.for_people(reference)) == reference


def test_a_known_reference():
    assert references.reference_for("539007547034") == "RF18539007547034"
    assert references.for_people("RF18539007547034") == "RF18 5390 0754 7034"


def test_other_text_stays_as_it_is():
    assert references.for_people("for the harbour story") == "for the harbour story"
    assert references.compact("  for the harbour story ") == "for the harbour story"


def test_a_mistyped_reference_is_noticed():
    assert references.compact("RF19 5390 0754 7034") == "RF19 5390 0754 7034"
