"""How the web server runs: two preloaded workers of four threads, where the settings say."""

import gc

from gunicorn.arbiter import Arbiter

from chamber import machine_log
from chamber.config import Settings
from chamber.network.hosts import bracketed
from chamber.web.application import Chamber

settings = Settings.from_environment()
settings.restrict_permissions()
machine_log.start()

bind = f"{bracketed(settings.host)}:{settings.port}"
worker_class = "scripts.serving.worker.BufferedWorker"
workers = 2
threads = 4
preload_app = True
# Nothing that is asked for takes so long, not even pictures of eight forms that wait for each other.
timeout = 120
graceful_timeout = 4
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a memory file system, so that a slow disk never looks like a dead worker
loglevel = "warning"
# A socket in the home folder, which the user of a service does not have, for commands that nobody gives.
control_socket_disable = True


def when_ready(server: Arbiter) -> None:
    """Load what all pages need, leave it out of garbage collection (forked workers share it), say where to go."""
    application = server.app.callable
    # The bare page of the bench has none.
    if isinstance(application, Chamber):
        application.preload()
    gc.collect()
    gc.freeze()
    print(f"chamber answers on {settings.address()}", flush=True)
