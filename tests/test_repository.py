"""What the repository promises of itself."""

import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import archive
import last_run
import pages
import pytest
import serve
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]

# Imports point down only: a module may use what stands before it.
LAYERS = [
    "geometry",
    "im2col",
    "layers",
    "gradient_check",
    "mutation",
    "data",
    "figures",
    "widgets",
]
CORE = ["geometry", "im2col", "layers"]


def imports(path):
    """Modules that a file imports where it is imported itself."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_imports_of_the_library_point_down():
    folder = ROOT / "convbook"
    for path in folder.rglob("*.py"):
        if path == folder / "__init__.py":
            continue
        layer = path.relative_to(folder).with_suffix("").parts[0]
        below = LAYERS[: LAYERS.index(layer)]
        for module in imports(path):
            if module.startswith("convbook."):
                used = module.split(".")[1]
                inside = path.parent != folder and used == layer
                assert used in below or inside, path.name


def test_the_core_needs_numpy_alone():
    for name in CORE:
        for module in imports(ROOT / "convbook" / f"{name}.py"):
            first = module.split(".")[0]
            standard = first in sys.stdlib_module_names
            assert standard or first in ("numpy", "convbook"), name
    code = (
        "import sys, convbook; "
        "assert not {'matplotlib', 'PIL', 'IPython'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_page_and_chapter_is_in_the_table_of_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = set(pages.documents(toc))
    there = {f"book/{path.stem}" for path in (ROOT / "book").glob("*.md")}
    there |= {
        f"notebooks/{path.stem}"
        for path in (ROOT / "notebooks").glob("*.ipynb")
    }
    assert listed == there


def test_every_setting_of_the_book_says_why_it_is_there():
    for line in (ROOT / "_config.yml").read_text().splitlines():
        setting = re.match(r"\s*(- .+|[\w ]+: .+)", line)
        if setting and not line.lstrip().startswith("<"):
            assert "#" in line, line


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = text[: text.index("[tool.")]
    requirements = re.findall(r'^ {4}"[\w-]+\W.*$', project, re.MULTILINE)
    assert len(requirements) > 10
    for line in requirements:
        assert "#" in line, line


def test_every_locked_package_has_its_hashes():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[\w-]+==)", text)[1:]
    assert len(packages) > 100
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"^(torch|nvidia)", text, re.MULTILINE)
    assert re.search(r"^jupyter-book==1\.", text, re.MULTILINE)


# --- The tools of the widgets' JavaScript


def test_every_package_from_npm_is_pinned_and_says_why_it_is_there():
    text = (ROOT / "frontend" / "package.json").read_text(encoding="utf-8")
    package = json.loads(text)
    assert "dependencies" not in package  # the bundles need nothing
    assert package["devDependencies"].keys() == package["//"].keys()
    for name, version in package["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert len(package["//"][name]) > 20, name


def test_the_lock_of_npm_has_hashes_and_names_no_host():
    path = ROOT / "frontend" / "package-lock.json"
    packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
    ours = packages.pop("")
    assert len(packages) > len(ours["devDependencies"])
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        package.pop("funding", None)  # a page that asks for money
        assert "resolved" not in package, name
        assert "://" not in json.dumps(package), name


# --- Binder


def requirements(path):
    """Lines of a requirements file, without hashes and comments."""
    text = (ROOT / path).read_text(encoding="utf-8")
    lines = (line.removesuffix("\\").rstrip() for line in text.splitlines())
    return [line for line in lines if line and line[0] not in " #"]


def test_binder_installs_a_part_of_the_lock_and_the_package_itself():
    *pins, package = requirements(".binder/requirements.txt")
    assert package == "."
    assert set(pins) < set(requirements("requirements.txt"))
    names = {re.match(r"[\w-]+", pin)[0] for pin in pins}
    assert {"ipykernel", "jupyterlab", "matplotlib", "numpy"} <= names
    assert not {"jupyter-book", "sphinx", "pytest", "torch"} & names


def test_binder_is_asked_for_a_python_that_the_package_allows():
    text = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8")
    version = re.fullmatch(r"python-(3\.\d+)\n", text)[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    allowed = SpecifierSet(project["project"]["requires-python"])
    assert version in allowed


@pytest.mark.skipif(os.name == "nt", reason="Binder runs on Linux")
def test_binder_trusts_the_chapters_and_then_starts_what_it_was_given(
    tmp_path,
):
    for name in ("01-a.ipynb", "practice/01-b.ipynb"):
        target = tmp_path / "notebooks" / name
        target.parent.mkdir(exist_ok=True, parents=True)
        target.touch()
    jupyter = tmp_path / "bin" / "jupyter"
    jupyter.parent.mkdir()
    jupyter.write_text('#!/bin/sh\nprintf "%s\\n" "$@" | sort\n')
    jupyter.chmod(0o755)
    started = subprocess.run(
        [ROOT / ".binder" / "start", "echo", "two words"],
        cwd=tmp_path,
        env={"PATH": f"{jupyter.parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert started.stdout.splitlines() == [
        "notebooks/01-a.ipynb",
        "notebooks/practice/01-b.ipynb",
        "trust",
        "two words",
    ]


# --- What the tools behind make say


def test_a_page_that_was_not_built_is_named(tmp_path):
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    listed, missing = pages.missing_pages(tmp_path)
    assert listed == missing and "index.html" in missing
    for page in listed[:-1]:
        target = tmp_path / "_build" / "html" / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    assert pages.missing_pages(tmp_path)[1] == listed[-1:]


def test_the_archive_holds_what_a_reader_needs_in_one_folder(tmp_path):
    names = ["index.html", "book/cover.html", "_static/book.css"]
    unneeded = [".buildinfo", "_static/theme.js.map", "_static/locales/de/a"]
    for name in [*names, *unneeded]:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(name)
    for _ in range(2):  # the second time, an archive is there already
        with zipfile.ZipFile(archive.pack(tmp_path)) as packed:
            inside = sorted(f"window-by-window/{name}" for name in names)
            assert packed.namelist() == inside
            assert packed.read("window-by-window/index.html") == b"index.html"


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve.bind(range(port, port + 20)) as server:
            assert port < server.server_port < port + 20
        with pytest.raises(SystemExit, match=f"Every port from {port} to"):
            serve.bind(range(port, port + 1))


@pytest.mark.parametrize(
    "error, said", [(BrokenPipeError, False), (RuntimeError, True)]
)
def test_a_reader_who_leaves_early_is_no_error(capfd, error, said):
    with serve.bind() as server:
        try:
            raise error
        except error:
            server.handle_error(None, ("127.0.0.1", 1))
    assert bool(capfd.readouterr().err) == said


# --- make

needs_make = pytest.mark.skipif(
    shutil.which("make") is None, reason="Windows has no make of its own"
)


def make(folder, *arguments):
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    # What the make that runs these tests has told its children is left out.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKE", "MFLAGS", "PYTHON"))
    }
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@needs_make
def test_make_alone_lists_every_target(tmp_path):
    listed = make(tmp_path).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"\.PHONY: (.*)", makefile)[1].split()
    for target in phony:
        assert re.search(rf"  make {target} +\S.*\(.+\)|help", listed), target


@needs_make
def test_a_missing_python_is_one_sentence(tmp_path):
    result = make(tmp_path, "setup", "PYTHON=no-such-python")
    assert result.returncode != 0
    assert result.stdout.startswith("Python is missing")
    assert "install Python 3.11 or newer" in result.stdout
    assert not (tmp_path / ".venv").exists()


@needs_make
@pytest.mark.parametrize(
    "answer, sentence",
    [
        ("case $* in *version_info*) exit 1;; esac", "Python is too old"),
        ("case $* in *ensurepip*) exit 1;; esac", "venv module is missing"),
    ],
)
def test_a_python_that_will_not_do_is_one_sentence(tmp_path, answer, sentence):
    python = tmp_path / "python-stub"
    python.write_text(f"#!/bin/sh\n{answer}\necho Python 3.9.1\n")
    python.chmod(0o755)
    result = make(tmp_path, "setup", f"PYTHON={python}")
    assert result.returncode != 0
    assert sentence in result.stdout
    assert not (tmp_path / ".venv").exists()


@needs_make
@pytest.mark.parametrize(
    "answer, sentence",
    [
        (None, "Node is missing"),
        (
            "case $1 in -e) exit 1;; esac; echo v16.20.2",
            "Node is too old: v16",
        ),
    ],
)
def test_a_node_that_will_not_do_is_one_sentence(tmp_path, answer, sentence):
    (tmp_path / "frontend").mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / "frontend" / name, tmp_path / "frontend")
    node = "no-such-node"
    if answer:
        node = tmp_path / "node-stub"
        node.write_text(f"#!/bin/sh\n{answer}\n")
        node.chmod(0o755)
    result = make(tmp_path, "frontend/node_modules/.ready", f"NODE={node}")
    assert result.returncode != 0
    assert result.stdout.startswith(sentence)
    assert len(result.stdout.splitlines()) == 1
    assert not (tmp_path / "frontend" / "node_modules").exists()


# --- Windows, without make: the commands on the page are those of make


# What pip prints, and not what it does.
DISPLAY = r" --(disable-pip-version-check|progress-bar on|quiet)"
# PowerShell leaves the names that match a star to the program.
GLOB = re.compile(r"\(Get-ChildItem (\S+)\)\.FullName")


def commands_of_make(*targets):
    """The commands that run Python or what .venv holds, as make runs them."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, value in reversed(re.findall(r"(?m)^(\w+) .?= (.*)", text)):
        text = text.replace(f"$({name})", value)
    commands = set()
    for target in targets:
        rule = re.search(rf"(?m)^{target}:.*\n((\t.*\n)+)", text)[1]
        for line in rule.splitlines():
            command = line.strip("\t @\\&;").replace('"', "")
            if re.match(r"\.venv/bin/|python3 -m venv", command):
                commands.add(re.sub(DISPLAY, "", command))
    return commands


def commands_of_the_page():
    text = (ROOT / "book" / "how-to-use.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```powershell\n(.*?)```", text, re.DOTALL)
    commands = set()
    for line in "\n".join(blocks).splitlines():
        command = GLOB.sub(r"\1", line.split(" #")[0].strip())
        command = re.sub(r"^py ", "python3 ", command)
        command = command.replace("\\", "/").replace("/Scripts/", "/bin/")
        commands.add(command)
    return commands - {""}


def test_the_commands_for_windows_are_those_of_make():
    page = commands_of_the_page()
    wanted = commands_of_make(".venv/.ready", "book", "read", "lab", "test")
    assert len(wanted) >= 9
    assert page == wanted


# --- The table of the last run


def test_the_last_run_is_read_from_the_report(tmp_path):
    report = tmp_path / "test-report.xml"
    report.write_text(
        '<testsuites><testsuite tests="4" failures="1" errors="0" skipped="1"'
        ' time="12.6" timestamp="2026-11-24T10:00:00">'
        '<testcase classname="tests.test_geometry" name="test_a"/>'
        '<testcase classname="tests.test_geometry" name="test_b"/>'
        '<testcase classname="notebooks.01.ipynb" name="Cell 0"/>'
        '<testcase classname="notebooks.01.ipynb" name="Cell 1"/>'
        "</testsuite></testsuites>"
    )
    table = "\n".join(last_run.run_in_words(report))
    assert "| When | 2026-11-24 |" in table
    assert "| Tests | 4 |" in table
    assert "compared | 2 |" in table
    assert "| Passed | 2 |" in table and "| Failed | 1 |" in table
    assert "| Seconds | 13 |" in table


def test_without_a_report_the_page_says_what_to_run(tmp_path):
    words = last_run.run_in_words(tmp_path / "none.xml")
    assert "No test has been run" in words[0] and "make test" in words[0]


def test_exempt_cells_are_listed_with_their_reasons():
    words = "\n".join(last_run.exemptions_in_words(ROOT / "notebooks"))
    assert "a cell of `01-slide-a-window`: its output is not compared" in words
    assert "how long the loops take" in words
