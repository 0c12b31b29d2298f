"""Use case: the spaces of one store are made, opened, recovered and forgotten. A surface holds a space, never a key."""

from pathlib import Path
from typing import Any

from nearer.storage import KeyCost, Space, Store, open_store, url_of

__all__ = ["Space", "Spaces"]


class Spaces:
    """The door to all spaces of one store."""

    def __init__(self, data: Path | str, *, cost: KeyCost | None = None) -> None:
        """Open the store in a folder, which is made if it is not there, or at an address.

        Args:
            data: the folder as a path, or a store's address as text.
            cost: what one guess of a passphrase costs; None is the usual cost.

        Raises:
            InputError: that is no address of a store.
            StoreError: the folder or the store cannot be used; says why.
        """
        more: dict[str, Any] = {} if cost is None else {"cost": cost}
        self.store: Store = open_store(data if isinstance(data, str) else url_of(data), **more)

    def make(self, name: str, passphrase: str) -> tuple[Space, str]:
        """A new space, open, and the recovery code to print.

        Raises:
            InputError: the name is empty, the passphrase too short, or that very space is here already.
        """
        space, kit = self.store.create_space(name, passphrase)
        return space, kit.code

    def enter(self, name: str, passphrase: str) -> Space:
        """The space that name and passphrase open.

        Raises:
            WrongKey: they open none; the same sentence and the same time whichever is wrong.
        """
        return self.store.open_space(name, passphrase)

    def recover(self, code: str, name: str, passphrase: str) -> tuple[Space, str]:
        """The space that name and recovery code open, with its new passphrase, and a new code.

        Raises:
            InputError: the code has a slip in it, or the passphrase is too short.
            WrongKey: they open none.
        """
        space, kit = self.store.recover_space(name, code, passphrase)
        return space, kit.code

    def forget(self, space: Space, passphrase: str) -> None:
        """Make everything in a space unreadable for good.

        Raises:
            WrongKey: the passphrase is not the space's.
        """
        space.check_passphrase(passphrase)
        self.store.forget(space)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()
