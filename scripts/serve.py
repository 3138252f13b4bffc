"""The web server and the daily clock together, until Ctrl-C, SIGTERM or the end of the terminal."""

import os
import shlex
import signal
import sys

from honcho.manager import Manager


def main() -> int:
    """Run both; when one ends, the other is ended too. Returns the exit status."""
    python = shlex.quote(sys.executable)
    manager = Manager()
    manager.add_process("web", f"exec {python} -m gunicorn wsgi:app")
    manager.add_process("clock", f"exec {python} -m scripts.clock")
    signal.signal(signal.SIGHUP, lambda _number, _frame: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    asked = (128 + signal.SIGINT, 128 + signal.SIGTERM)
    return 0 if manager.returncode in asked else manager.returncode


if __name__ == "__main__":
    sys.exit(main())
