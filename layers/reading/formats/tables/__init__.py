"""Tables with coordinates in their columns: CSV and Excel workbooks."""
