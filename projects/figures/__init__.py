"""What a figure is compared with: units of policy targets, demands and what is missing."""
