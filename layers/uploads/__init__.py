"""Uploads: files on their way from a browser, looked at before they become a version."""
