"""make: what it lists, what it says when something is missing, Windows."""

import os
import re
import shutil
import subprocess

import pytest
from paths import ROOT

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
        assert re.search(rf"  make {target} +\S.*\(.+\)", listed), target


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


# What a command prints, and not what it does.
DISPLAY = r" (--(disable-pip-version-check|progress-bar on|quiet)|2>/dev/null)"
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
