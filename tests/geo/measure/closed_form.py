"""σ in closed form, and its series: where the coefficients of `geo.measure.areal` come from."""

from __future__ import annotations

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from geo.crs.ellipsoid import ELLIPSOID
from geo.measure import areal

Floats = NDArray[np.float64]
Complex = NDArray[np.complex128]

# Degrees in cos 2μ of p_1, p_2, … (in u², u⁴, …): a further term is below 1e-15 at u = 0.135.
DEGREES = (5, 4, 4, 3, 2, 1, 0)
_E = float(np.sqrt(ELLIPSOID.es))
_N = ELLIPSOID.f / (2 - ELLIPSOID.f)
# Krüger's coefficients of the inverse projection to n⁶ (Karney 2011, eq. 36): row j, powers of n.
_BETA = np.array(
    [
        [1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800],
        [0, 1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720],
        [0, 0, 17 / 480, -37 / 840, -209 / 4480, 5569 / 90720],
        [0, 0, 0, 4397 / 161280, -11 / 504, -830251 / 7257600],
        [0, 0, 0, 0, 4583 / 161280, -108847 / 3991680],
        [0, 0, 0, 0, 0, 20648693 / 638668800],
    ]
) @ (_N ** np.arange(1, 7))
_EVEN = 2 * np.arange(1, 7)


def exact_scale(xi: Floats, eta: Complex) -> Complex:
    """σ in closed form, also for complex eta: xi = μ, eta = u."""
    up, up_slope = _to_sphere(xi + 1j * eta)
    down, down_slope = _to_sphere(xi - 1j * eta)
    cosh = np.cosh((up - down) / 2j)
    conformal = np.sin((up + down) / 2) / cosh  # sin χ
    geodetic = conformal  # sin φ, better by the factor e² each time
    for _ in range(10):
        geodetic = np.tanh(np.arctanh(conformal) + _E * np.arctanh(_E * geodetic))
    parallel2 = ELLIPSOID.a**2 * (1 - geodetic**2) / (1 - (_E * geodetic) ** 2)  # (ν cos φ)²
    scale: Complex = parallel2 / (1 - conformal**2) * up_slope * down_slope
    return scale / (areal.RECTIFYING_RADIUS_M * cosh) ** 2


def _to_sphere(zeta: Complex) -> tuple[Complex, Complex]:
    """ζ′ and dζ′/dζ."""
    angles = zeta[..., None] * _EVEN
    return zeta - np.sin(angles) @ _BETA, 1 - np.cos(angles) @ (_EVEN * _BETA)


def density() -> list[list[float]]:
    """Coefficients of 1 − σ, for each power of u² from 1 on those of the powers of cos 2μ."""
    latitudes = (np.arange(32) + 0.5) * np.pi / 32
    count, radius = 64, 0.5
    around = radius * np.exp(2j * np.pi * np.arange(count) / count)
    sampled = exact_scale(latitudes[:, None], around[None, :])
    taylor = np.fft.fft(sampled, axis=1).real / count / radius ** np.arange(count)
    powers = []
    for k, degree in enumerate(DEGREES, start=1):
        waves = np.cos(2 * latitudes[:, None] * np.arange(degree + 1))
        cosines = -2 * taylor[:, 2 * k] @ waves / len(latitudes)
        cosines[0] /= 2
        powers.append(chebyshev.cheb2poly(cosines).tolist())
    return powers
