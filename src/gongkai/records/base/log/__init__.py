"""The log of each record: append-only, chained, sealed into one chain; personal data only under the subject's own key.

Use `log.chain` (append, verify), `log.personal` (read and erase personal data), `log.sealing` (the one chain of all).
"""
