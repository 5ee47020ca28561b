"""The writers of export files, one module for each format."""
