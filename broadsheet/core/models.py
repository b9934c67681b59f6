"""Facts that every room needs: the newsroom itself, the outbox, limits and renewed keys."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from broadsheet.core import contrast
from broadsheet.core.copied import CopiedSetting
from broadsheet.core.money import EXPONENTS


def check_zone(name: str) -> None:
    """Raise ValidationError where `name` is not a time zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(_("Please choose a time zone such as Europe/Berlin."))


def check_accent(value: str) -> None:
    """Raise ValidationError where white words on the accent could not be read (WCAG 1.4.3)."""
    if contrast.ratio(value, "#ffffff") < contrast.AA_TEXT:
        raise ValidationError(_("White words on this colour cannot be read; choose a darker one."))


@register_setting(icon="site", order=1)
class Newsroom(CopiedSetting):
    """What the newsroom says of itself. One row; read it through `Newsroom.current()`."""

    title = models.CharField(_("title"), max_length=80, default="Broadsheet")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[check_zone],
        help_text=_("Days and months begin here. Such as Europe/Berlin."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        choices=[(code, code) for code in sorted(EXPONENTS)],
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#9b2226",
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as #9b2226.")),
            check_accent,
        ],
    )
    is_set_up = models.BooleanField(default=False, editable=False)
    is_sample = models.BooleanField(
        default=False,
        editable=False,
        help_text="The data folder holds a sample newsroom: its gifts are not real money.",
    )

    panels = [
        MultiFieldPanel([FieldPanel("title"), FieldPanel("tagline"), FieldPanel("accent")]),
        MultiFieldPanel([FieldPanel("time_zone"), FieldPanel("currency")]),
    ]

    class Meta:
        verbose_name = _("Newsroom")

    def __str__(self) -> str:
        return self.title


class Announcement(models.Model):
    """A fact told to other rooms, written in the transaction that made it true."""

    topic = models.CharField(max_length=64)
    values = models.JSONField(default=dict)
    announced_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    is_parked = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"


class Letter(models.Model):
    """One mail to one person, sent at most once for its key."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNSURE = "unsure", _("perhaps sent")
        NEEDLESS = "needless", _("not needed any more")

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=320)
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    kind = models.CharField(max_length=60, blank=True)
    """Who composes it at the moment of sending; empty where it is written here already."""
    values = models.JSONField(default=dict)
    """What the composer has to know."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True, blank=True)
    """When a worker began to hand it to the mail server; empty again where that was refused."""
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["state", "due_at"], name="letter_state_due")]

    def __str__(self) -> str:
        return self.subject


class RateCount(models.Model):
    """How often somebody did something in one window of time; the address is a keyed hash."""

    key = models.CharField(max_length=160, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class HashKey(models.Model):
    """A key under which addresses are hashed; renewed every 30 days, then destroyed."""

    secret = models.CharField(max_length=64)
    made_at = models.DateTimeField(unique=True)

    def __str__(self) -> str:
        return f"key of {self.made_at:%Y-%m-%d}"


class SignInLink(models.Model):
    """A one-time link to the desk; only a hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in link #{self.pk}"
