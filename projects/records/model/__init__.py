"""Tables, fields, codes and parts of project records, and what is refused."""
