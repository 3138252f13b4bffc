"""The web server, the worker and the daily clock together, until Ctrl-C, SIGTERM or the end of the terminal."""

import os
import shlex
import signal
import sys

from honcho.manager import Manager
from honcho.printer import Printer


class Output:
    """Standard output while there is one: after a terminal has gone, each write to it is an error."""

    def write(self, text: str) -> None:
        """Write now, or from the first error on to nowhere."""
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """Whether colours can be seen."""
        return sys.stdout.isatty()


def main() -> int:
    """Run all three; when one ends, the others are ended too. Returns the exit status."""
    python = shlex.quote(sys.executable)
    manager = Manager(Printer(Output()))
    manager.add_process("web", f"exec {python} -m gunicorn wsgi:app")
    manager.add_process("worker", f"exec {python} -m scripts.worker")
    manager.add_process("clock", f"exec {python} -m scripts.clock")
    signal.signal(signal.SIGHUP, lambda _number, _frame: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    asked = (128 + signal.SIGINT, 128 + signal.SIGTERM)
    return 0 if manager.returncode in asked else manager.returncode


if __name__ == "__main__":
    sys.exit(main())
