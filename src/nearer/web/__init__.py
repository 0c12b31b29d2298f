"""The web app on this machine: parse, call a use case, show. It knows `nearer.app` and nothing below it."""
