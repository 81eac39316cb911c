"""Verbs about the program itself: settings, languages."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

from factcheck.cli import out, shapes, signing_in
from factcheck.cli.options import PRINTS, Job, verb
from factcheck.cli.tables import facts, head
from factcheck.i18n import text
from factcheck.paths import place_of
from factcheck.settings import LIBRARY, TABLE, Setting, Settings, Value, find

if TYPE_CHECKING:
    from factcheck.text.languages import Support

verbs = typer.Typer()


@verb(verbs, "settings", PRINTS)
def settings_verb(
    asked: Job,
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", show_default=False)] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", show_default=False)] = None,
) -> None:
    settings = Settings()
    if key is None:
        rows = [(s.key, _written(settings[s.key]), text(f"cli.origin.{settings.origin(s.key)}")) for s in TABLE]
        data = {"settings": [_shape(settings, setting) for setting in TABLE]}
        asked.show(data, lambda: out.table(head("setting", "value", "from"), rows))
        return
    setting = find(key)
    if value is not None:
        kept = settings.put(key, setting.parse(value))
        out.remark(text("cli.setting-put", key=key, value=_written(kept), path=settings.path))
        if key == LIBRARY and kept:
            signing_in.remark(place_of(value))
        if settings.origin(key) == "environment":
            out.remark(text("cli.setting-shadowed", variable=setting.variable))
    asked.show(_shape(settings, setting), lambda: _page(settings, setting))


@verb(verbs, "languages", PRINTS)
def languages(asked: Job) -> None:
    from factcheck.services import splitting

    found = splitting.languages()
    rows = [
        (
            language.code,
            f"{language.name}: {', '.join(text(f'feature.{feature}') for feature in language.features)}",
            "\n".join(_parsers(language)) or text("cli.none"),
        )
        for language in found
    ]
    asked.show({"languages": shapes.plain(found)}, lambda: out.table(head("code", "supports", "parser"), rows))
    out.remark(text("cli.other-languages"))


def _parsers(language: "Support") -> list[str]:
    """The parsers of a language that are installed."""
    known = ((language.parser, language.parser_installed), (language.best_parser, language.best_installed))
    return [name for name, installed in known if name and installed]


def _shape(settings: Settings, setting: Setting) -> shapes.Json:
    return {
        "key": setting.key,
        "value": shapes.plain(settings[setting.key]),
        "default": shapes.plain(setting.default),
        "origin": settings.origin(setting.key),
        "choices": list(setting.choices),
        "minimum": setting.minimum,
        "maximum": setting.maximum,
        "variable": setting.variable,
        "help": text(f"setting.{setting.key}"),
    }


def _page(settings: Settings, setting: Setting) -> RenderableType:
    bounds = "" if setting.minimum is None else f"{setting.minimum} … {setting.maximum}"
    return facts(
        [
            ("setting", setting.key),
            ("value", _written(settings[setting.key]) or text("cli.none")),
            ("from", text(f"cli.origin.{settings.origin(setting.key)}")),
            ("default", _written(setting.default) or text("cli.none")),
            ("choices", ", ".join(setting.choices) or bounds),
            ("variable", setting.variable),
            ("meaning", text(f"setting.{setting.key}")),
        ]
    )


def _written(value: Value) -> str:
    """A value as a person types it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
