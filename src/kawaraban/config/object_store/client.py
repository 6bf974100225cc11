"""The client of an object store, and what it refuses in a sentence. Its library comes with the extra `s3`."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kawaraban.config.env import BadConfiguration
from kawaraban.config.object_store.address import S3Address

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONNECT_SECONDS: Final = 5
_READ_SECONDS: Final = 60
_TRIES: Final = 4

_SENTENCES: Final[dict[str, str]] = {
    "InvalidAccessKeyId": "it does not know the access key. Look at AWS_ACCESS_KEY_ID or the profile",
    "SignatureDoesNotMatch": "the secret key is wrong. Look at AWS_SECRET_ACCESS_KEY or the profile",
    "ExpiredToken": "the credentials have expired",
    "InvalidToken": "the session token is wrong. Look at AWS_SESSION_TOKEN",
    "AccessDenied": "these credentials may not do that there",
    "AllAccessDisabled": "these credentials may not do that there",
    "403": "these credentials may not do that there",
    "NoSuchBucket": "there is no such bucket",
    "RequestTimeTooSkewed": "the clock of this machine is wrong",
    "InvalidRequest": "it refuses the request",
    "XMinioStorageFull": "it is full",
    "QuotaExceeded": "it is full",
    "InsufficientStorage": "it is full",
    "507": "it is full",
}


class StoreRefused(OSError):
    """A sentence: what an object store refused, and what to look at."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


def s3_client(address: S3Address) -> "S3Client":
    """A client for the store of this address. Raises BadConfiguration."""
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import ProfileNotFound
    except ImportError as missing:
        raise BadConfiguration(
            f"{address} needs the library of object stores: pip install 'kawaraban[s3]'"
        ) from missing
    try:
        session = boto3.session.Session(profile_name=address.profile or None)
    except ProfileNotFound as unknown:
        raise BadConfiguration(
            f"There is no profile {address.profile!r} in ~/.aws of the user that runs the paper."
        ) from unknown
    client: S3Client = session.client(
        "s3",
        endpoint_url=address.endpoint or None,
        region_name=address.region or session.region_name or "us-east-1",
        config=Config(
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            retries={"max_attempts": _TRIES, "mode": "standard"},
            # Stores of others than Amazon know no other checksums; ours is in the list of contents.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
    return client


@contextlib.contextmanager
def said_of(address: S3Address) -> Iterator[None]:
    """What the store or its library refuses becomes one sentence. Raises StoreRefused."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    try:
        yield
    except NoCredentialsError as missing:
        raise StoreRefused(
            f"{address}: there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile."
        ) from missing
    except ClientError as refused:
        raise StoreRefused(
            f"{address}: {words_of(str(refused.response['Error'].get('Code', '')), refused)}."
        ) from refused
    except Boto3Error as refused:
        cause = refused.__cause__ or refused.__context__
        code = str(cause.response["Error"].get("Code", "")) if isinstance(cause, ClientError) else ""
        raise StoreRefused(f"{address}: {words_of(code, cause or refused)}.") from refused
    except BotoCoreError as away:
        raise StoreRefused(f"{address} does not answer as it should: {_one_line(away)}") from away


def words_of(code: str, refused: BaseException) -> str:
    """What a code of the store means; the store's own words for one that we do not know."""
    return _SENTENCES.get(code) or _one_line(refused).rstrip(".")


def is_missing(refused: BaseException) -> bool:
    """Whether the store said that there is no such object."""
    from botocore.exceptions import ClientError

    return isinstance(refused, ClientError) and refused.response["Error"].get("Code") in {
        "404",
        "NoSuchKey",
        "NotFound",
    }


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
