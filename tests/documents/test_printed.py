"""Each shipped template, filled and opened by a real LibreOffice: so many pages, with everything on them."""

import shutil
import subprocess

import pytest

from chamber import registry
from chamber.documents import filling, templates

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.static,
    pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="no LibreOffice here"),
]


def printed(shelf, papers):
    """The text of each page of these papers; LibreOffice starts once for all."""
    for kind, data in papers.items():
        (shelf / f"{kind}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{shelf}/profile"
    names = [f"{kind}.docx" for kind in papers]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", *names]
    subprocess.run(command, cwd=shelf, check=True, capture_output=True, timeout=120)
    return {kind: pages(shelf, kind) for kind in papers}


def pages(shelf, kind):
    done = subprocess.run(
        ["pdftotext", "-raw", f"{kind}.pdf", "-"], cwd=shelf, check=True, capture_output=True, timeout=30
    )
    subprocess.run(["pdftoppm", "-r", "40", "-png", f"{kind}.pdf", kind], cwd=shelf, check=True, timeout=30)
    return done.stdout.decode().rstrip("\f").split("\f")


def test_each_shipped_template_prints_all_that_it_is_given(db, tmp_path):
    papers = registry.papers()
    made = {kind: templates.made(kind, templates.sample_values(paper)) for kind, paper in papers.items()}
    long = papers["case_answer"]
    words = "\n".join(["这一段话很长，" * 60] * 12)
    made["long"] = filling.filled(long, {**templates.sample_values(long), "answer": words}, long.template.read_bytes())
    for kind, text in printed(tmp_path, made).items():
        assert list(tmp_path.glob(f"{kind}-*.png")), kind
        if kind == "long":
            assert len(text) > 3
            continue
        assert len(text) <= 2, kind
        squeezed = "".join("".join(text).split())
        for value in papers[kind].sample.values():
            cells = [cell for row in value for cell in row.values()] if isinstance(value, list) else value.split("\n")
            for line in cells:
                assert "".join(line.split()) in squeezed, (kind, line)
        assert "{{" not in squeezed
