"""What is wrong and what to do, for a publisher who may know no server: each code of a finding in two sentences.

The finding's own line says files, figures and commands; these say what it means.
"""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HealthWords(NamedTuple):
    """`what` is wrong, and what to `do`."""

    what: Promise
    do: Promise


# The codes are stored for as long as a report stands.
WORDS: Final[dict[str, HealthWords]] = {
    "files": HealthWords(
        _("Files of the paper can be read by others on the machine, or not by its web server."),
        _("Whoever runs the server sets the rights of the files: the line below has the command."),
    ),
    "keys": HealthWords(
        _("A key of the paper is missing or was replaced."),
        _("Put the key file back from the copy of the paper before anything is started anew."),
    ),
    "configuration": HealthWords(
        _("The settings of the paper do not fit together."),
        _("Whoever runs the server mends what the line below names, and starts the paper again."),
    ),
    "schema": HealthWords(
        _("The database is older than the program."),
        _("Make a copy of the paper, then run the command below."),
    ),
    "database": HealthWords(
        _("The database is damaged, or cannot be read."),
        _("Stop the paper and restore the last copy. Do nothing else with it before."),
    ),
    "layout": HealthWords(
        _("Styles and scripts of this version are missing."),
        _("Start the paper again: it lays them out."),
    ),
    "addresses": HealthWords(
        _("Readers cannot reach a page, because the paper itself uses its address."),
        _("Give the page another address in the editor. The old one leads there."),
    ),
    "disk": HealthWords(
        _("A disk is nearly full."),
        _("Make room soon: when it is full, no comment can be sent and nothing can be decided."),
    ),
    "disk_read_only": HealthWords(
        _("A disk can only be read."),
        _("It may be broken. Whoever runs the server looks at the system’s log, and at the last copy."),
    ),
    "writing": HealthWords(
        _("The paper cannot write: no comment is stored and nothing is decided."),
        _("Readers are served meanwhile. Whoever runs the server mends what the line below names."),
    ),
    "page_store": HealthWords(
        _("The store of printed pages is damaged."),
        _("Nothing is lost. The paper begins a new one by itself."),
    ),
    "worker": HealthWords(
        _("The worker is late: pages are not printed anew, and mails do not leave."),
        _("Whoever runs the server looks at the log, and starts the paper again if it stays so."),
    ),
    "mails_given_up": HealthWords(
        _("Mails were given up: the people they were for were not told."),
        _("See below why they failed. When the reason is gone, try them again."),
    ),
    "mails_late": HealthWords(
        _("Mails wait for too long."),
        _("See below why. They are tried again by themselves, after longer and longer pauses."),
    ),
    "hooks": HealthWords(
        _("Another program is not told what happens here."),
        _("See below what it answers. When it takes messages again, try them again."),
    ),
    "backup": HealthWords(
        _("The newest copy of the paper is old, or the last one could not be made."),
        _("Whoever runs the server mends it soon: without a copy all is lost with the machine."),
    ),
    "backup_none": HealthWords(
        _("No copy of the paper is known."),
        _("Let the paper copy itself to another machine, or see that somebody does."),
    ),
    "mail_server": HealthWords(
        _("The mail server takes no mail from the paper."),
        _("Ask whoever runs the mail server. The mails wait and are not lost for about three days."),
    ),
    "misdated": HealthWords(
        _("Something is dated in the future: the clock of the machine was wrong, or is."),
        _("Set the clock right, and let it follow a time server."),
    ),
    "clock": HealthWords(
        _("The clock of a machine is not that of the database."),
        _("Let both follow a time server: times of decisions and limits depend on it."),
    ),
    "clock_unkept": HealthWords(
        _("Nobody keeps the clock of a machine right."),
        _("Let it follow a time server. Times of decisions are part of the record."),
    ),
    "proxies": HealthWords(
        _("Too many are believed when they say who asks."),
        _("Name in trusted_proxies the servers in front of the paper, and nobody else."),
    ),
    "hosts": HealthWords(
        _("The paper answers under any name."),
        _("Name in hosts each name of the paper: a stranger could lead links in mails elsewhere."),
    ),
    "no_tls": HealthWords(
        _("The paper is served without encryption."),
        _("Put a web server with a certificate in front: passwords can be read on the way."),
    ),
    "certificate": HealthWords(
        _("The certificate of the paper is not valid."),
        _("Browsers warn readers off. Whoever runs the web server renews it."),
    ),
    "unreachable": HealthWords(
        _("The machine does not reach the paper by its own address."),
        _("If readers do, nothing is wrong. If not, look at the web server in front and at the name."),
    ),
    "another_answers": HealthWords(
        _("At the paper’s address something else answers."),
        _("Look at where the name leads, and at the web server in front."),
    ),
    "host_rewritten": HealthWords(
        _("The server in front hides the name that readers asked for."),
        _("Let it pass on the name: else links lead to the wrong place, and signing in fails."),
    ),
    "scheme_hidden": HealthWords(
        _("The server in front does not say that readers use encryption."),
        _("Let it set X-Forwarded-Proto: else signing in fails."),
    ),
    "address_forged": HealthWords(
        _("Strangers can say from which address they write, and are believed."),
        _("Limits on senders and suspensions do not hold until the server in front is mended."),
    ),
    "unread": HealthWords(
        _("Something could not be looked at."),
        _("The line below says why."),
    ),
}


def words_of(code: str) -> HealthWords:
    """Of a finding; of one that another version kept, what is said where nothing is known."""
    return WORDS.get(code, WORDS["unread"])
