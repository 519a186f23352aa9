"""The lists of pinned packages: Python's, npm's, and Binder's part of it."""

import json
import re
import tomllib

from packaging.specifiers import SpecifierSet
from paths import ROOT


def test_every_locked_package_has_its_hashes():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[\w-]+(?:\[[\w,-]+\])?==)", text)[1:]
    assert len(packages) == len(re.findall(r"^[^ #].*==", text, re.M))
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
    pins = set(requirements(".binder/requirements.txt"))
    assert "." in pins
    pins.remove(".")
    assert pins < set(requirements("requirements.txt"))
    names = {re.match(r"[\w-]+", pin)[0] for pin in pins}
    assert {"ipykernel", "jupyterlab", "matplotlib", "numpy"} <= names
    assert not {"jupyter-book", "sphinx", "pytest", "torch"} & names


def test_binder_is_asked_for_a_python_that_the_package_allows():
    text = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8")
    version = re.fullmatch(r"python-(3\.\d+)\n", text)[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    allowed = SpecifierSet(project["project"]["requires-python"])
    assert version in allowed
