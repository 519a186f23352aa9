"""What Binder runs when it starts."""

import os
import subprocess

import pytest
from paths import ROOT


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
