"""Text in the two languages of the service, always declared side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in Chinese and in English; a template may hold ``{names}``."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"both languages are needed: {self!r}")

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def format(self, **values: object) -> Text:
        """Fill the template; a value that is itself a Text is filled in its own language."""

        def filled(template: str, language: Language) -> str:
            own = {k: v.in_(language) if isinstance(v, Text) else v for k, v in values.items()}
            return template.format(**own)

        return Text(filled(self.zh, "zh"), filled(self.en, "en"))

    def as_dict(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}
