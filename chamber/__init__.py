"""`create_app` makes the application of the settings and all features."""

from flask import Flask

from .config import ROOT, Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application with these settings, or with those of the environment."""
    from . import cli, features
    from .accounts import acting
    from .extensions import Migrations, babel, csrf, db, login_manager
    from .language import catalogue
    from .notifications import worker
    from .secrecy.addresses import SealedNumber
    from .settings import stored
    from .web import assets, error_pages, form_messages, navigation, requests
    from .web.addresses import BehindProxy
    from .web.application import Chamber

    settings = settings or Settings.from_environment()
    app = Chamber(
        "chamber",
        static_folder=None,
        template_folder=str(ROOT / "templates"),
        instance_path=str(settings.instance_path),
    )
    app.config.update(settings.flask_config())
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.wsgi_app = BehindProxy(app.wsgi_app, lambda: stored.of(app).over(app.config["SETTINGS"]).trusted_proxy)  # type: ignore[method-assign]

    app.url_map.converters["sealed"] = SealedNumber
    db.init_app(app)
    app.extensions["migrate"] = Migrations()
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(acting.actor_of_session)

    babel.init_app(app, locale_selector=requests.chosen_locale)
    catalogue.install(app.jinja_env)
    form_messages.install()
    assets.init_app(app)
    requests.init_app(app)
    error_pages.init_app(app)
    for pages in (pages for feature in features.FEATURES for pages in feature.pages):
        app.register_blueprint(pages)
    app.context_processor(lambda: navigation.context(app.extensions["assets"]))
    worker.init_app(app, settings)
    stored.init_app(app)
    cli.init_app(app)
    return app
