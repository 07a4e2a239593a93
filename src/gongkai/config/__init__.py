"""Settings, URLs and the processes of an installation."""
