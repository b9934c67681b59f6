"""The form of pictures, wherever the desk uploads one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from broadsheet.core.text import clean_line
from broadsheet.publishing.actions.pictures import renew_picture
from broadsheet.publishing.pictures import ReadyFile, UnusablePicture, receive_picture


class PictureField(WagtailImageField):
    """An uploaded picture, decoded, bounded and written anew; what it is, its bytes say."""

    def to_python(self, data: Any) -> ReadyFile | None:
        """The picture ready to be stored; a sentence where that is not possible."""
        uploaded = forms.FileField.to_python(self, data)
        if uploaded is None:
            return None
        self.check_image_file_size(uploaded)
        try:
            return receive_picture(uploaded, name=uploaded.name or "")
        except UnusablePicture as unusable:
            raise ValidationError(unusable.sentence) from unusable


class PictureForm(BaseImageForm):
    """A picture at the desk; without a credit of the editor's, it takes the one from the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = PictureField(
                label=given.label, required=given.required, widget=given.widget
            )

    def clean(self) -> dict[str, Any]:
        """Take the file's own credit where the editor gave none."""
        cleaned: dict[str, Any] = super().clean()
        given = clean_line(cleaned.get("credit") or "")
        cleaned["credit"] = given or getattr(cleaned.get("file"), "credit", "")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save; a picture that was there before is shown anew wherever it stands."""
        picture = self.instance
        if "credit" not in self.fields:
            picture.credit = picture.credit or self.cleaned_data["credit"]
        if picture.credit:
            picture.credit_unknown = False
        saved = super().save(commit=commit)
        if commit and not self.is_new:
            renew_picture(picture)
        return saved
