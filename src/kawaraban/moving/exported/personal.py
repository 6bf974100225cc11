"""Which columns of an export hold something about people, said by the one table of personal data (`law/personal`)."""

from kawaraban.law.personal.table import lines
from kawaraban.moving.exported.sheets import Sheet


def personal_columns(sheet: Sheet) -> tuple[str, ...]:
    """In the order of the line."""
    said = {column for line in lines() for column in line.columns}
    named = []
    for table in sheet.tables:
        for column in table.columns:
            # Django's name of a column that names another row is without the ending.
            names = (column.name, column.name.removesuffix("_id"))
            if table.label in said or any(f"{table.label}.{name}" in said for name in names):
                named.append(column.name)
    return tuple(dict.fromkeys(named))
