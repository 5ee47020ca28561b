"""The register of units: who leads projects and answers for them, under all names they had."""
