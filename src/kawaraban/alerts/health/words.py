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
        _("Others on the machine can read files of the paper, or its web server cannot."),
        _("Set the permissions of these files. They are named below."),
    ),
    "keys": HealthWords(
        _("A key of the paper is missing, or was replaced."),
        _("Put the key file back from the backup of the keys. Do not start the paper again before that."),
    ),
    "configuration": HealthWords(
        _("Something in the settings of the paper is not right."),
        _("Correct what is named below. Then start the paper again."),
    ),
    "schema": HealthWords(
        _("The database is older than the program."),
        _("Make a backup. Then run the command below."),
    ),
    "database": HealthWords(
        _("The database is damaged, or cannot be read."),
        _("If the line below says that it is damaged, stop the paper and restore the last backup."),
    ),
    "layout": HealthWords(
        _("The styles and scripts of this version are missing."),
        _("Start the paper again: it puts them in place."),
    ),
    "addresses": HealthWords(
        _("Readers cannot reach a page, because the paper itself uses its address."),
        _("Give the page another address in the editor. The old one then leads there."),
    ),
    "disk": HealthWords(
        _("A disk is nearly full."),
        _("Make room soon. When it is full, no comment can be sent and nothing can be decided."),
    ),
    "disk_read_only": HealthWords(
        _("A disk can be read, but not written."),
        _("It may be failing. Look at the log of the system, and make sure that there is a recent backup."),
    ),
    "writing": HealthWords(
        _("The paper cannot write: no comment is stored, and nothing can be decided."),
        _("Readers still get their pages. Correct what is named below: the paper then goes on by itself."),
    ),
    "page_store": HealthWords(
        _("The store of printed pages is damaged."),
        _("Nothing is lost. The paper begins a new store by itself."),
    ),
    "worker": HealthWords(
        _("The work in the background has stopped: pages are not printed again, and no mail leaves."),
        _("The log says why. If it does not go on by itself, start the paper again."),
    ),
    "mails_given_up": HealthWords(
        _("Some mails were given up: the people they were for have not been told."),
        _("See under Mails why they failed. Once the cause is gone, try them again."),
    ),
    "mails_late": HealthWords(
        _("Some mails have not left for more than an hour."),
        _("See under Mails why. They are tried again by themselves, after longer and longer pauses."),
    ),
    "hooks": HealthWords(
        _("Another program is not told what happens here."),
        _("See under Hooks what it answers. Once it takes messages, try them again."),
    ),
    "backup": HealthWords(
        _("The newest backup is too old, or the last one failed."),
        _("Put this right soon. Without a backup, all is lost when the machine is lost."),
    ),
    "backup_none": HealthWords(
        _("No backup of the paper is known."),
        _("Let the paper make backups on another machine, or make sure that somebody does."),
    ),
    "mail_server": HealthWords(
        _("The mail server takes no mail from the paper."),
        _(
            "Ask the people who run the mail server. The mails wait for about three days before they are given up."
        ),
    ),
    "misdated": HealthWords(
        _("Something is dated in the future: the clock of the machine is wrong, or was."),
        _("Set the clock right, and let it follow a time server."),
    ),
    "clock": HealthWords(
        _("The clock of a machine differs from that of the database."),
        _("Let both follow a time server. The times of decisions and the limits on senders depend on it."),
    ),
    "clock_unkept": HealthWords(
        _("Nothing keeps the clock of a machine right."),
        _("Let it follow a time server. The times of decisions are part of the record."),
    ),
    "proxies": HealthWords(
        _("Too many machines are believed when they say where a request comes from."),
        _("Name in trusted_proxies the servers in front of the paper, and no others."),
    ),
    "hosts": HealthWords(
        _("The paper answers under any name."),
        _(
            "Name each host of the paper in hosts. Otherwise a stranger could make links in mails lead elsewhere."
        ),
    ),
    "no_tls": HealthWords(
        _("The paper is served without encryption: passwords can be read on the way."),
        _("Put a web server with a certificate in front of the paper."),
    ),
    "certificate": HealthWords(
        _("The certificate of the paper is not valid: browsers warn readers."),
        _("Renew the certificate on the web server."),
    ),
    "unreachable": HealthWords(
        _("The machine cannot reach the paper at the paper’s own address."),
        _(
            "If readers can, nothing is wrong. If they cannot, look at the web server in front and at the domain name."
        ),
    ),
    "another_answers": HealthWords(
        _("Something else answers at the paper’s address."),
        _("Look where the domain name leads, and at the web server in front."),
    ),
    "host_rewritten": HealthWords(
        _("The server in front hides the host name that readers asked for."),
        _("Let it pass on Host. Otherwise links lead to the wrong place, and nobody can sign in."),
    ),
    "scheme_hidden": HealthWords(
        _("The server in front does not say that readers use encryption."),
        _("Let it set X-Forwarded-Proto. Otherwise nobody can sign in."),
    ),
    "address_forged": HealthWords(
        _("Strangers can say from which address they write, and are believed."),
        _("Correct the server in front. Until then neither limits on senders nor suspensions hold."),
    ),
    "unread": HealthWords(
        _("Something could not be checked."),
        _("The reason is below."),
    ),
}


def words_of(code: str) -> HealthWords:
    """Of a finding; of one that another version kept, what is said where nothing is known."""
    return WORDS.get(code, WORDS["unread"])
