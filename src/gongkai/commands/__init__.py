"""The subcommands of `gongkai`, one module a group; `gongkai.cli` loads them when they are called."""
