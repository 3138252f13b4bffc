"""Numbers of rows in addresses, sealed: whoever has two of them does not learn how many rows came between."""

from werkzeug.routing import BaseConverter, Map, ValidationError

from .sealing import opened_number, sealed_number


class SealedNumber(BaseConverter):
    """The part `<sealed(things):thing_id>` of an address: views have the number, and so has `url_for`.

    It opens only where it was sealed for the same things; any other text, a plain number too, is no address.
    """

    def __init__(self, map: Map, about: str) -> None:
        super().__init__(map)
        self.about = about

    def to_python(self, value: str) -> int:
        """The number."""
        number = opened_number(value, "address", self.about)
        if not number:
            raise ValidationError()
        return number

    def to_url(self, value: int) -> str:
        """What the address says."""
        return sealed_number(int(value), "address", self.about)
