"""What is wrong and what to do, for a publisher who may know no server: each code of a finding in two sentences.

The finding's own line says files, figures and commands; these say what it means.
"""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Words(NamedTuple):
    """`what` is wrong, and what to `do`."""

    what: Promise
    do: Promise


# The codes are stored for as long as a report stands.
WORDS: Final[dict[str, Words]] = {
    "files": Words(
        _("Files of the paper can be read by others on the machine, or not by its web server."),
        _("Whoever runs the server sets the rights of the files: the line below has the command."),
    ),
    "keys": Words(
        _("A key of the paper is missing or was replaced."),
        _("Put the key file back from the copy of the paper before anything is started anew."),
    ),
    "configuration": Words(
        _("The settings of the paper do not fit together."),
        _("Whoever runs the server mends what the line below names, and starts the paper again."),
    ),
    "schema": Words(
        _("The database is older than the program."),
        _("Make a copy of the paper, then run the command below."),
    ),
    "database": Words(
        _("The database is damaged, or cannot be read."),
        _("Stop the paper and restore the last copy. Do nothing else with it before."),
    ),
    "layout": Words(
        _("Styles and scripts of this version are missing."),
        _("Start the paper again: it lays them out."),
    ),
    "addresses": Words(
        _("Readers cannot reach a page, because the paper itself uses its address."),
        _("Give the page another address in the editor. The old one leads there."),
    ),
    "disk": Words(
        _("A disk is nearly full."),
        _("Make room soon: when it is full, no comment can be sent and nothing can be decided."),
    ),
    "disk_read_only": Words(
        _("A disk can only be read."),
        _("It may be broken. Whoever runs the server looks at the system’s log, and at the last copy."),
    ),
    "writing": Words(
        _("The paper cannot write: no comment is stored and nothing is decided."),
        _("Readers are served meanwhile. Whoever runs the server mends what the line below names."),
    ),
    "page_store": Words(
        _("The store of printed pages is damaged."),
        _("Nothing is lost. The paper begins a new one by itself."),
    ),
    "worker": Words(
        _("The worker is late: pages are not printed anew, and mails do not leave."),
        _("Whoever runs the server looks at the log, and starts the paper again if it stays so."),
    ),
    "mails_given_up": Words(
        _("Mails were given up: the people they were for were not told."),
        _("See below why they failed. When the reason is gone, try them again."),
    ),
    "mails_late": Words(
        _("Mails wait for too long."),
        _("See below why. They are tried again by themselves, after longer and longer pauses."),
    ),
    "hooks": Words(
        _("Another program is not told what happens here."),
        _("See below what it answers. When it takes messages again, try them again."),
    ),
    "mail_server": Words(
        _("The mail server takes no mail from the paper."),
        _("Ask whoever runs the mail server. The mails wait and are not lost for about three days."),
    ),
    "misdated": Words(
        _("Something is dated in the future: the clock of the machine was wrong, or is."),
        _("Set the clock right, and let it follow a time server."),
    ),
    "clock": Words(
        _("The clock of a machine is not that of the database."),
        _("Let both follow a time server: times of decisions and limits depend on it."),
    ),
    "clock_unkept": Words(
        _("Nobody keeps the clock of a machine right."),
        _("Let it follow a time server. Times of decisions are part of the record."),
    ),
    "proxies": Words(
        _("Too many are believed when they say who asks."),
        _("Name in trusted_proxies the servers in front of the paper, and nobody else."),
    ),
    "hosts": Words(
        _("The paper answers under any name."),
        _("Name in hosts each name of the paper: a stranger could lead links in mails elsewhere."),
    ),
    "no_tls": Words(
        _("The paper is served without encryption."),
        _("Put a web server with a certificate in front: passwords can be read on the way."),
    ),
    "certificate": Words(
        _("The certificate of the paper is not valid."),
        _("Browsers warn readers off. Whoever runs the web server renews it."),
    ),
    "unreachable": Words(
        _("The machine does not reach the paper by its own address."),
        _("If readers do, nothing is wrong. If not, look at the web server in front and at the name."),
    ),
    "another_answers": Words(
        _("At the paper’s address something else answers."),
        _("Look at where the name leads, and at the web server in front."),
    ),
    "host_rewritten": Words(
        _("The server in front hides the name that readers asked for."),
        _("Let it pass on the name: else links lead to the wrong place, and signing in fails."),
    ),
    "scheme_hidden": Words(
        _("The server in front does not say that readers use encryption."),
        _("Let it set X-Forwarded-Proto: else signing in fails."),
    ),
    "address_forged": Words(
        _("Strangers can say from which address they write, and are believed."),
        _("Limits on senders and suspensions do not hold until the server in front is mended."),
    ),
    "unread": Words(
        _("Something could not be looked at."),
        _("The line below says why."),
    ),
}


def words_of(code: str) -> Words:
    """Of a finding; of one that another version kept, what is said where nothing is known."""
    return WORDS.get(code, WORDS["unread"])
