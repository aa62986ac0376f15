"""A tuple of arrays handed from function to function as one pointer, and not as some hundred numbers.

numba takes a tuple of arrays apart at each call and puts it together in each function: with thirty arrays that is most
of what there is to compile. `handed` lays it down once, where Python calls in; its fields are read from there.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import extending, types
from numba.core import cgutils as untyped
from numba.core.typing.templates import AttributeTemplate

Held = TypeVar("Held")
_Type: Any = types.Type
_Template: Any = AttributeTemplate
_Model: Any = extending.models.PrimitiveModel
_extending: Any = extending
_cgutils: Any = untyped


class Handed(_Type):  # type: ignore[misc]
    """The type of a pointer to a named tuple."""

    def __init__(self, held: Any) -> None:
        self.held = held
        super().__init__(f"Handed({held.instance_class.__name__}, {hash(held)})")

    @property
    def key(self) -> Any:
        return self.held


@_extending.register_model(Handed)
class _Pointer(_Model):  # type: ignore[misc]
    def __init__(self, manager: Any, handed: Handed) -> None:
        super().__init__(manager, handed, manager.lookup(handed.held).get_value_type().as_pointer())


@_extending.infer_getattr
class _Fields(_Template):  # type: ignore[misc]
    key = Handed

    def generic_resolve(self, handed: Handed, name: str) -> Any:
        held = handed.held
        return held.types[held.fields.index(name)] if name in held.fields else None


def _read(_context: Any, builder: Any, handed: Handed, pointer: Any, name: str) -> Any:
    return builder.load(_cgutils.gep_inbounds(builder, pointer, 0, handed.held.fields.index(name)))


_extending.lower_getattr_generic(Handed)(_read)


def _lay_down(_typing: Any, held: Any) -> Any:
    def lay_down(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return _cgutils.alloca_once_value(builder, arguments[0])

    return Handed(held)(held), lay_down


handed = cast(Callable[[Held], Held], _extending.intrinsic(_lay_down))
"""In compiled code: the same named tuple, by pointer; it lives as long as the function that calls this."""
