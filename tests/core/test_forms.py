"""Forms of which very many are made."""

from django import forms

from broadsheet.core.forms import unchanging


class Copied(forms.Form):
    name = forms.CharField()


@unchanging
class Shared(forms.Form):
    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])


def test_instances_share_their_fields():
    assert Copied().fields["name"] is not Copied().fields["name"]
    assert Shared().fields["name"] is Shared().fields["name"]


def test_what_one_was_sent_and_its_errors_stay_its_own():
    first, second = Shared({"name": "", "kind": "c"}), Shared({"name": "Ada", "kind": "a"})
    assert set(first.errors) == {"name", "kind"}
    assert not second.errors
    assert second.cleaned_data == {"name": "Ada", "kind": "a"}
    assert 'value="Ada"' in str(second["name"])
    assert "Ada" not in str(Shared()["name"])
