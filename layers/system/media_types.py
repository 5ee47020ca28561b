"""What a file that is handed out is, in the words of HTTP."""

from __future__ import annotations

ANYTHING = "*/*"
CSV = "text/csv"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GEOJSON = "application/geo+json"
GEOPACKAGE = "application/geopackage+sqlite3"
JSON = "application/json"
KML = "application/vnd.google-earth.kml+xml"
OCTETS = "application/octet-stream"
PARQUET = "application/vnd.apache.parquet"
PDF = "application/pdf"
TIFF = "image/tiff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
