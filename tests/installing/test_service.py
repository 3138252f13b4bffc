"""What `make install-service` writes is taken by the programs that it is for, and a second time changes nothing."""

import os
import shutil
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from chamber.config import ROOT
from scripts.installing import service

pytestmark = pytest.mark.static
SETTINGS = {
    "PUBLIC_URL": "https://chamber.example:8443",
    "CHAMBER_NAME": "梧桐 商会",
    "PORT": "8123",
    "DATABASE_URL": 'postgresql://chamber:"$x\\@db/chamber',
    "MAX_UPLOAD_MB": "10",
}


def install(folder: Path, **settings: str) -> str:
    """Install below the folder; what it prints."""
    kept = {name: value for name, value in os.environ.items() if name not in service.NAMES}
    command = [sys.executable, "-m", "scripts.installing.service"]
    environment = {**kept, "DESTDIR": str(folder), **settings}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def written(folder: Path) -> dict[str, str]:
    """All files below the folder."""
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def checked(*words: str) -> str:
    """What a program that checks a file has against it; it is asked of who has it."""
    if not shutil.which(words[0]):
        pytest.skip(f"there is no {words[0]} here, install it")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_second_installation_changes_nothing_and_keeps_the_settings(tmp_path: Path) -> None:
    first = install(tmp_path, **SETTINGS)
    before = written(tmp_path)
    assert first.count("written") == len(before) == 6 and "by hand 1." in first
    again = install(tmp_path, PUBLIC_URL="https://other.example")
    assert written(tmp_path) == before and "written" not in again and again.count("as it was") == 5
    settings = tmp_path / "etc/chamber/chamber.env"
    assert settings.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "usr/local/bin/chamber").stat().st_mode & 0o777 == 0o755
    settings.write_text("DEMO=0\nPORT=9000\n")
    install(tmp_path)
    assert settings.read_text() == "DEMO=0\nPORT=9000\n"
    assert "127.0.0.1:9000" in written(tmp_path)["etc/chamber/nginx.conf.example"]


def test_modules_are_compiled_because_the_service_cannot(tmp_path: Path) -> None:
    compiled = Path(cache_from_source(str(ROOT / "scripts/installing/service.py")))
    compiled.unlink(missing_ok=True)
    # As a program it leaves nothing of itself.
    install(tmp_path)
    assert compiled.exists()


def test_settings_of_the_installation_are_those_of_the_service(tmp_path: Path) -> None:
    install(tmp_path, **SETTINGS, INSTANCE_PATH="/srv/chamber")
    files = written(tmp_path)
    assert "server_name chamber.example;" in files["etc/chamber/nginx.conf.example"]
    assert "\nchamber.example:8443 {" in files["etc/chamber/Caddyfile.example"]
    kept = service.read_settings(files["etc/chamber/chamber.env"])
    assert str(kept.trusted_proxy) == "127.0.0.1, ::1", "that of the examples"
    assert (kept.public_url, kept.chamber_name, kept.port) == ("https://chamber.example:8443", "梧桐 商会", 8123)
    assert kept.database_url == SETTINGS["DATABASE_URL"] and "DEMO='0'" in files["etc/chamber/chamber.env"]
    unit = files["etc/systemd/system/chamber.service"]
    assert 'ReadWritePaths="/srv/chamber"' in unit and f"WorkingDirectory={ROOT}" in unit
    for name in ("etc/chamber/Caddyfile.example", "etc/chamber/nginx.conf.example"):
        assert "127.0.0.1:8123" in files[name] and "chamber.example" in files[name] and "30" in files[name]
        assert "@" not in files[name], "nothing is left to fill in"


def test_a_setting_that_the_file_cannot_hold_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="SECRET_KEY holds a quote"):
        service.settings_text({"SECRET_KEY": "it's"})


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    install(tmp_path, **SETTINGS)
    assert checked("systemd-analyze", "verify", str(tmp_path / "etc/systemd/system/chamber.service")) == ""


def test_caddy_takes_its_example(tmp_path: Path) -> None:
    install(tmp_path, **SETTINGS)
    example = str(tmp_path / "etc/chamber/Caddyfile.example")
    checked("caddy", "validate", "--adapter", "caddyfile", "--config", example)


def test_nginx_takes_its_example(tmp_path: Path) -> None:
    install(tmp_path, **SETTINGS)
    certificate, key = tmp_path / "chamber.pem", tmp_path / "chamber.key"
    words = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=chamber.example")
    checked(*words, "-keyout", str(key), "-out", str(certificate))
    example = (tmp_path / "etc/chamber/nginx.conf.example").read_text()
    example = example.replace("/etc/ssl/certs/chamber.pem", str(certificate))
    example = example.replace("/etc/ssl/private/chamber.key", str(key))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/nginx.pid;\nevents {{}}\nhttp {{\naccess_log off;\n{example}}}\n")
    checked("nginx", "-t", "-e", "stderr", "-c", str(whole))
