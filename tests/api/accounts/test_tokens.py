"""Attacks on tokens: each is a 401 with the right text, none a 500."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.accounts.tokens import load_secret
from hertzmon_gui.settings.errors import SecretError
from tests.api.support import SECRET, Clock, World, bearer

CLAIMS = ("user_id", "username", "roles", "type", "iss", "aud", "sub", "sid", "jti", "iat", "exp")


def valid_claims(world: World) -> dict[str, Any]:
    token = world.session()["Authorization"].removeprefix("Bearer ")
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def signed(claims: dict[str, Any], **options: Any) -> str:
    return jwt.encode(claims, SECRET, **{"algorithm": "HS256", **options})


def unsigned(claims: dict[str, Any], algorithm: str = "none", signature: str = "") -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(claims)}.{signature}"


def rs256(claims: dict[str, Any]) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    message = unsigned(claims, "RS256").rpartition(".")[0]
    signature = key.sign(message.encode(), PKCS1v15(), SHA256())
    return f"{message}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def public_key_as_secret(claims: dict[str, Any]) -> str:
    import hashlib
    import hmac

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    message = unsigned(claims, "HS256").rpartition(".")[0]
    digest = hmac.new(pem, message.encode(), hashlib.sha256).digest()
    return f"{message}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


ATTACKS: dict[str, Callable[[dict[str, Any]], str]] = {
    "alg none": unsigned,
    "alg None": lambda claims: unsigned(claims, "None"),
    "alg nOnE with a signature": lambda claims: unsigned(claims, "nOnE", "AAAA"),
    "HS512 with the right secret": lambda claims: signed(claims, algorithm="HS512"),
    "HS384 with the right secret": lambda claims: signed(claims, algorithm="HS384"),
    "RS256 with its own key": rs256,
    "RS/HS confusion": public_key_as_secret,
    "another secret": lambda claims: jwt.encode(claims, b"x" * 48, algorithm="HS256"),
    "wrong issuer": lambda claims: signed({**claims, "iss": "someone"}),
    "wrong audience": lambda claims: signed({**claims, "aud": "someone"}),
    "audience list": lambda claims: signed({**claims, "aud": ["hertzmon-api", "other"]}),
    "refresh type": lambda claims: signed({**claims, "type": "refresh"}),
    "type of another kind": lambda claims: signed({**claims, "type": ["access"]}),
    "expired": lambda claims: signed({**claims, "exp": int(time.time()) - 1}),
    "issued in the future": lambda claims: signed({**claims, "iat": int(time.time()) + 600}),
    "not valid yet": lambda claims: signed({**claims, "nbf": int(time.time()) + 600}),
    "user id a text": lambda claims: signed({**claims, "user_id": "1"}),
    "user id true": lambda claims: signed({**claims, "user_id": True, "sub": "True"}),
    "user id a list": lambda claims: signed({**claims, "user_id": [1]}),
    "another subject": lambda claims: signed({**claims, "sub": "2"}),
    "unknown session": lambda claims: signed({**claims, "sid": "unknown"}),
    "session a number": lambda claims: signed({**claims, "sid": 5}),
    "expiry a huge number": lambda claims: signed({**claims, "exp": 10**400}),
    "expiry a text": lambda claims: signed({**claims, "exp": "soon"}),
    "three kilobytes": lambda claims: signed({**claims, "padding": "x" * 3000}),
    "roles a text": lambda claims: signed({**claims, "roles": "admin"}),
    "key id that points somewhere": lambda claims: signed(
        {**claims, "sid": "x"}, headers={"kid": "../../etc/passwd", "jku": "http://127.0.0.1/"}
    ),
    "critical extension": lambda claims: signed(claims, headers={"crit": ["x"]}),
    "not three parts": lambda _: "abc",
    "four parts": lambda claims: signed(claims) + ".x",
    "only dots": lambda _: "..",
    "no base64": lambda _: "@@@.@@@.@@@",
    "no JSON": lambda _: "YWJj.YWJj.YWJj",
    "JSON of another kind": lambda _: "W10.W10.W10",
    "nested brackets": lambda _: base64.urlsafe_b64encode(b"[" * 900).decode() + ".e30.x",
    "two tokens": lambda claims: f"{signed(claims)} {signed(claims)}",
    "latin letters": lambda _: "tökén.tökén.tökén",
    "service token of nobody": lambda _: "hmt_" + "A" * 43,
} | {
    f"without {name}": (lambda claims, name=name: signed({key: value for key, value in claims.items() if key != name}))
    for name in CLAIMS
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_is_401(world: World, attack: Callable[[dict[str, Any]], str]) -> None:
    token = attack(valid_claims(world))

    response = world.client.get("/api/system/cpu/", headers=bearer(token))

    assert response.status_code == 401
    assert response.text == '{"success":false,"code":401,"message":"认证令牌无效或已过期"}'
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_the_claims_are_those_of_the_contract(world: World) -> None:
    assert set(valid_claims(world)) == set(CLAIMS)
    assert world.client.get("/api/system/cpu/", headers=bearer(signed(valid_claims(world)))).status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_matched_in_any_case(world: World, scheme: str) -> None:
    token = world.session()["Authorization"].removeprefix("Bearer ")

    assert world.client.get("/api/system/cpu/", headers={"Authorization": f"{scheme}  {token}"}).status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YWRtaW46YWRtaW4=", "Token abc", "abc"])
def test_another_scheme_is_no_token(world: World, header: str) -> None:
    response = world.client.get("/api/system/cpu/", headers={"Authorization": header})

    assert response.status_code == 401
    assert response.get_json()["message"] == "未授权访问"
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("name", ["token", "access_token", "authorization"])
def test_a_token_in_the_query_or_a_cookie_is_no_token(world: World, name: str) -> None:
    token = world.session()["Authorization"].removeprefix("Bearer ")
    world.client.set_cookie(name, token)

    assert world.client.get(f"/api/system/cpu/?{name}={token}").status_code == 401


def test_an_access_token_ends_after_its_lifetime_also_when_it_was_seen_before(directory: Path) -> None:
    clock = Clock(time.time())
    world = World(directory, clock=clock)
    headers = world.session()
    assert world.client.get("/api/system/cpu/", headers=headers).status_code == 200

    clock.now += world.lifetimes.access_seconds

    assert world.client.get("/api/system/cpu/", headers=headers).status_code == 401
    world.close()


def test_the_secret_is_made_once_private_and_long(tmp_path: Path) -> None:
    path = tmp_path / "token-secret"

    first = load_secret(path)

    assert len(first) >= 32
    assert path.stat().st_mode & 0o077 == 0
    assert load_secret(path) == first


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe\x00", b"c2hvcnQ="])
def test_a_damaged_secret_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "token-secret"
    path.write_bytes(content)

    with pytest.raises(SecretError, match="token-secret is damaged"):
        load_secret(path)
    assert path.read_bytes() == content
