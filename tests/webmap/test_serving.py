"""Serving: an address that cannot be had is a refusal."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from flask import Flask

from geo.errors import EcoAtlasError
from webmap.serving import serve

OPEN_FILES = Path("/proc/self/fd")


def test_a_port_that_is_taken_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EcoAtlasError) as refused:
            serve(Flask("taken"), port=port)
    assert refused.value.code == "address-taken"
    assert str(port) in refused.value.message.zh


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="open files are listed on Linux only")
def test_a_port_that_is_taken_leaves_nothing_open() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        before = set(OPEN_FILES.iterdir())
        with pytest.raises(EcoAtlasError) as refused:
            serve(Flask("taken"), port=taken.getsockname()[1])
        assert refused.value.code == "address-taken"
        assert set(OPEN_FILES.iterdir()) <= before
