"""4.3: an office of the paper is nobody's name, however it is written; a person's own name is free."""

import pytest

from kawaraban.comments.names.protected import PROTECTED_TITLES, PROTECTED_WORDS, _all_forms
from kawaraban.kit.imitations import imitates
from kawaraban.kit.names import clean_name

STAFF = ("Mika", "Ines Quist", "Jo Fawx", "Roux", "Said")
PAPERS = (
    "The Tidewaiter",
    "Harbour News",
    "東京新聞",
    "الميناء",
    "Die Wacht",
    "Le Phare",
    "tidewaiter.example",
)
OFFICES = [
    "Mod", "mods", "Mods", "The Mods", "MOD", "M0d", "rnod", "МОД", "𝐌𝐨𝐝", "🇲🇴🇩", "M o d", "Mod 2", "mod_1",
    "Support", "The Support", "Support Team", "support-team", "supportteam", "SupportTeam", "$upport", "Supp0rt",
    "Customer Support", "Help Desk Support", "Helpdesk", "Staff", "The Staff", "staff", "Staffs", "Staff Member",
    "Staff Writer", "Team", "The Team", "Our Team", "Mod Team", "modteam", "themods", "TheMods", "Official",
    "Official Account", "The Official", "Verified Support", "Community Team", "Comments Team", "Head Mod",
    "The Moderators", "Moderators", "Admin", "Admins", "Sysadmin", "The Sysadmins", "SysAdmin", "Editors", "Mod ✓",
    "✓ Mod", "Mod ✔️", "[Mod]", "(Mod)", "【公式】", "★ Support ★", "Support™", "Mod!", "«Mod»", "<Staff>",
    "Moderator (staff)", "Support (staff)", "Team (official)", "Official ☑️", "@Support", "#Team", "Ali (mod)",
    "Ali [MOD]", "Jane Doe (staff)", "Jane Doe | Support", "Jane / Mod", "Jane – Official", "Jane Doe • Team",
    "Ali (destek)", "Ayşe [mod ekibi]", "山田（公式）", "علي (الدعم)", "Modlar", "Destek", "Destek Ekibi", "Ekip",
    "Ekibimiz", "Resmi", "Resmi Hesap", "Yetkili", "Yetkililer", "Personel", "Görevliler", "Site Destek",
    "Müşteri Destek", "Mod Ekibi", "サポート", "サポートチーム", "公式", "公式アカウント", "公式サポート", "チーム",
    "担当者", "サポートの担当", "サイト管理", "編集", "スタッフ", "運営", "モデ", "الدعم", "فريق الدعم", "الفريق",
    "الرسمي", "الحساب الرسمي", "دعم الموقع", "الطاقم", "الموظفون", "المشرفون", "Das Team", "Das Support-Team",
    "Mitarbeiter", "Offiziell", "L'équipe", "L’équipe", "Équipe", "Les modos", "Modo", "El equipo", "Soporte",
    "Equipo de soporte", "Oficial", "La administración", "Supporto", "Ufficiale", "Assistenza", "Beheer",
    "Medewerkers", "Equipe", "Suporte", "Zespół", "Wsparcie", "Поддержка", "Команда сайта", "Модеры", "Модер",
    "Сотрудники", "Η ομάδα", "Η ΟΜΑΔΑ", "Συντάκτης", "ΣΥΝΤΑΚΤΗΣ", "РЕДАКТОР", "ПОДДЕРЖКА", "Υποστήριξη",
]  # fmt: skip
OF_THE_PAPER = [
    "Tidewaiter", "The Tidewaiter", "The Tidewaiters", "Tidewaiters", "TheTidewaiter", "TIDEWAITERS ✓",
    "Tidewaiter Mod", "Tidewaiter Mods", "Mods of The Tidewaiter", "Tidewaiter Support", "tidewaitersupport",
    "TidewaiterSupport", "Support at Tidewaiter", "Tidewaiter (staff)", "Tidewaiter [official]", "(Tidewaiter)",
    "Tidewaiter | Support", "The Tidewaiter's Team", "The Tidewaiter Official", "Official Tidewaiter",
    "Tidewaiter Verified", "Tidewaiter Reporter", "Tidewaiter News", "Tidewaiter Online", "Team Tidewaiter",
    "Harbour News", "Harbour News Team", "Team Harbour News", "The Harbour News Mods", "東京新聞", "東京新聞公式",
    "東京新聞の公式サポート", "東京新聞サポートチーム", "公式 東京新聞", "فريق الميناء", "الميناء الرسمي",
    "Das Wacht Team", "Die Wacht Support", "Wacht", "L'équipe du Phare", "Équipe Phare", "Tidewaiter ekibi",
    "Tidewaiter Destek Ekibi", "tidewaiter.example support", "Mika Support", "Mika (mod)", "Team Mika",
    "Ines Quist, Staff", "mikasupport",
]  # fmt: skip
PEOPLE = [
    # English and what sounds like an office
    "Modric", "Modesta", "Modestus Ode", "Mika Support-Smith", "Jamie Staff", "Leopold Staff", "Staffan",
    "Mod Suksawat", "Teamoana", "Tim", "Teemu", "Offizia", "Ed", "Eddie Torres", "Edith Moder", "Admir", "Adminah",
    "Sysy", "Mody", "Moda", "Modou Barrow", "Ana (Berlin)", "Jo [he/him]", "Ann-Marie", "Ann | reader",
    "Jane – from Leeds", "Harbour Pilot", "Tide Waiter's son", "Supriya", "Desmod", "The Other Ali", "Owen",
    "Owner of two dogs", "Steamer", "Readers' friend", "Team Rocket", "Support your locals", "Official Ali",
    "Leeds Team fan", "Head of Hair", "Le Roux", "Al Said", "El Said", "Modupe Oni", "O. Staff", "E. Staff", "Theo",
    "Theodora", "Page", "Chief", "Reader", "Lea de la Mer",
    # Turkish, Japanese, Arabic
    "Yetkin", "Resmiye", "Ekipman Ali", "Destan", "Modalı Ayşe", "Görkem", "Destina", "みか", "公平", "公一", "運",
    "担", "編", "管野", "山田太郎", "定 公子", "みのり", "さん", "علي", "محمد", "دعاء", "رسمي أبو علي", "رسمية",
    "فريقه", "طارق",
    # the others
    "Mitar", "Leitner", "Equilino Neto", "Oficina Pérez", "Modesto", "Modeste Tchaïkovski", "Modibo", "Modigliani",
    "Modrić", "Supo", "Squadrini", "Assis", "Beheshti", "Medea", "Zespa", "Модест", "Модестов", "Команов",
    "Персида", "Борис", "Σοφία", "Οδυσσέας", "Mikael", "Mikas", "Mika Tanaka", "Ines", "Wachter",
]  # fmt: skip


def is_refused(typed: str, *papers: str) -> bool:
    names = (*STAFF, *_all_forms(papers or ("",)))
    return imitates(clean_name(typed), names=names, words=PROTECTED_WORDS, titles=PROTECTED_TITLES)


@pytest.mark.parametrize("typed", OFFICES)
def test_4_03_an_office_is_nobodys_name(typed: str) -> None:
    assert is_refused(typed)


@pytest.mark.parametrize("typed", OF_THE_PAPER)
def test_4_03_nor_is_the_paper_with_an_office_or_in_the_plural(typed: str) -> None:
    assert is_refused(typed, *PAPERS)


def test_4_03_a_persons_own_name_is_taken() -> None:
    assert len(PEOPLE) > 60
    assert [typed for typed in PEOPLE if is_refused(typed, *PAPERS)] == []


def test_4_03_a_long_name_is_looked_at_in_no_time() -> None:
    assert not is_refused("mod" * 300 + "x", *PAPERS)
    assert not is_refused("team official support " * 100 + "Ali", *PAPERS)
