"""`Labelled`, the base of enums whose members have a translated label."""

from enum import StrEnum

from flask_babel import LazyString


class Labelled(StrEnum):
    """An enum written as `OPEN = "open", _l("Open")`: a member is its string, and `label` says it in words."""

    _value_: str
    label: LazyString

    def __new__(cls, value: str, *label: LazyString) -> "Labelled":
        """A member as the class writes it, with one label; mypy reads `Kind("open")`, without any, as this call too."""
        member = str.__new__(cls, value)
        member._value_ = value
        (member.label,) = label
        return member

    @classmethod
    def labels(cls) -> dict[str, LazyString]:
        """Value → label, in the order of the class."""
        return {member.value: member.label for member in cls}

    @classmethod
    def label_of(cls, value: str) -> str:
        """What a value is called on this page; "" where it is none."""
        return str(cls.labels().get(value, ""))

    @classmethod
    def choices(cls) -> list[tuple[str, LazyString]]:
        """The same for a field of a form."""
        return list(cls.labels().items())
