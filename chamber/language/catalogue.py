"""Translations, cached for each request and language: a long list looks up hundreds of them."""

from collections.abc import Iterable, Mapping
from functools import cached_property, reduce
from gettext import NullTranslations
from typing import Any

from flask import current_app, g
from flask_babel import Babel, Domain, get_translations
from flask_babel import gettext as _
from jinja2 import Environment
from markupsafe import Markup, escape

from .labelled import Labelled


def _request_translations() -> Any:
    return getattr(g.get("_flask_babel"), "babel_translations", None)


class Catalogue(Domain):
    """Flask-Babel's catalogue, looked up once for each request; `force_locale` and `refresh` clear the cache."""

    def get_translations_cache(self, ctx: Any) -> dict[Any, Any]:
        """The loaded catalogues by language, for each application, as each may read other folders."""
        cache: dict[Any, Any] = current_app.extensions.setdefault("catalogues", {})
        return cache

    def get_translations(self) -> NullTranslations:
        """The translations in this request's language."""
        known = _request_translations()
        if known is None:
            known = super().get_translations()
            if "_flask_babel" in g:
                g._flask_babel.babel_translations = known
        return known


class CatalogueBabel(Babel):
    """Flask-Babel with our catalogue."""

    @cached_property
    def domain_instance(self) -> Catalogue:
        """The one catalogue of the application."""
        return Catalogue(domain=self.domain)


def translated_labels(labels: type[Labelled] | Mapping[Any, Any]) -> dict[Any, str]:
    """Value → label in this request's language, translated once for each language: lists look them up in each row.

    `labels` is an enum or a module's table: the cache key is its id, so it must exist as long as the program.
    """
    translations = _request_translations() or get_translations()
    cached: dict[int, dict[Any, str]] = translations.__dict__.setdefault("labels", {})
    found = cached.get(id(labels))
    if found is None:
        known = labels.labels() if isinstance(labels, type) else labels
        found = cached[id(labels)] = {key: str(label) for key, label in known.items()}
    return found


def join_sentences(sentences: Iterable[str]) -> str:
    """Whole sentences in one text; Chinese has no space between them."""
    return reduce(lambda text, more: _("%(sentence)s %(next)s", sentence=text, next=more), filter(None, sentences))


def _markup(words: str, variables: dict[str, Any]) -> Markup:
    # The words are the catalogue's own; what is put into them is escaped here, which costs less than `Markup % …`.
    escaped = {name: value if isinstance(value, int) else escape(value) for name, value in variables.items()}
    return Markup(words % escaped)  # noqa: S704


def install(environment: Environment) -> None:
    """Give templates faster `_`, `ngettext`, `pgettext` and `npgettext` that do what Jinja's own do.

    Those resolve two functions by name and call each through the context for every string. Like them, these give markup
    whose variables are escaped; every template of ours escapes.
    """

    def gettext(message: str, /, **variables: Any) -> Markup:
        words = _request_translations() or get_translations()
        if variables:
            return _markup(words.gettext(message), variables)
        known: dict[str, Markup] = words.__dict__.setdefault("plain_words", {})
        if message not in known:
            known[message] = _markup(words.gettext(message), {})
        return known[message]

    def ngettext(one: str, many: str, num: int, /, **variables: Any) -> Markup:
        words = (_request_translations() or get_translations()).ngettext(one, many, num)
        return _markup(words, {"num": num, **variables})

    def pgettext(context: str, message: str, /, **variables: Any) -> Markup:
        words = (_request_translations() or get_translations()).pgettext(context, message)
        return _markup(words, {"context": context, **variables})

    def npgettext(context: str, one: str, many: str, num: int, /, **variables: Any) -> Markup:
        words = (_request_translations() or get_translations()).npgettext(context, one, many, num)
        return _markup(words, {"num": num, "context": context, **variables})

    environment.globals.update(
        {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}
    )
