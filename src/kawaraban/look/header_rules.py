"""The headers that tell a browser what our pages may do: one row for each kind of address. No Django: the front
says them of the files that it gives by itself.

Pages and desk run no script and no style that is not a file of ours. The editor is Wagtail's and needs more;
what people uploaded may run nothing at all.
"""

from collections.abc import Mapping

from kawaraban.look.inline_style import inline_style_source

STRICT = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Wagtail writes scripts and styles into its pages, and shows the previewed page in a frame.
EDITOR = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self'",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
# A page that stands alone, for when nothing else can be fetched.
ALONE = "; ".join(
    (
        "default-src 'none'",
        f"style-src {inline_style_source()}",
        "img-src 'self' data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# An uploaded file that is opened by itself: an SVG could hold a script.
UPLOADED = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; sandbox"

# Sharing and copying a link stay allowed: the story page uses them.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)

EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
}
# A view may say a stricter one first, as the tracking page does.
UNLESS_SAID: Mapping[str, str] = {"Referrer-Policy": "strict-origin-when-cross-origin"}

# The first prefix that fits. The address of the request decides, never what a response brought along: a preview
# is a public page that the editor shows in its frame.
BY_PLACE: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("/editor/", {"Content-Security-Policy": EDITOR, "X-Frame-Options": "SAMEORIGIN"}),
    ("/media/", {"Content-Security-Policy": UPLOADED, "X-Frame-Options": "DENY"}),
    ("/sorry/", {"Content-Security-Policy": ALONE, "X-Frame-Options": "DENY"}),
    ("/documents/", {"Content-Security-Policy": UPLOADED, "X-Frame-Options": "DENY"}),
    ("/", {"Content-Security-Policy": STRICT, "X-Frame-Options": "DENY"}),
)


def security_headers(path: str) -> dict[str, str]:
    """All headers for a response to this path that no view may weaken."""
    place = next((headers for prefix, headers in BY_PLACE if path.startswith(prefix)), BY_PLACE[-1][1])
    return {**EVERYWHERE, **place}
