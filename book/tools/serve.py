"""Serve the built book on this machine, on port 8000 or the next free one."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGES = Path(__file__).parents[2] / "_build" / "html"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line per request."""

    def log_message(self, *args):
        pass


class QuietServer(ThreadingHTTPServer):
    """Says nothing when a reader leaves before a page has arrived."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def bind(ports=range(8000, 8100)):
    """Take the first free port; return the server."""
    handler = partial(QuietHandler, directory=PAGES)
    for port in ports:
        try:
            return QuietServer(("127.0.0.1", port), handler)
        except OSError:
            continue
    sys.exit(
        f"Every port from {ports[0]} to {ports[-1]} is taken: stop one of the "
        f"servers that use them, or open {PAGES / 'index.html'} in a browser; "
        "the book works from the file too."
    )


if __name__ == "__main__":
    with bind() as server:
        print(
            f"The book is at http://127.0.0.1:{server.server_port}/ "
            "(Ctrl+C stops it).",
            flush=True,
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")
