"""``python -m nearer`` and the ``nearer`` command."""

from nearer.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
