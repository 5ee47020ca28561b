"""Packages that only some addresses need, and how each is installed."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from layers.faults.codes import DRIVER_MISSING

# Package as it is imported -> the setting that asks for it, and what to install.
DRIVERS: dict[str, tuple[str, str]] = {
    "psycopg": ("ECOATLAS_DATABASE_URL", "pip install 'ecoatlas[postgresql]'"),
    "redis": ("ECOATLAS_QUEUE_URL / ECOATLAS_LIMITS_URL", "pip install 'ecoatlas[redis]'"),
    "s3fs": ("ECOATLAS_STORE_URL", "pip install 'ecoatlas[s3]'"),
    "distributed": ("ECOATLAS_SCHEDULER_URL", "pip install 'ecoatlas[dask]'"),
    "gcsfs": ("ECOATLAS_STORE_URL", "pip install gcsfs"),
    "adlfs": ("ECOATLAS_STORE_URL", "pip install adlfs"),
}


def driver_refusal(error: ImportError) -> EcoAtlasError | None:
    """`driver-missing` where an address needs a package that is not installed."""
    said = f"{error.name or ''} {error}".lower()
    return next((missing(package) for package in DRIVERS if package in said), None)


def missing(package: str) -> EcoAtlasError:
    """`driver-missing` for one of these packages."""
    setting, install = DRIVERS[package]
    return EcoAtlasError(DRIVER_MISSING, package=package, setting=setting, install=install)
