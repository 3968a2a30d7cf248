"""The pages of the accounts room: signing in, the desk, people and their roles."""

from consult.accounts.views.blueprint import bp
from consult.accounts.views.council_account import install_council_accounts
from consult.accounts.views.desk import desk
from consult.accounts.views.entrance import install_entrance
from consult.accounts.views.people import install_scopes
from consult.accounts.views.signing_in import sign_in
from consult.accounts.views.your_sign_in import your_sign_in

__all__ = ["bp", "desk", "install_council_accounts", "install_entrance", "install_scopes", "sign_in", "your_sign_in"]
