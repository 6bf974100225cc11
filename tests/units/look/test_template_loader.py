"""Indentation stays in the templates; nothing else of them is lost."""

from django.template import Engine

from kawaraban.look.template_loader import without_indentation


def test_a_line_stays_a_line_and_begins_with_what_is_on_it() -> None:
    assert without_indentation("<ul>\n    <li>\n\t<b>a</b>  \n  c</li>\n</ul>\n") == (
        "<ul>\n<li>\n<b>a</b>\nc</li>\n</ul>\n"
    )


def test_what_is_drawn_as_it_is_written_stays_as_it_is_written() -> None:
    written = (
        "<pre>\n  a\n</pre>",
        "<textarea rows=2>\n  {{ text }}</textarea>",
        "<script>\n  x\n</script>",
        "{% blocktranslate %}One\n  two{% endblocktranslate %}",
        "{% verbatim %}\n  x{% endverbatim %}",
    )

    for part in written:
        assert without_indentation(f"  <p>\n  {part}\n  </p>") == f"  <p>\n{part}\n</p>"


def test_templates_of_other_houses_stay_as_they_are_written() -> None:
    ours = Engine.get_default().get_template("look/sheet.html").source
    theirs = Engine.get_default().get_template("allauth/layouts/base.html").source

    assert "\n " not in ours
    assert "\n    <" in theirs
