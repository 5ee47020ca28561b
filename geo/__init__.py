"""Geometry and raster questions as pure functions: frames and arrays in, frames and numbers out."""
