"""Templates are compiled once on a machine, and anew after whatever makes the old ones wrong."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from jinja2.bccache import Bucket

from chamber.web import application
from chamber.web.application import CompiledTemplates, load_templates


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template."""
    (tmp_path / "pages").mkdir()
    path = tmp_path / "pages" / "page.html"
    path.write_text("one")
    return path


@pytest.fixture
def compiled(template: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[str, int]]:
    """What another process of this machine makes of it, and how many templates it had to compile."""
    counted: list[str] = []
    compile_one = Environment.compile
    monkeypatch.setattr(Environment, "compile", lambda self, *given: counted.append("") or compile_one(self, *given))

    def render() -> tuple[str, int]:
        counted.clear()
        kept = CompiledTemplates(template.parents[1] / "kept")
        environment = Environment(loader=FileSystemLoader(template.parent), bytecode_cache=kept, autoescape=True)
        return environment.get_template(template.name).render(), len(counted)

    return render


def test_a_template_is_compiled_by_the_first_process_only(compiled):
    assert [compiled(), compiled()] == [("one", 1), ("one", 0)]


def test_a_changed_template_is_compiled_anew_even_within_its_second(template, compiled):
    before = template.stat()
    compiled()
    template.write_text("two")
    os.utime(template, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [compiled(), compiled()] == [("two", 1), ("two", 0)]


@pytest.mark.parametrize(
    ("what", "new"), [("version", lambda _name: "4.0"), ("TEMPLATE_OPTIONS", {"trim_blocks": False})]
)
def test_another_jinja_or_other_options_compile_anew(compiled, monkeypatch, what, new):
    compiled()
    monkeypatch.setattr(application, what, new)
    assert [compiled(), compiled()] == [("one", 1), ("one", 0)]


def test_where_nothing_can_be_kept_the_page_is_there_all_the_same(compiled, monkeypatch):
    def full(_cache: FileSystemBytecodeCache, _bucket: Bucket) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(FileSystemBytecodeCache, "dump_bytecode", full)
    assert [compiled(), compiled()] == [("one", 1), ("one", 1)]


def test_all_templates_are_kept_before_the_first_page_is_asked_for(app_with: Callable[..., Flask], tmp_path: Path):
    app = app_with(instance_path=tmp_path)
    assert not list((tmp_path / "templates").iterdir())
    load_templates(app)
    names = app.jinja_env.list_templates(extensions=["html"])
    assert len(list((tmp_path / "templates").iterdir())) >= len(names) > 200
