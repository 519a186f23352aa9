"""What GitHub and git do with the repository, and pre-commit before them."""

import json
import re
import shutil
import subprocess
import tomllib

import pytest
import yaml
from paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORK = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "some-one/a.fork",
}


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def steps(job):
    return yaml.safe_load(read(".github/workflows/book.yml"))["jobs"][job][
        "steps"
    ]


def commands(job):
    return [step["run"] for step in steps(job) if "run" in step]


# --- The workflow


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_hash_and_says_its_version(path):
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert len(used) >= 1
    for action in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    versions = dict(action.split("@") for action in used)
    assert len(set(used)) == len(versions)  # one version of each


@pytest.mark.skipif(
    not shutil.which("bash") or not shutil.which("sed"),
    reason="the job that publishes runs on Linux",
)
def test_the_book_is_published_with_the_address_of_its_repository(tmp_path):
    write, test = commands("test")
    assert test == "bash .ci/run"
    shutil.copy(ROOT / "_config.yml", tmp_path)
    before = (tmp_path / "_config.yml").read_text("utf-8")
    subprocess.run(
        ["bash", "-ec", write],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", **FORK},
        check=True,
    )
    after = (tmp_path / "_config.yml").read_text("utf-8")
    written = yaml.safe_load(after)["repository"]["url"]
    assert written == "https://github.com/some-one/a.fork"
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    assert sum(old != new for old, new in lines) == 1


def test_the_windows_job_runs_what_the_page_says():
    text = read("book/how-to-use.md")
    blocks = re.findall(r"```powershell\n(.*?)```", text, re.DOTALL)
    page = "".join(blocks).splitlines()
    serving = [
        line for line in page if "jupyter lab" in line or "http" in line
    ]
    assert len(serving) == 2  # these do not end
    assert commands("windows") == [
        line for line in page if line not in serving
    ]


# --- git


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_bundle_keeps_its_bytes_where_git_changes_the_ends_of_lines(
    tmp_path,
):
    def git(*arguments):
        name = ["-c", "user.name=a", "-c", "user.email=a@b"]
        windows = ["-c", "core.autocrlf=true", "-c", "core.safecrlf=false"]
        subprocess.run(
            ["git", *name, *windows, *arguments],
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )

    shutil.copy(ROOT / ".gitattributes", tmp_path)
    bundle = tmp_path / "bundle.js"
    bundle.write_bytes(b"one\ntwo\n")
    font = tmp_path / "font.woff"
    font.write_bytes(b"\0one\r\ntwo\n")
    git("init")
    git("add", ".")
    git("commit", "-m", "Two files")
    bundle.unlink()
    font.unlink()
    git("checkout", ".")
    assert bundle.read_bytes() == b"one\ntwo\n"
    assert font.read_bytes() == b"\0one\r\ntwo\n"


# --- pre-commit


def test_what_runs_before_a_commit_runs_in_make_check_too():
    settings = yaml.safe_load(read(".pre-commit-config.yaml"))
    recipe = read("Makefile").split("\ncheck: ")[1].split("\n\n")[0]
    recipe = recipe.replace("$(BIN)", ".venv/bin").splitlines()
    (ours,) = settings["repos"]
    assert ours["repo"] == "local"  # no second version of a tool
    assert len(ours["hooks"]) >= 5
    for hook in ours["hooks"]:
        assert f"\t{hook['entry']}" in recipe, hook["id"]


# --- The version


def test_the_changelog_begins_with_the_version_of_the_package():
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    newest = re.search(r"^## (\S+),", read("book/changelog.md"), re.MULTILINE)
    assert newest[1] == version
    assert "version" not in json.loads(read("frontend/package.json"))
