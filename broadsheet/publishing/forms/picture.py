"""The form of pictures, wherever the desk uploads one."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from broadsheet.core.text import clean_line
from broadsheet.publishing.pictures import UnusablePicture, receive_picture


class PictureForm(BaseImageForm):
    """A picture as the desk uploads it: decoded, bounded, and with the credit from its file."""

    def clean_file(self) -> Any:
        """The picture written anew; a sentence where that is not possible."""
        uploaded = self.cleaned_data["file"]
        self.credit_in_file = ""
        if "file" not in self.changed_data or not uploaded:
            return uploaded
        try:
            received = receive_picture(uploaded, name=uploaded.name)
        except UnusablePicture as unusable:
            raise ValidationError(unusable.sentence) from unusable
        self.credit_in_file = received.credit
        return received.file

    def clean(self) -> dict[str, Any]:
        """Take the file's own credit where the editor gave none."""
        cleaned: dict[str, Any] = super().clean()
        given = clean_line(cleaned.get("credit") or "")
        cleaned["credit"] = given or getattr(self, "credit_in_file", "")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save; copies that carry an older credit are made anew when next shown."""
        instance = self.instance
        if "credit" not in self.fields:
            instance.credit = instance.credit or self.cleaned_data["credit"]
        if instance.credit:
            instance.credit_unknown = False
        saved = super().save(commit=commit)
        if commit and "credit" in self.changed_data:
            instance.renditions.all().delete()
        return saved
