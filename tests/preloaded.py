"""Loads the application into the process from which worker processes are forked; see `tests.workers`."""

import importlib
import pkgutil

from sqlalchemy.orm import configure_mappers

import chamber

for found in pkgutil.walk_packages(chamber.__path__, "chamber."):
    if "migrations" not in found.name:
        importlib.import_module(found.name)
for program in ("scripts.run", "scripts.worker"):
    importlib.import_module(program)
configure_mappers()
