"""Errors that the environment causes and a person can mend; their text is a whole sentence that says how."""


class HertzMonError(Exception):
    """Shown to the user as it is, never as a traceback."""


class DataDirectoryError(HertzMonError):
    """The data directory cannot be used."""


class AlreadyRunningError(HertzMonError):
    """Another HertzMon uses the same data directory."""


class SecretError(HertzMonError):
    """A secret file cannot be read or is open to other users."""
