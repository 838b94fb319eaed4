"""Languages: which one is in force, and its translators."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from hertzmon_gui.settings.paths import resource

CHINESE = "zh_CN"
ENGLISH = "en"


def effective_language(chosen: str) -> str:
    """The language that a setting means; "system" is Chinese where the system is, else English."""
    if chosen != "system":
        return chosen
    preferred = (QLocale(name).language() for name in QLocale.system().uiLanguages())
    first = next(preferred, QLocale.Language.English)
    return CHINESE if first == QLocale.Language.Chinese else ENGLISH


class Translators:
    """The translators that are installed in the application: ours, and Qt's own for its dialogs."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[tuple[QTranslator, bytes]] = []  # a translator reads in the bytes, which it does not keep
        self.language = ENGLISH

    def install(self, language: str) -> None:
        """Speak `language` from now on; widgets that exist keep their texts."""
        for translator, _ in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
        self.language = language
        QLocale.setDefault(QLocale(language))
        qt_texts = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        # English has plural forms, so it has a file too.
        for file in (qt_texts / f"qtbase_{language}.qm", resource("translations") / f"hertzmon_{language}.qm"):
            if not file.is_file():
                continue
            # Qt would map the file, and crash when it is written anew under the running program.
            texts = file.read_bytes()
            translator = QTranslator()
            if translator.load(texts):
                self._application.installTranslator(translator)
                self._installed.append((translator, texts))
