"""Signing in and out, joining by a link, and one's own account."""

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from .. import registry
from ..cases.access import opening
from ..language import devices as device_names
from ..web.addresses import safe_next
from ..web.answers import attempt, invalid, see_other, success
from ..web.requests import current_actor
from . import acting, services
from .forms import JoinForm, PasswordForm, SignInForm, TakeOverForm
from .guard import devices
from .joining import accepting, invitations, merging

blueprint = Blueprint("accounts", __name__)


def _address() -> str:
    return (request.remote_addr or "unknown")[:60]


def _devices_cookie() -> str:
    return f"{current_app.session_interface.get_cookie_name(current_app)}-device"


def _known_by() -> str:
    return request.cookies.get(_devices_cookie(), "")


def _begin(token: str) -> None:
    """A fresh cookie: nothing of the visitor's session is carried over but the language."""
    language = session.get("lang")
    session.clear()
    if language:
        session["lang"] = language
    session["_user_id"] = token
    session.permanent = True


def _first_page(token: str, wanted: str | None = None, *, by_link: bool = False) -> ResponseReturnValue:
    """Where a new session begins: where it wanted to go, or after a link what a feature has to say first."""
    go_on = safe_next(wanted)
    actor = acting.actor_of_session(token)
    first = registry.first_page(actor) if actor and by_link else ""
    response = make_response(see_other(url_for(first, next=go_on) if first else go_on))
    if actor and actor.session_id:
        response.set_cookie(
            _devices_cookie(),
            devices.remembered(actor.account_id, actor.session_id, _known_by()),
            max_age=devices.LIFE,
            secure=current_app.session_interface.get_cookie_secure(current_app),
            httponly=True,
            samesite="Lax",
        )
    return response


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """The sign-in page."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    form = SignInForm()
    if form.validate_on_submit():
        done, token = attempt(
            form,
            services.sign_in,
            form.username.data,
            form.password.data,
            address=_address(),
            device=request.user_agent.string,
            known_by=_known_by(),
        )
        if done:
            _begin(token)
            return _first_page(token, request.args.get("next"))
    return invalid("accounts/login.html", form=form)


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    """End this session."""
    services.sign_out(current_actor())
    session.clear()
    return see_other(url_for("accounts.login"))


@blueprint.route("/join/<token>", methods=["GET", "POST"])
def join(token: str) -> ResponseReturnValue:
    """Use an invitation; looking at it (a link preview does) changes nothing."""
    invited = accepting.for_whom(token)
    form = JoinForm.of(invited.way, invited.text_version)
    if not form.validate_on_submit():
        return invalid("accounts/join.html", form=form, invited=invited)
    typed = accepting.Typed(**{name: value for name, value in form.data.items() if name != "csrf_token"})
    device = {"device": request.user_agent.string, "known_by": _known_by()}
    done, joined = attempt(form, accepting.accept, token, typed, address=_address(), **device)
    if not done:
        invited = accepting.for_whom(token)
        form.show_text(invited.text_version)
        return invalid("accounts/join.html", form=form, invited=invited)
    _begin(joined.secret)
    if joined.added:
        flash(_("%(firm)s is added to your account; you act for it now.", firm=joined.added), "success")
    return _first_page(joined.secret, by_link=joined.is_return)


@blueprint.get("/account/here")
def here() -> ResponseReturnValue:
    """For a page that stood open: who is signed in now, and the token that this sign-in's forms carry."""
    return {"who": acting.account_and_role(current_actor()), "token": generate_csrf()}


@blueprint.get("/account")
def account() -> ResponseReturnValue:
    """One's own account."""
    return _account_page(PasswordForm(formdata=None))


def _account_page(form: PasswordForm, status: int = 200, *, other: TakeOverForm | None = None) -> ResponseReturnValue:
    actor = current_actor()
    page = render_template(
        "accounts/account.html",
        form=form,
        other=other or TakeOverForm(formdata=None, prefix="other"),
        sessions=services.open_sessions(actor),
        invitations=invitations.issued_for(actor.account_id, actor=actor),
        happened=opening.happened(actor),
        choices=acting.acting_choices(actor.account_id),
        username=services.username_of(actor),
        device_label=device_names.label,
    )
    return page, status


@blueprint.post("/account/password")
def password() -> ResponseReturnValue:
    """Change one's own password; other sessions end at once."""
    form = PasswordForm()
    if form.validate_on_submit():
        done, _result = attempt(
            form,
            services.change_password,
            form.old_password.data,
            form.password.data,
            actor=current_actor(),
            address=_address(),
        )
        if done:
            return success(_("The password is changed. Your other sessions have ended."), "accounts.account")
    return _account_page(form, 422)


@blueprint.post("/account/take-over")
def take_over() -> ResponseReturnValue:
    """Bring the firms of another account of one's own to this one."""
    form = TakeOverForm(prefix="other")
    if form.validate_on_submit():
        typed = (form.username.data, form.password.data)
        place = {"address": _address(), "known_by": _known_by()}
        done, _result = attempt(form, merging.take_over, *typed, actor=current_actor(), **place)
        if done:
            return success(_("Both accounts are one now. You sign in with this one."), "accounts.account")
    return _account_page(PasswordForm(formdata=None), 422, other=form)


@blueprint.post("/account/large-text")
def large_text() -> ResponseReturnValue:
    """Switch large text on or off."""
    actor = current_actor()
    services.set_preferences(actor=actor, large_text=not actor.large_text)
    return see_other(safe_next(request.form.get("next")))


@blueprint.post("/account/dense-lists")
def dense_lists() -> ResponseReturnValue:
    """Switch long lists to one line a row, or back."""
    actor = current_actor()
    services.set_preferences(actor=actor, dense_lists=not actor.dense_lists)
    return see_other(safe_next(request.form.get("next")))


@blueprint.post("/account/language")
def language() -> ResponseReturnValue:
    """Remember the language for the account."""
    services.set_preferences(actor=current_actor(), locale=request.form.get("lang"))
    session.pop("lang", None)
    return see_other(url_for("accounts.account"))


@blueprint.post("/account/sessions/end")
def end_sessions() -> ResponseReturnValue:
    """End one other session of one's own, or all others."""
    actor = current_actor()
    only = request.form.get("session", type=int)
    services.end_sessions(actor.account_id, only=only, but=actor.session_id)
    return success(_("Ended."), "accounts.account")


@blueprint.post("/account/act-as")
def act_as() -> ResponseReturnValue:
    """Switch to another of one's own roles."""
    acting.act_as(request.form.get("as", ""), actor=current_actor())
    return see_other(safe_next(request.form.get("next")))
