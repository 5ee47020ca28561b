"""Serving: an address that cannot be had is a refusal."""

from __future__ import annotations

import gc
import socket

import pytest
from flask import Flask

from geo.errors import EcoAtlasError
from webmap.serving import serve


def test_a_port_that_is_taken_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EcoAtlasError) as refused:
            serve(Flask("taken"), port=port)
    assert refused.value.code == "address-taken"
    assert str(port) in refused.value.message.zh
    gc.collect()  # a socket left open is a warning, and so a fault, of this test
