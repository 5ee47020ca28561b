"""Where requests come in and answers leave: access, limits, language, errors, serving."""
