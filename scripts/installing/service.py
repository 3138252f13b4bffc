"""`make install-service`: the systemd unit with its settings and user, a command, examples for a proxy; repeatable.

With DESTDIR everything is written below that folder and nothing else is done, as packages are made.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from chamber.config import MEBIBYTE, ROOT, Settings
from chamber.network.hosts import bracketed
from scripts.compiling import compile_program

HERE = Path(__file__).parent
SETTINGS = Path("/etc/chamber/chamber.env")
FILES = {
    "chamber.service": Path("/etc/systemd/system/chamber.service"),
    "command.sh": Path("/usr/local/bin/chamber"),
    "Caddyfile": Path("/etc/chamber/Caddyfile.example"),
    "nginx.conf": Path("/etc/chamber/nginx.conf.example"),
}
USER = "u chamber - chamber\n", Path("/etc/sysusers.d/chamber.conf")
NAMES = (
    *(one.name.upper() for one in fields(Settings) if one.name not in ("max_upload", "testing", "extra")),
    "MAX_UPLOAD_MB",
)


def settings_text(environment: Mapping[str, str]) -> str:
    """The settings of this environment as systemd reads them, each quoted."""
    given = {name: environment[name] for name in NAMES if environment.get(name)} | {"DEMO": "0"}
    if "PUBLIC_URL" in given:
        # The examples beside it are of a proxy on this machine.
        given.setdefault("TRUSTED_PROXY", "127.0.0.1, ::1")
    if wrong := [name for name, value in given.items() if set(value) & set("'\n")]:
        sys.exit(f"{wrong[0]} holds a quote or a line break, which the service's file of settings cannot hold.")
    lines = (f"{name}='{value}'" for name, value in given.items())
    words = "# Settings of chamber, as README.md lists them; then: systemctl restart chamber"
    return "\n".join((words, *lines)) + "\n"


def read_settings(text: str) -> Settings:
    """What a file of settings means."""
    pairs = (part.partition("=") for part in shlex.split(text, comments=True))
    before = dict(os.environ)
    try:
        for name in NAMES:
            os.environ.pop(name, None)
        os.environ.update({name: value for name, _equals, value in pairs})
        return Settings.from_environment()
    finally:
        os.environ.clear()
        os.environ.update(before)


def filled(template: str, settings: Settings) -> str:
    """One of the files, for this place and these settings."""
    folders = (settings.instance_path, settings.backup_path, settings.backup_second)
    lies_at_home = any(str(path).startswith(("/home/", "/root/")) for path in (ROOT, *folders))
    address = urlsplit(settings.public_url)
    values = {
        "ROOT": str(ROOT),
        "SETTINGS": str(SETTINGS),
        "WRITTEN": " ".join(f'"{path}"' for path in folders if path),
        "HOMES": "read-only" if lies_at_home else "yes",
        "HOST": address.netloc or "chamber.example",
        "NAME": address.hostname or "chamber.example",
        "BODY": str(3 * settings.max_upload // MEBIBYTE),
        "UPSTREAM": f"{bracketed(settings.host)}:{settings.port}",
    }
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template


def write(path: Path, text: str, mode: int, *, keeps: bool = False) -> None:
    """Write a file where it is not so already, and say so; `keeps`: not where there is one at all."""
    if path.exists() and (keeps or path.read_text() == text):
        print(f"{'kept' if keeps else 'as it was':10} {path}")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=mode)
    path.write_text(text)
    path.chmod(mode)
    print(f"{'written':10} {path}")


def below(destination: str, path: Path) -> Path:
    """The path below another folder than `/`."""
    return Path(destination) / path.relative_to("/") if destination else path


def give_away(settings: Settings) -> None:
    """Make the user, and give it what it writes to."""
    subprocess.run(["systemd-sysusers", str(USER[1])], check=True)
    for folder in (settings.instance_path, settings.backup_path, settings.backup_second):
        if folder:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            subprocess.run(["chown", "-R", "chamber:chamber", str(folder)], check=True)
            print(f"{'belongs to':10} chamber: {folder}")
    subprocess.run(["systemctl", "daemon-reload"], check=True)


def by_hand(settings: Settings, destination: str) -> list[str]:
    """What is left to do."""
    steps = [f"look at {SETTINGS}, which is kept at each later installation"]
    if closed := [path for path in (*reversed(ROOT.parents), ROOT) if not path.stat().st_mode & 0o001]:
        steps.append(f"let the user chamber read {closed[0]}, or move all to /opt/chamber and install from there")
    if destination:
        steps.append("systemd-sysusers; chown -R chamber: the instance folder; systemctl daemon-reload")
    steps.append("systemctl enable --now chamber; systemctl restart chamber where it runs already")
    steps.append("chamber doctor says whether all is well; journalctl -u chamber, the set-up address of an empty one")
    proxy = "a proxy: see the examples in /etc/chamber"
    steps.append(
        proxy
        if settings.public_url
        else f"{proxy}; then PUBLIC_URL=https://… and TRUSTED_PROXY=127.0.0.1 in {SETTINGS}"
    )
    return steps


def main() -> None:
    """Install, and say what was done and what is left."""
    destination = os.environ.get("DESTDIR", "")
    if not destination and os.geteuid():
        sys.exit("This needs root: sudo make install-service")
    kept = below(destination, SETTINGS)
    write(kept, settings_text(os.environ), 0o600, keeps=True)
    settings = read_settings(kept.read_text())
    for name, path in FILES.items():
        mode = 0o755 if name == "command.sh" else 0o644
        write(below(destination, path), filled((HERE / name).read_text(), settings), mode)
    write(below(destination, USER[1]), USER[0], 0o644)
    # The service may not write to where the program is.
    compile_program()
    if not destination:
        give_away(settings)
    for number, step in enumerate(by_hand(settings, destination), 1):
        print(f"by hand {number}. {step}")


if __name__ == "__main__":
    main()
