"""What WhatsApp wrote itself, in twelve languages and more, is no message of anybody's."""

from pathlib import Path

import pytest

from nearer.sources import open_conversations

# language: picture left out, file left out (Android), message deleted, missed call, notice under a person's name
LANGUAGES = {
    "en": (
        "image omitted",
        "<Media omitted>",
        "You deleted this message.",
        "Missed voice call",
        "Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
    ),
    "de": (
        "Bild weggelassen",
        "<Medien ausgeschlossen>",
        "Diese Nachricht wurde gelöscht.",
        "Verpasster Sprachanruf",
        "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.",
    ),
    "fr": (
        "image absente",
        "<Médias omis>",
        "Ce message a été supprimé.",
        "Appel vocal manqué",
        "Les messages et les appels sont chiffrés de bout en bout.",
    ),
    "es": (
        "imagen omitida",
        "<Multimedia omitido>",
        "Eliminaste este mensaje.",
        "Llamada perdida",
        "Los mensajes y las llamadas están cifrados de extremo a extremo.",
    ),
    "pt": (
        "imagem não revelada",
        "<Mídia oculta>",
        "Esta mensagem foi apagada.",
        "Chamada de voz perdida",
        "As mensagens e chamadas são encriptadas ponto a ponto.",
    ),
    "it": (
        "immagine omessa",
        "<Media omessi>",
        "Questo messaggio è stato eliminato.",
        "Chiamata vocale persa",
        "I messaggi e le chiamate sono crittografati end-to-end.",
    ),
    "nl": (
        "afbeelding weggelaten",
        "<Media weggelaten>",
        "Dit bericht is verwijderd.",
        "Gemiste spraakoproep",
        "Berichten en oproepen worden end-to-end versleuteld.",
    ),
    "ru": (
        "изображение отсутствует",
        "<Без медиафайлов>",
        "Данное сообщение удалено.",
        "Пропущенный аудиозвонок",
        "Сообщения и звонки защищены сквозным шифрованием.",
    ),
    "tr": (
        "görüntü dahil edilmedi",
        "<Medya dahil edilmedi>",
        "Bu mesaj silindi.",
        "Cevapsız sesli arama",
        "Mesajlar ve aramalar uçtan uca şifrelidir.",
    ),
    "ja": (
        "画像は含まれていません",
        "<メディアは含まれていません>",
        "このメッセージは削除されました。",
        "音声不在着信",
        "メッセージと通話はエンドツーエンド暗号化されています。",
    ),
    "ar": (
        "الصورة محذوفة",
        "<تم استبعاد الوسائط>",
        "تم حذف هذه الرسالة",
        "مكالمة صوتية فائتة",
        "الرسائل والمكالمات مشفرة تمامًا بين الطرفين.",
    ),
    "hi": (
        "चित्र छोड़ा गया",
        "<मीडिया शामिल नहीं है>",
        "यह संदेश हटाया गया",
        "छूटी हुई वॉइस कॉल",
        "संदेश और कॉल एंड-टू-एंड एन्क्रिप्टेड हैं।",
    ),
    "id": (
        "gambar tidak disertakan",
        "<Media tidak disertakan>",
        "Pesan ini dihapus",
        "Panggilan suara tak terjawab",
        "Pesan dan panggilan terenkripsi secara end-to-end.",
    ),
    "zh": ("图片已忽略", "<省略多媒体文件>", "此消息已删除", "未接语音通话", "消息和通话都进行端到端加密。"),
    "ko": (
        "사진 생략됨",
        "<미디어 파일 제외됨>",
        "이 메시지는 삭제되었습니다",
        "부재중 음성통화",
        "메시지와 통화는 종단간 암호화되어 있습니다.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", ["", "\u200e"])
def test_the_apps_own_words(language: str, mark: str, tmp_path: Path) -> None:
    picture, file, deleted, call, notice = LANGUAGES[language]
    texts = [notice, picture, file, deleted, call, "so what about us"]
    lines = [
        f"[13.01.2024, 21:05:{second:02}] Ana: {mark if second < 5 else ''}{text}" for second, text in enumerate(texts)
    ]
    (tmp_path / "a").write_text("\n".join([*lines, "[13.01.2024, 21:06:00] Ben: ok"]) + "\n", "utf-8")
    read = open_conversations(tmp_path / "a")
    assert read.turns["kind"].cast(str).to_list() == [
        "system",
        "media",
        "media",
        "deleted",
        "call",
        "message",
        "message",
    ]
    assert read.turns["speaker"].to_list() == [None, "Ana", "Ana", "Ana", "Ana", "Ana", "Ben"]


@pytest.mark.parametrize(
    "text",
    [
        "I deleted this message from my phone",
        "she left",
        "Ana is a contact of mine",
        "video call?",
        "missed you",
        "I <3 you",
        "you added sugar",
        "the image omitted the best part",
        "location, location, location",
        "voice call tonight? or not",
    ],
)
def test_what_a_person_wrote_stays_a_message(text: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(f"13/01/2024, 21:05 - Ana: {text}\n13/01/2024, 21:06 - Ben: ok\n", "utf-8")
    assert open_conversations(tmp_path / "a").report.counts["message"] == 2


def test_files_places_edits_and_notices_without_a_person(tmp_path: Path) -> None:
    lines = [
        ("Ana: IMG-20240113-WA0001.jpg (file attached)", "media"),
        ("Ben: location: https://maps.google.com/?q=1,2", "media"),
        ("Ana: I was wrong <This message was edited>", "message"),
        ('Ana created group "Us: two"', "system"),
        ("Ben changed the subject to “a: b”", "system"),
        ("Missed voice call", "call"),
        ("Ana: Report.pdf • \u200e3 pages \u200edocument omitted", "media"),
        ("Ana: \u200e<attached: 00000012-PHOTO-2024-01-13-21-05-00.jpg>", "media"),
    ]
    (tmp_path / "a").write_text(
        "".join(f"13/01/2024, 21:{n:02} - {line}\n" for n, (line, _) in enumerate(lines)), "utf-8"
    )
    read = open_conversations(tmp_path / "a")
    assert read.turns["kind"].cast(str).to_list() == [kind for _, kind in lines]
    assert read.report.edited == 1
    assert read.turns["text"].to_list()[2] == "I was wrong"
    assert read.report.people == ("Ana", "Ben")
