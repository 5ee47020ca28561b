"""What other systems send to `/api/v1`: each sending counts once, and can be tried first."""
