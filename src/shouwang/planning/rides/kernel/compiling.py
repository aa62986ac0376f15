"""How the kernel is compiled: once, into a folder that changes with any of its sources.

numba's own cache looks only at the file of the outermost function: a changed callee in another file would go
unnoticed. So the folder's name is a checksum of all of them.
"""

import gc
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import codegen, compiler

_Library: Any = codegen.JITCodeLibrary  # what is used of them has no types
_Compiler: Any = compiler.Compiler
NAME = "shouwang-rides-"
Function = TypeVar("Function", bound=Callable[..., Any])


def _cache_folder() -> str:
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    for base in (home, tempfile.gettempdir()):
        folder = os.path.join(base, f"{NAME}{digest}")
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return ""


CACHE_FOLDER = _cache_folder()
"""Where the compiled kernel lies; empty where nothing can be written: it is then compiled at every start."""


def forget_older(folder: str, *, age: float, now: float) -> None:
    """Delete what other versions of the kernel were compiled into, where nobody has used it for `age` seconds.

    `now`: seconds since 1970. A folder of this version stays, and so does one that somebody else may be using.
    """
    here = Path(folder)
    for other in here.parent.glob(NAME + 16 * "[0-9a-f]"):
        try:
            if other.name != here.name and other.is_dir() and now - _last_used(other) > age:
                shutil.rmtree(other, ignore_errors=True)
        except OSError:
            continue


def _last_used(folder: Path) -> float:
    return max((file.stat().st_mtime for file in (folder, *folder.iterdir())), default=0.0)


class _Part(_Library):  # type: ignore[misc]
    """Code that only other compiled code calls: handed on as it is, to be optimised where Python calls it.

    numba's own libraries optimise and translate every function with all that it calls, again for each caller.
    """

    def _optimize_functions(self, ll_module: Any) -> None:
        ll_module.data_layout = self._codegen._data_layout

    def _link(self) -> None:
        for library in dict.fromkeys(self._linking_libraries):
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)

    def finalize(self) -> None:
        self._link()
        self._finalized = True


class _Whole(_Part):
    """What Python calls, with all its parts: optimised and translated as one.

    Nobody else can call the parts, so LLVM may fold them into their callers and change what they are handed.
    """

    def finalize(self) -> None:
        own = {function.name for function in self._final_module.functions if not function.is_declaration}
        self._link()
        for function in self._final_module.functions:
            if not function.is_declaration and function.name not in own:
                function.linkage = "internal"
        passes, builder = self._codegen._module_pass_manager()
        passes.run(self._final_module, builder)
        self._final_module.verify()
        self._finalize_final_module()


class _PartCompiler(_Compiler):  # type: ignore[misc]
    def define_pipelines(self) -> Any:
        self.state.library = _Part(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        self.state.targetctx.get_executable = _not_from_python
        return super().define_pipelines()


def _not_from_python(*_: object) -> object:
    return object().__sizeof__  # numba asks for some builtin, another one for each function


class _WholeCompiler(_Compiler):  # type: ignore[misc]
    def define_pipelines(self) -> Any:
        self.state.library = _Whole(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        self.state.library.enable_object_caching()
        return super().define_pipelines()

    def compile_extra(self, function: Any) -> Any:
        was_enabled = gc.isenabled()
        gc.disable()  # a fifth of the time would go into looking for garbage of which there is little
        try:
            return super().compile_extra(function)
        finally:
            if was_enabled:
                gc.enable()


def compiled(function: Function) -> Function:
    """Compile a function that only compiled ones call, as a part of them.

    It runs without the interpreter's lock and without counting references: the arrays are the caller's.
    """
    return _compiled(function, pipeline_class=_PartCompiler, no_cpython_wrapper=True)


folded = compiled  # what is called in one place is folded in there when the whole is optimised


def entrance(function: Function) -> Function:
    """Compile what Python calls with all that it calls, once, and keep it in `CACHE_FOLDER`."""
    return _compiled(function, pipeline_class=_WholeCompiler, cache=bool(CACHE_FOLDER))


def _compiled(function: Function, **options: object) -> Function:
    config, njit = cast(Any, numba.config), cast(Any, numba.njit)  # their types leave out what is used here
    before, config.CACHE_DIR = config.CACHE_DIR, CACHE_FOLDER
    try:
        done: Function = njit(nogil=True, error_model="numpy", no_cfunc_wrapper=True, _nrt=False, **options)(function)
    finally:
        config.CACHE_DIR = before
    return done
