"""The worker process: sends messages, runs long jobs and what is due each minute, until Ctrl-C or SIGTERM."""

from typing import Any

from chamber import create_app, machine_log
from scripts.serve import ALIVE

THREADS = 3
"""One for a long job, one for mail whose server hangs, one for the heartbeat and the steps of each minute."""


def say_alive(huey: Any) -> None:
    """Let one of its threads tell the supervisor each minute that not all of them hang."""
    huey.periodic_task(lambda _now: True, name="say_alive")(lambda: print(ALIVE, flush=True))


def main() -> None:
    """Run the tasks of the application's queue."""
    machine_log.start()
    queue = create_app().extensions["queue"]
    say_alive(queue.huey)
    queue.each_minute()
    print("worker ready", flush=True)
    queue.huey.create_consumer(workers=THREADS, worker_type="thread", max_delay=1, graceful_signal="TERM").run()


if __name__ == "__main__":
    main()
