"""The classes of the standards that are kept; each has its test."""

COMMON = "http://www.opengis.net/spec/ogcapi-common"
TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf"
FEATURES = "http://www.opengis.net/spec/ogcapi-features"

CONFORMS = (
    f"{COMMON}-1/1.0/conf/core",
    f"{COMMON}-1/1.0/conf/json",
    f"{COMMON}-2/1.0/conf/collections",
    f"{FEATURES}-1/1.0/conf/core",
    f"{FEATURES}-1/1.0/conf/oas30",
    f"{FEATURES}-1/1.0/conf/geojson",
    f"{FEATURES}-2/1.0/conf/crs",
    f"{FEATURES}-3/1.0/conf/queryables",
    f"{FEATURES}-3/1.0/conf/queryables-query-parameters",
    f"{TILES}/core",
    f"{TILES}/tileset",
    f"{TILES}/tilesets-list",
    f"{TILES}/geodata-tilesets",
    f"{TILES}/mvt",
)
