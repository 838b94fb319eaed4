"""How the API is served: sockets, TLS, connections, workers, and the log of who asked for what."""
