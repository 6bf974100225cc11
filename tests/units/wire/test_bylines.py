"""Bylines as agencies write them, and the names that are in them."""

import pytest

from kawaraban.wire.bylines import NAMES_COUNT, all_bylines, bylines, name_key

TABLE = [
    ("desk@paper.media (Rae Finn)", ("Rae Finn",)),
    ("desk@paper.media", ()),
    ("Rae Finn <rae@paper.agency>", ("Rae Finn",)),
    ('<a href="https://wire.example/rae/">Rae Finn</a>', ("Rae Finn",)),
    ("No&euml;l O&#8217;Dea", ("Noël O’Dea",)),
    ("Von Parks", ("Von Parks",)),
    ("Di Trevis", ("Di Trevis",)),
    ("Ana Lima e Sousa", ("Ana Lima e Sousa",)),
    ("José Ortega y Gasset", ("José Ortega y Gasset",)),
    ("Marks & Spencer", ("Marks & Spencer",)),
    ("Christian Hollmann, dpa", ("Christian Hollmann, dpa",)),
    ("Von Christian Hollmann, dpa", ("Christian Hollmann, dpa",)),
    ("By Ada Bo and Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Von Ada Bo und Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("山田太郎、佐藤花子", ("山田太郎", "佐藤花子")),
    ("山田太郎・佐藤花子", ("山田太郎", "佐藤花子")),
    ("ジョン・スミス", ("ジョン・スミス",)),
    ("ジョン・スミス、山田太郎", ("ジョン・スミス", "山田太郎")),
    ("Finn, Rae", ("Rae Finn",)),
    ("Finn, Rae; Bo, Ada", ("Rae Finn", "Ada Bo")),
    ("Ada Bo, Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Ada Bo, Cem Dağ and Di Su", ("Ada Bo", "Cem Dağ", "Di Su")),
    ("Ada Bo, Cem Dağ, and Di Su", ("Ada Bo", "Cem Dağ", "Di Su")),
    ("John Smith, Jr.", ("John Smith, Jr.",)),
    ("Jane Roe, MD", ("Jane Roe, MD",)),
    ("Jane Roe, Political Editor", ("Jane Roe, Political Editor",)),
    ("Reuters", ("Reuters",)),
    ("By Reuters", ("Reuters",)),
    ("Von AFP", ("AFP",)),
    ("AFP, Reuters", ("AFP", "Reuters")),
    ("AFP and Reuters", ("AFP", "Reuters")),
    ("dpa/AFP", ("dpa", "AFP")),
    ("Ada Bo & Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Ada Bo, Cem Dağ & Di Su", ("Ada Bo", "Cem Dağ", "Di Su")),
    ("Ana Lima e Rui Costa", ("Ana Lima", "Rui Costa")),
    ("José Ortega y Gasset y Ana Lima", ("José Ortega y Gasset", "Ana Lima")),
    ("Ayşe Kaya ve Can Su", ("Ayşe Kaya", "Can Su")),
    ("Marie Curie et Jean Valjean", ("Marie Curie", "Jean Valjean")),
    ("أحمد علي و سارة خالد", ("أحمد علي", "سارة خالد")),
    ("أحمد علي، سارة خالد", ("أحمد علي", "سارة خالد")),
    ("بقلم: أحمد علي", ("أحمد علي",)),
    ("John E Smith", ("John E Smith",)),
    ("Ursula von der Leyen", ("Ursula von der Leyen",)),
    ("von der Leyen", ("von der Leyen",)),
    ("Par Avion", ("Par Avion",)),
    ("Door Jan Jansen", ("Jan Jansen",)),
    ("noreply@blogger.com (Unknown)", ()),
    ("Rae Finn (rae@paper.agency)", ("Rae Finn",)),
    ("&lt;a href=&quot;https://x.example&quot;&gt;Rae Finn&lt;/a&gt;", ("Rae Finn",)),
    ("&amp;lt;b&amp;gt;Rae Finn&amp;lt;/b&amp;gt;", ("Rae Finn",)),
    ("a@x.media (Ada Bo), c@y.agency (Cem Dağ)", ("Ada Bo", "Cem Dağ")),
    ("mailto:rae@paper.newspaper", ()),
    ("https://x.example/rae", ()),
    ("Rae Finn https://x.example/rae", ("Rae Finn",)),
    ("ADA BO AND CEM DAĞ", ("ADA BO", "CEM DAĞ")),
    ("Ada Bo; Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Ada Bo<br>Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Rae Finn &lt;rae@paper.agency&gt;", ("Rae Finn",)),
    ('"Rae Finn" <rae@paper.agency>', ("Rae Finn",)),
    ("Text: Ada Bo", ("Ada Bo",)),
    ("Written by Ada Bo", ("Ada Bo",)),
    ("Haber: Ayşe Kaya", ("Ayşe Kaya",)),
    ("By: Ada Bo", ("Ada Bo",)),
    ("文・山田太郎", ("山田太郎",)),
    ("記者：山田太郎", ("山田太郎",)),
    ("van der Berg, Jan", ("Jan van der Berg",)),
    ("Smith, J. R.", ("J. R. Smith",)),
    ("Ada Bo und Agenturen", ("Ada Bo",)),
    ("Ada Bo et al.", ("Ada Bo",)),
    ("Rae Finn, AFP and Jo Ek, Reuters", ("Rae Finn, AFP", "Jo Ek, Reuters")),
    ("Martin Luther King Jr.", ("Martin Luther King Jr.",)),
    ("Simón Bolívar y Palacios", ("Simón Bolívar y Palacios",)),
    ("Johnson & Johnson", ("Johnson & Johnson",)),
    ("Иван Петров и Анна Иванова", ("Иван Петров", "Анна Иванова")),
    ("Jan Jansen en Piet Bakker", ("Jan Jansen", "Piet Bakker")),
    ("By", ()),
    ("", ()),
    ("Rae Finn, rae@paper.agency", ("Rae Finn",)),
    ("Anders och Eva Berg", ("Anders", "Eva Berg")),
    ("Von Ada Bo", ("Ada Bo",)),
    ("von Ada Bo, Berlin", ("Ada Bo, Berlin",)),
    ("Ada Bo, Berlin", ("Ada Bo, Berlin",)),
    ("Di Maria Rossi", ("Maria Rossi",)),
    ("The Associated Press", ("The Associated Press",)),
    ("Madonna", ("Madonna",)),
    ("By Ada Bo | Harbour News", ("Ada Bo", "Harbour News")),
    ("Byron Bay", ("Byron Bay",)),
    ("Avi Cohen", ("Avi Cohen",)),
    ("Por EFE", ("EFE",)),
    ("Par Marie Curie", ("Marie Curie",)),
    ("O'Dea, Noël", ("Noël O'Dea",)),
    ("Ada Bo\u00a0and\u00a0Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Bo, Ada and Dağ, Cem", ("Ada Bo", "Cem Dağ")),
    ("Rae Finn (dpa)", ("Rae Finn (dpa)",)),
    ("rae@paper.media (Rae Finn) (Reuters)", ("Rae Finn (Reuters)",)),
    ("(Rae Finn)", ("Rae Finn",)),
    ("【山田太郎】", ("山田太郎",)),
    ("记者 张三", ("张三",)),
    ('"Finn, Rae" <rae@paper.agency>', ("Rae Finn",)),
    ("Rae Finn (@raefinn)", ("Rae Finn",)),
    ("@raefinn", ()),
    ("Rae Finn (she/her)", ("Rae Finn",)),
    ("\u200bRae\u00ad Finn\u200b", ("Rae Finn",)),
    ("Text: Ada Bo; Fotos: Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Text: Ada Bo Foto: Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Words by Ada Bo, photographs by Cem Dağ", ("Ada Bo", "Cem Dağ")),
    ("Reporting by Ada Bo; Editing by Cem Dağ", ("Ada Bo",)),
    ("Автор: Иван Петров", ("Иван Петров",)),
    ("DE LA CRUZ, Juan", ("Juan DE LA CRUZ",)),
    ("Unknown Author", ()),
]


@pytest.mark.parametrize(("stated", "names"), TABLE, ids=[repr(stated) for stated, _names in TABLE])
def test_a_byline_gives_its_names(stated: str, names: tuple[str, ...]) -> None:
    assert bylines(stated) == names


@pytest.mark.parametrize(
    "pair",
    [
        ("ÇİĞDEM IŞIK", "Çiğdem Işık"),
        ("ADA BO", "ada bo"),
        ("İbrahim Çelik", "ibrahim çelik"),
        ("IAN SMITH", "Ian Smith"),
        ("Rene\u0301e Roe", "Renée Roe"),
        ("Noël O’Dea", "NOËL O'DEA"),
        ("Groß", "GROSS"),
        ("Ada\u200b Bo", "Ada Bo"),
        ("ΓΙΩΡΓΟΣ", "Γιώργος".replace("ώ", "ω")),
    ],
)
def test_one_name_is_the_same_in_small_letters_and_capitals_of_its_language(pair: tuple[str, str]) -> None:
    first, second = pair

    assert name_key(first) == name_key(second)


def test_whoever_is_named_in_two_fields_is_one_person() -> None:
    assert all_bylines(["desk@paper.media (Rae Finn)", "RAE FINN", "Ada Bo"]) == ("Rae Finn", "Ada Bo")


def test_of_thousands_of_names_some_are_taken() -> None:
    assert len(all_bylines(f"Ada Bo{n}" for n in range(5000))) == NAMES_COUNT
    assert len(bylines(", ".join(f"Ada Bo{n}" for n in range(5000)))) <= NAMES_COUNT
