"""Where Django keeps media: in the folder, or in the bucket that the knob `media_url` names."""

from importlib.util import find_spec
from typing import Any

from kawaraban.config.env import BadConfiguration
from kawaraban.config.object_store.address import is_s3, s3_address


def media_storage(url: str) -> dict[str, Any]:
    """Django's entry for the knob `media_url`. Raises BadConfiguration."""
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if not is_s3(url):
        raise BadConfiguration(
            "media_url must begin with s3://. A shared folder is mounted at media/ instead."
        )
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise BadConfiguration("media_url needs the library of object stores: pip install 'kawaraban[s3]'")
    address = s3_address(url)
    options = {
        "bucket_name": address.bucket,
        "location": address.prefix,
        "endpoint_url": address.endpoint or None,
        "region_name": address.region or "us-east-1",
        "session_profile": address.profile or None,
        "file_overwrite": False,
        "default_acl": None,
        "querystring_auth": False,
    }
    return {"BACKEND": "kawaraban.config.object_store.media_storage.MediaStorage", "OPTIONS": options}
