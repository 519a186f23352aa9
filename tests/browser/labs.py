"""JupyterLab as Binder starts it, on a copy of the book."""

import json
import os
import re
import socket
import subprocess
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import book_copy
import pytest
from playwright.sync_api import expect

ENVIRONMENT = book_copy.ROOT / ".venv-binder"
START = book_copy.ROOT / ".binder" / "start"
STARTING, LOADING = 90, 90_000  # seconds; milliseconds

# JupyterLab would ask the reader about news, and its own site for updates.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_until_it_answers(server, url, log):
    """Ask until the server answers; fail with what it wrote if it ends."""
    for _ in range(STARTING * 2):
        try:
            urllib.request.urlopen(f"{url}/api", timeout=5).close()
            return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.5)
                break
    pytest.fail(f"JupyterLab did not answer: {log.read_text()}")


@dataclass
class Lab:
    """A JupyterLab that runs: its address, and the folder that it serves."""

    url: str
    folder: Path


@contextmanager
def started(home):
    """JupyterLab on a copy of the book, for a reader who starts afresh."""
    folder = book_copy.copy_book(home)
    overrides = home / ".jupyter/labconfig/default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(SETTINGS))
    port = free_port()
    log = home / "jupyterlab.log"
    command = [
        *(START, "jupyter-lab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={port}", "--port-retries=0"),
        *("--IdentityProvider.token=", "--ServerApp.password="),
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env={
                "HOME": str(home),
                "PATH": f"{ENVIRONMENT / 'bin'}:{os.environ['PATH']}",
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(server, url, log)
        yield Lab(url, folder)
    finally:
        server.terminate()
        server.wait(STARTING)


def open_notebook(visit, lab, path):
    """Open a notebook, and wait until its kernel is ready."""
    opened = visit(f"lab/tree/{path.as_posix()}?reset", base=lab.url)
    wait_for_kernel(opened.page)
    return opened


def wait_for_kernel(page):
    """Wait until a kernel is there and idle.

    The indicator says "idle" before there is any kernel too, and a cell that
    is run then is passed over: the kernel's name has to be there first.
    """
    panel = page.locator(".jp-NotebookPanel")
    name = panel.locator(".jp-KernelName")
    expect(name).to_have_text(re.compile("Python"), timeout=LOADING)
    status = panel.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    expect(status).to_be_attached(timeout=LOADING)


def choose(page, menu, entry):
    """Choose an entry of a menu, each by its name."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry, exact=True).first.click()
