"""An authorization server that is not ours: authlib's server half on the standard library's web server."""

from __future__ import annotations

import http.server
import threading
import urllib.parse
from typing import Any

from authlib.oauth2 import rfc6749, rfc6750, rfc7636
from authlib.oauth2.rfc6749 import grants


class Application(rfc6749.ClientMixin):
    """The only application that is registered."""

    def __init__(self, client_id: str, client_secret: str, redirect_uri: str, method: str) -> None:
        self.client_id, self.client_secret, self.redirect_uri, self.method = (
            client_id,
            client_secret,
            redirect_uri,
            method,
        )

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str | None) -> str:
        return scope or ""

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.client_secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.method

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in ("authorization_code", "refresh_token")


class Code(dict[str, Any], rfc6749.AuthorizationCodeMixin):
    """A code."""

    code_challenge = property(lambda self: self["code_challenge"])
    code_challenge_method = property(lambda self: self["code_challenge_method"])

    def get_redirect_uri(self) -> str:
        return str(self["redirect_uri"])

    def get_scope(self) -> str:
        return str(self["scope"])


class Token(dict[str, Any], rfc6749.TokenMixin):
    """A token that counts until it is revoked."""

    def check_client(self, client: Application) -> bool:
        return True

    def get_scope(self) -> str:
        return str(self["scope"])

    def get_expires_in(self) -> int:
        return int(self["expires_in"])

    def is_expired(self) -> bool:
        return False

    def is_revoked(self) -> bool:
        return bool(self.get("revoked"))


class ByCode(grants.AuthorizationCodeGrant):
    """Codes, kept in memory."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]  # noqa: RUF012

    def save_authorization_code(self, code: str, request: Any) -> None:
        data = request.payload.data
        self.server.codes[code] = Code(
            code=code,
            redirect_uri=request.payload.redirect_uri,
            scope=request.payload.scope,
            code_challenge=data.get("code_challenge"),
            code_challenge_method=data.get("code_challenge_method"),
        )

    def query_authorization_code(self, code: str, client: Application) -> Code | None:
        return self.server.codes.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        del self.server.codes[authorization_code["code"]]

    def authenticate_user(self, authorization_code: Code) -> str:
        return "somebody"


class ByRefreshToken(grants.RefreshTokenGrant):
    """Refresh tokens that are good once."""

    INCLUDE_NEW_REFRESH_TOKEN = True
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]  # noqa: RUF012

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        self.server.refreshes += 1
        found = [t for t in self.server.tokens if t.get("refresh_token") == refresh_token and not t.is_revoked()]
        return found[0] if found else None

    def authenticate_user(self, refresh_token: Token) -> str:
        return "somebody"

    def revoke_old_credential(self, refresh_token: Token) -> None:
        refresh_token["revoked"] = True


class Request(rfc6749.OAuth2Request):
    """A request as authlib wants it."""

    def __init__(self, method: str, uri: str, headers: dict[str, str], fields: dict[str, str]) -> None:
        super().__init__(method, uri, headers=headers)
        self.payload = rfc6749.requests.BasicOAuth2Payload(fields)
        self.fields = fields

    args = form = property(lambda self: self.fields)


class Server(rfc6749.AuthorizationServer):
    """The server; `base_url` is where it is."""

    def __init__(self, client_id: str, client_secret: str, redirect_uri: str, method: str) -> None:
        super().__init__()
        self.application = Application(client_id, client_secret, redirect_uri, method)
        self.codes: dict[str, Code] = {}
        self.tokens: list[Token] = []
        self.refreshes = 0
        self.register_token_generator("default", rfc6750.BearerTokenGenerator(token, token))
        self.register_grant(ByCode, [rfc7636.CodeChallenge(required=False)])
        self.register_grant(ByRefreshToken)
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                owner.handle(self)

            do_GET = do_POST = handle_any  # noqa: N815

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def query_client(self, client_id: str) -> Application | None:
        return self.application if client_id == self.application.client_id else None

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        self.tokens.append(Token(token))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: Any) -> Request:
        return request if isinstance(request, Request) else Request(*request)

    def handle_response(self, status: int, body: Any, headers: Any) -> tuple[int, Any, Any]:
        return status, body, headers

    def handle(self, page: http.server.BaseHTTPRequestHandler) -> None:
        path, _, query = page.path.partition("?")
        length = int(page.headers.get("Content-Length", 0))
        fields = dict(urllib.parse.parse_qsl(query or page.rfile.read(length).decode()))
        request = Request(page.command, self.base_url + page.path, dict(page.headers), fields)
        # Names of headers come in small letters.
        request.headers = {name.title(): value for name, value in page.headers.items()}
        if path == "/oauth/authorize":
            grant = self.get_consent_grant(request, "somebody")
            status, body, headers = self.create_authorization_response(request, "somebody", grant)
        elif path == "/oauth/token":
            status, body, headers = self.create_token_response(request)
        else:
            given = page.headers.get("Authorization", "").removeprefix("Bearer ")
            good = [t for t in self.tokens if t["access_token"] == given and not t.is_revoked()]
            # As of an API that knows none of the systems; the first token is refused, so that it has to be renewed.
            status, body, headers = 404 if good and self.refreshes else 401, "", []
        import json

        raw = (json.dumps(body) if isinstance(body, dict) else body or "").encode()
        page.send_response(status)
        for name, value in headers:
            page.send_header(name, value)
        page.send_header("Content-Length", str(len(raw)))
        page.end_headers()
        page.wfile.write(raw)


def token(*_: Any, **__: Any) -> str:
    """A token."""
    import secrets

    return secrets.token_urlsafe(40)
