"""The generator of the demonstration district: run by maintainers, never by the service."""
