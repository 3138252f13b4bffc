"""An application of which some requests hang for ever."""

import threading

from flask import Flask

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = None


@app.get("/healthz")
def healthz() -> str:
    """At once."""
    return "ok\n"


@app.get("/hang")
def hang() -> str:
    """Never."""
    threading.Event().wait()
    return ""
