"""Compiles the TVM runtime's sources (from the installed wheels) for WebAssembly; links a model's object to them."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import tvm
import tvm_ffi

RUNTIME_DIR = Path(__file__).resolve().parent.parent / "runtime"
BUILD_DIR = Path(__file__).resolve().parent.parent / ".build"
TVM_DIR = Path(tvm.__file__).resolve().parent
TVM_FFI_DIR = Path(tvm_ffi.__file__).resolve().parent

# Translation units of the runtime, by the name of their object file; paths as in the source tree (below).
SOURCES = {
    "wasm_runtime": "tvm/web/emcc/wasm_runtime.cc",
    "webgpu_runtime": "tvm/web/emcc/webgpu_runtime.cc",
    "js_ffi": "runtime/js-ffi.cc",
}

# Sources that wasm_runtime.cc includes and a library does not need: empty files of the same path, found first, stand in
# for them. Remote procedure calls (which also need headers that the wheel lacks), the CPU sort, the recurrent state,
# which no Llama has, and the self-tests of the foreign function interface.
LEFT_OUT = (
    "src/runtime/rpc/rpc_channel.cc",
    "src/runtime/rpc/rpc_endpoint.cc",
    "src/runtime/rpc/rpc_event_impl.cc",
    "src/runtime/rpc/rpc_local_session.cc",
    "src/runtime/rpc/rpc_module.cc",
    "src/runtime/rpc/rpc_session.cc",
    "src/runtime/extra/contrib/sort/sort.cc",
    "src/runtime/vm/rnn_state.cc",
    "3rdparty/tvm-ffi/src/ffi/testing/testing.cc",
)

COMPILE_FLAGS = (
    "-Oz",
    "-std=c++17",
    "-DNDEBUG",
    # Only the C interface that the JavaScript side calls is exported; the C++ one may be stripped.
    "-DTVM_DLL=",
    "-DTVM_DLL_EXPORT=",
    "-DTVM_RUNTIME_DLL=",
    "-DTVM_RUNTIME_DLL_EXPORT=",
    "-Wno-everything",
)

LINK_FLAGS = (
    "-Oz",
    "--no-entry",
    "-sWASM_BIGINT=1",
    # TVMFFIWasmSafeCall and TVMFFIWasmFunctionDeleter come from the JavaScript side.
    "-sERROR_ON_UNDEFINED_SYMBOLS=0",
    "-sSTANDALONE_WASM=1",
    "-sALLOW_MEMORY_GROWTH=1",
    "-sWARN_ON_UNDEFINED_SYMBOLS=0",
)


# Include folders, first to last, relative to the source tree that `_source_tree` lays out: stand-ins, our headers (what
# the wheels lack, and what cuts theirs down), two folders that anchor relative includes, then the wheels' sources.
INCLUDE_DIRS = (
    "shadow",
    "ours",
    "anchors/src/runtime",
    "anchors/src/runtime/vm",
    "tvm",
    "tvm/include",
    "ffi/include",
    ".",
)


def _source_tree() -> Path:
    """A folder of links to all sources, from which they are compiled by relative paths.

    Messages and type names in the binary contain source paths; this way none of them tells of the machine.
    """
    tree = BUILD_DIR / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    for path in LEFT_OUT:
        stand_in = tree / "shadow" / path
        stand_in.parent.mkdir(parents=True, exist_ok=True)
        stand_in.write_text("// Left out of model libraries.\n")
    (tree / "tvm").symlink_to(TVM_DIR)
    (tree / "ffi").symlink_to(TVM_FFI_DIR)
    (tree / "runtime").symlink_to(RUNTIME_DIR)
    (tree / "ours").symlink_to(RUNTIME_DIR / "include")
    # wasm_runtime.cc names tvm-ffi's sources by their path in TVM's repository.
    (tree / "3rdparty").mkdir()
    (tree / "3rdparty/tvm-ffi").symlink_to(TVM_FFI_DIR)
    # The sources include headers of ours by relative path ("../support/…", "../../support/…"); those resolve against
    # folders of the include path that are as deep as the sources' own. The folders must exist.
    (tree / "anchors/src/runtime/vm").mkdir(parents=True)
    (tree / "anchors/src/support").symlink_to(RUNTIME_DIR / "include/src/support")
    return tree


def _cache_key(source: str) -> str:
    """Changes with the flags, the wheels, emcc and our own sources."""
    digest = hashlib.sha256()
    emcc_version = subprocess.run(["emcc", "--version"], capture_output=True, text=True, check=True).stdout
    for part in (
        *COMPILE_FLAGS,
        *INCLUDE_DIRS,
        *LEFT_OUT,
        tvm.__version__,
        tvm_ffi.__version__,
        emcc_version.splitlines()[0],
    ):
        digest.update(part.encode() + b"\0")
    for path in sorted(p for p in RUNTIME_DIR.rglob("*") if p.is_file()):
        digest.update(path.read_bytes())
    digest.update(source.encode())
    return digest.hexdigest()[:16]


def runtime_objects() -> list[Path]:
    """The runtime's object files, compiled when they are not in the cache."""
    objects = BUILD_DIR / "objects"
    objects.mkdir(parents=True, exist_ok=True)
    outputs = {name: objects / f"{name}-{_cache_key(source)}.o" for name, source in SOURCES.items()}
    missing = [name for name, output in outputs.items() if not output.exists()]
    if missing:
        tree = _source_tree()
        include_flags = [f"-I{path}" for path in INCLUDE_DIRS]
        for name in missing:
            partial = outputs[name].with_suffix(".partial.o")
            command = ["emcc", *COMPILE_FLAGS, *include_flags, "-c", SOURCES[name], "-o", str(partial)]
            subprocess.run(command, check=True, cwd=tree)
            partial.rename(outputs[name])
    return list(outputs.values())


def link(model_objects: list[str], output: Path) -> None:
    """Links a model's objects and the runtime into `output`, a .wasm without names or debug sections."""
    objects = [str(path) for path in runtime_objects()]
    # emcc writes its output several times over; nobody should find a half-made library.
    partial = output.with_suffix(".partial.wasm")
    subprocess.run(["emcc", *LINK_FLAGS, *model_objects, *objects, "-o", str(partial)], check=True)
    partial.chmod(0o644)
    partial.rename(output)
