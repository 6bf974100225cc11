"""What the DSA Transparency Database takes in the fields of a statement of reasons (schema v2).

Its own lists, as its validator has them (github.com/digital-services-act/transparency-database, June 2026), held
against it in `tests/real/test_4b_07_the_official_validator.py`. Categories and keywords are those of the report's
template, apart from what is named here.
"""

from kawaraban.law.dsa.report_files import template
from kawaraban.law.dsa.terms import ILLEGAL_CONTENT, INCOMPATIBLE_CONTENT

VISIBILITIES = frozenset(
    f"DECISION_VISIBILITY_{end}"
    for end in (
        *("CONTENT_REMOVED", "CONTENT_DISABLED", "CONTENT_DEMOTED", "CONTENT_AGE_RESTRICTED"),
        *("CONTENT_INTERACTION_RESTRICTED", "CONTENT_LABELLED", "OTHER"),
    )
)
PROVISIONS = frozenset(
    f"DECISION_PROVISION_{end}"
    for end in ("PARTIAL_SUSPENSION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "TOTAL_TERMINATION")
)
GROUNDS = frozenset((ILLEGAL_CONTENT, INCOMPATIBLE_CONTENT))
CONTENT_TYPES = frozenset(
    f"CONTENT_TYPE_{end}"
    for end in ("APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER")
)
SOURCES = frozenset(
    ("SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY")
)
AUTOMATED_DECISIONS = frozenset(
    f"AUTOMATED_DECISION_{end}" for end in ("FULLY", "PARTIALLY", "NOT_AUTOMATED")
)
# ISO 639-1, in capitals: every language that has such a code, not those of the Union alone.
LANGUAGES = frozenset(
    (
        *("AA", "AB", "AE", "AF", "AK", "AM", "AN", "AR", "AS", "AV", "AY", "AZ", "BA", "BE", "BG", "BH"),
        *("BI", "BM", "BN", "BO", "BR", "BS", "CA", "CE", "CH", "CO", "CR", "CS", "CU", "CV", "CY", "DA"),
        *("DE", "DV", "DZ", "EE", "EL", "EN", "EO", "ES", "ET", "EU", "FA", "FF", "FI", "FJ", "FO", "FR"),
        *("FY", "GA", "GD", "GL", "GN", "GU", "GV", "HA", "HE", "HI", "HO", "HR", "HT", "HU", "HY", "HZ"),
        *("IA", "ID", "IE", "IG", "II", "IK", "IO", "IS", "IT", "IU", "JA", "JV", "KA", "KG", "KI", "KJ"),
        *("KK", "KL", "KM", "KN", "KO", "KR", "KS", "KU", "KV", "KW", "KY", "LA", "LB", "LG", "LI", "LN"),
        *("LO", "LT", "LU", "LV", "MG", "MH", "MI", "MK", "ML", "MN", "MR", "MS", "MT", "MY", "NA", "NB"),
        *("ND", "NE", "NG", "NL", "NN", "NO", "NR", "NV", "NY", "OC", "OJ", "OM", "OR", "OS", "PA", "PI"),
        *("PL", "PS", "PT", "QU", "RM", "RN", "RO", "RU", "RW", "SA", "SC", "SD", "SE", "SG", "SI", "SK"),
        *("SL", "SM", "SN", "SO", "SQ", "SR", "SS", "ST", "SU", "SV", "SW", "TA", "TE", "TG", "TH", "TI"),
        *("TK", "TL", "TN", "TO", "TR", "TS", "TT", "TW", "TY", "UG", "UK", "UR", "UZ", "VE", "VI", "VO"),
        *("WA", "WO", "XH", "YI", "YO", "ZA", "ZH", "ZU"),
    )
)
# The report has it for orders of authorities; a statement never names it.
_FOR_ORDERS = "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"
# The database knows it; the report's template does not.
_OF_STATEMENTS = "KEYWORD_STALKING"


def categories() -> set[str]:
    """The official categories of a statement."""
    return {code for code in _codes() if code.startswith("STATEMENT_CATEGORY_")} - {_FOR_ORDERS}


def keywords() -> set[str]:
    """The official keywords."""
    return {code for code in _codes() if code.startswith("KEYWORD_")} | {_OF_STATEMENTS}


def _codes() -> set[str]:
    return {row[2] for row in template()["Part_2_categories_names.csv"][1:]}
