"""Words with which nobody signs a comment: the offices of a paper, in the languages of its readers."""

PROTECTED_WORDS: tuple[str, ...] = (
    "moderator", "moderation", "editor", "administrator", "admin", "publisher", "redaction", "newsroom", "staff",
    "moderatör", "editör", "yönetici", "yayıncı", "redaksiyon", "yazıişleri",
    "モデレーター", "編集者", "編集長", "編集部", "管理人", "管理者", "運営", "発行人",
    "مشرف", "المشرف", "محرر", "المحرر", "مدير", "المدير", "ناشر", "الناشر", "التحرير",
)  # fmt: skip
