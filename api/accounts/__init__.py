"""Who may use the API: accounts, sessions, tokens and what each may read, and what is kept of them on disk."""
