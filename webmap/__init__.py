"""The web application: pages, API, the Folium map, and the command line."""
