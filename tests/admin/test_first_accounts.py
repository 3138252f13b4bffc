"""From an empty chamber to its first accounts, and the way back of an administrator who forgot the password."""

from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.directory.models import Department
from tests.client import Client
from tests.factories.audit import history


def joined(app, address, username):
    browser = Client(app)
    page = browser.get("/join/" + address.rpartition("/join/")[2])
    typed = {"name": username, "username": username, "password": "wutong-2027"}
    asked = {name: value for name, value in typed.items() if page.page.css(f"[name={name}]")}
    assert browser.post_form(page, asked).status_code == 200
    return browser


def opened(admin, app, username, **typed):
    page = admin.post_form("/admin/accounts/new", {"name": username, **typed}).page
    return joined(app, page.one("#address").text(), username)


def test_the_steps_to_production_can_be_carried_out_in_the_order_of_the_readme(db, app):
    printed = app.test_cli_runner().invoke(args=["set-up-address"]).output
    admin = joined(app, printed.strip(), "first")
    secretary = opened(admin, app, "secretary", roles=["secretariat"])
    assert secretary.post_form("/directory/new", {"name": "经济发展办公室"}).status_code == 200
    department = db.session.scalars(select(Department)).one()
    handler = opened(admin, app, "handler", roles=["handler"], department=str(department.id))
    assert handler.get("/").status_code == 200
    assert [seat.is_lead for seat in department.handlers] == [True]


def test_an_administrator_who_forgot_the_password_gets_a_link_from_the_command_line(db, app, cast):
    db.session.commit()
    runner = app.test_cli_runner()
    address = runner.invoke(args=["set-up-address", "--for", "admin"]).output.strip()
    assert history("account", cast.admin.id)[-1].act == "invitation.issued"
    assert joined(app, address, "admin").get("/admin/accounts").status_code == 200
    assert Client(app).get("/join/" + address.rpartition("/join/")[2]).status_code == 404
    for other in ("leader", "nobody"):
        refused = runner.invoke(args=["set-up-address", "--for", other])
        assert refused.exit_code == 1 and "There is no administrator" in refused.output


def test_a_form_that_is_sent_twice_makes_one_account_and_a_link_that_works(db, app, cast, sign_in):
    admin = sign_in(cast.admin)
    page = admin.get("/admin/accounts/new")
    before = db.session.query(Account).count()
    typed = {"name": "同名", "roles": ["leader"]}
    first, second = admin.post_form(page, typed), admin.post_form(page, typed)
    assert db.session.query(Account).count() == before + 1
    assert first.page.one("#address").text() != second.page.one("#address").text()
    assert joined(app, second.page.one("#address").text(), "tongming").get("/account").status_code == 200
    admin.post_form("/admin/accounts/new", typed)
    assert db.session.query(Account).count() == before + 2, "another form is another person of that name"
