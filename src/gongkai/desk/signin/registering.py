"""Names of addresses that stay open to a person who has something to do first."""

from __future__ import annotations

FREE = frozenset({"health", "account_login", "account_logout", "me-password", "desk:help", "desk:help-topic"})
"""Open whatever must be done first."""

SETTING_UP = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
"""Open besides while a second factor is to be set up."""
