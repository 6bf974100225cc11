"""Whether a node writes its mails as files: alone, beside another node, and with a mail server."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402

from kawaraban.config.processes.nodes_watch import NodesWatch  # noqa: E402
from kawaraban.press.lease import note_node  # noqa: E402
from kawaraban.press.models import Lease  # noqa: E402


def main() -> None:
    Lease.objects.all().delete()
    watch = NodesWatch(writes_mail_files=True)
    watch.look()
    told = {"alone": watch.may_write_mails()}
    own, settings.NODE = settings.NODE, "another"
    note_node(seconds=60)
    settings.NODE = own
    told["with_another"] = watch.may_write_mails()
    told["with_a_mail_server"] = NodesWatch(writes_mail_files=False).may_write_mails()
    Lease.objects.all().delete()
    print(json.dumps(told))


main()
