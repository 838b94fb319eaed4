"""No secret of the corpus leaves the machine, in any answer, log or metric; and what is harmless stays readable."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.process_facts import ProcessFacts
from api.redact import HIDDEN, names_secret, redact_arguments, redact_text
from api.routes import sections
from hertzmon_gui.model.snapshot import Processes, ProcessIdentity
from tests.api.support import World, contract_snapshot, process, without

S = "Tr0ub4dor-and-3"  # stands for the secret in every line
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoxfQ.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk"

# Command lines as people write them, one argument each; S is the secret.
CORPUS: tuple[tuple[str, ...], ...] = (
    ("app", "--password", S),
    ("app", "--password=" + S),
    ("app", "--PASSWORD", S),
    ("app", "-password", S),
    ("app", "--db-password", S),
    ("app", "--dbPassword=" + S),
    ("app", "--admin_passwd", S),
    ("app", "--passphrase", f"two words {S}"),
    ("app", "--token", S),
    ("app", "--token=" + S),
    ("app", "--auth-token=" + S),
    ("app", "--api-key", S),
    ("app", "--apikey=" + S),
    ("app", "--api_key=" + S),
    ("app", "--secret", S),
    ("app", "--client-secret", S),
    ("app", "--secret-access-key", S),
    ("app", "--access-key=" + S),
    ("app", "--private-key", S),
    ("app", "--credentials", S),
    ("app", "--cookie", f"sid={S}"),
    ("app", "--bearer", S),
    ("app", "--pass", S),
    ("app", "--pwd:" + S),
    ("app", "/password:" + S),
    ("app", "/p:Password=" + S),
    ("app", "--set", f"auth.password={S}"),
    ("app", f"--set=auth.password={S}"),
    ("env", f"PGPASSWORD={S}", "psql"),
    ("env", f"AWS_SECRET_ACCESS_KEY={S}", "aws"),
    ("env", f"DB_PASS={S}", "run"),
    ("env", f"GITHUB_TOKEN={S}", "gh"),
    ("sh", "-c", f"PGPASSWORD={S} psql -h db"),
    ("sh", "-c", f"export API_KEY='{S}'; run"),
    ("sh", "-c", f"curl -H 'Authorization: Bearer {S}' https://example.org"),
    ("sh", "-c", f'mysql --password="{S}" -e "select 1"'),
    ("sh", "-c", f"app --token {S} --verbose"),
    ("bash", "-lc", f"sshpass -p {S} ssh host"),
    ("bash", "-c", f"mysql -uroot -p{S} db"),
    ("bash", "-c", f"curl -u admin:{S} https://example.org"),
    ("bash", "-c", f"/usr/bin/redis-cli -a {S} ping"),
    ("mysql", "-uroot", "-p" + S),
    ("/usr/bin/mysqldump", "-p" + S, "db"),
    ("mariadb", "-p" + S),
    ("sudo", "-u", "postgres", "mysql", "-p" + S),
    ("nice", "-n", "5", "mysqladmin", "-p" + S, "ping"),
    ("env", "A=b", "mysql", "-p" + S),
    ("mysql.exe", "-p" + S),
    ("C:\\Program Files\\MySQL\\mysql.exe", "-p" + S),
    ("curl", "-u", f"admin:{S}", "https://example.org"),
    ("curl", f"-uadmin:{S}", "https://example.org"),
    ("curl", "-sSu", f"admin:{S}", "https://example.org"),
    ("curl", "--user", f"admin:{S}"),
    ("curl", f"--user=admin:{S}"),
    ("curl", "--proxy-user", f"admin:{S}"),
    ("curl", "-H", f"Authorization: Bearer {S}"),
    ("curl", "-H", f"authorization: Basic {S}"),
    ("curl", "-H", f"X-Api-Key: {S}"),
    ("curl", f"-HX-Auth-Token: {S}"),
    ("curl", "-H", f"PRIVATE-TOKEN: {S}"),
    ("curl", "-H", f"Cookie: session={S}"),
    ("curl", "-b", f"session={S}"),
    ("curl", "-d", f'{{"password": "{S}"}}'),
    ("curl", "-d", f"user=me&password={S}&x=1"),
    ("curl", f"https://example.org/?access_token={S}"),
    ("curl", f"https://example.org/?a=b&api_key={S}&c=d"),
    ("curl", f"https://admin:{S}@example.org/path"),
    ("wget", f"--http-password={S}"),
    ("wget", "--password", S),
    ("git", "clone", f"https://user:{S}@example.org/r.git"),
    ("git", "clone", f"https://{S}{S}@example.org/r.git"),
    ("git", "-c", f"http.extraHeader=Authorization: Basic {S}", "fetch"),
    ("app", f"postgresql://user:{S}@db/app"),
    ("app", f"--dsn=postgres://user:{S}@db/app"),
    ("app", f"mongodb+srv://user:{S}@cluster/app"),
    ("app", f"redis://:{S}@cache:6379/0"),
    ("app", f"amqp://user:p@{S}@queue"),
    ("app", f"Server=db;User Id=sa;Password={S};"),
    ("app", f"DefaultEndpointsProtocol=https;AccountKey={S};EndpointSuffix=x"),
    ("app", f"SharedAccessKey={S}"),
    ("java", f"-Djavax.net.ssl.keyStorePassword={S}", "-jar", "app.jar"),
    ("java", f"-Dspring.datasource.password={S}"),
    ("keytool", "-storepass", S),
    ("sshpass", "-p", S, "ssh", "host"),
    ("sshpass", "-p" + S, "ssh", "host"),
    ("redis-cli", "-a", S),
    ("redis-server", "--requirepass", S),
    ("docker", "login", "-u", "me", "-p", S),
    ("docker", "run", "-e", f"MYSQL_ROOT_PASSWORD={S}", "mysql"),
    ("docker", "run", f"--env=SECRET_KEY={S}", "app"),
    ("mongo", "-u", "me", "-p", S),
    ("ldapsearch", "-x", "-w", S),
    ("ldapsearch", "-w" + S),
    ("smbclient", "-U", f"user%{S}", "//host/share"),
    ("sqlcmd", "-S", "host", "-P", S),
    ("sqlcmd", "-P" + S),
    ("7z", "a", "-p" + S, "x.7z"),
    ("zip", "-P", S, "x.zip"),
    ("unzip", "-P", S, "x.zip"),
    ("openssl", "enc", "-k", S),
    ("openssl", "rsa", "-passin", f"pass:{S}"),
    ("xfreerdp", f"/p:{S}", "/v:host"),
    ("xfreerdp", "/u:me", f"/password:{S}"),
    ("ipmitool", "-P", S),
    ("snmpwalk", "-c", S, "host"),
    ("mosquitto_sub", "-P", S),
    ("az", "login", "-p", S),
    ("vault", "login", f"token={S}"),
    ("net", "use", "x:", "/user:me", f"--password={S}"),
    ("app", JWT),
    ("app", f"x={JWT}"),
    ("app", "AKIAIOSFODNN7EXAMPLE"),
    ("app", "ghp_" + "a1B2" * 9),
    ("app", "github_pat_" + "a1B2" * 9),
    ("app", "glpat-" + "a1B2" * 5),
    ("app", "xoxb-123456789012-" + "aB3" * 8),
    ("app", "sk-proj-" + "a1B2" * 9),
    ("app", "sk-ant-api03-" + "a1B2" * 9),
    ("app", "sk_live_" + "a1B2" * 6),
    ("app", "AIza" + "a1B2" * 9),
    ("app", "npm_" + "a1B2" * 9),
    ("app", "hf_" + "a1B2" * 9),
    ("app", "SG." + "a1B2" * 6 + "." + "a1B2" * 10),
    ("app", "1234567890:AA" + "a1B2" * 9),
    ("app", "hmt_" + "a1B2" * 11),
    ("app", f"-----BEGIN RSA PRIVATE KEY-----\n{S}\n-----END RSA PRIVATE KEY-----"),
    ("app", f"-----BEGIN PRIVATE KEY-----\n{S}"),
    ("https://hooks.slack.com/services/T000/B000/" + S.replace("-", ""),),
    (f"nginx: worker --password={S}",),  # a process that rewrote its title: all in one argument
    (f"app --password {S}",),
)

SECRETS = (S, S.replace("-", ""), JWT, "AKIAIOSFODNN7EXAMPLE", "a1B2a1B2", "aB3aB3")


@pytest.mark.parametrize("arguments", CORPUS, ids=" ".join)
def test_no_secret_of_the_corpus_survives(arguments: tuple[str, ...]) -> None:
    redacted = redact_arguments(arguments)

    text = "\n".join(redacted)
    assert HIDDEN in text
    for secret in SECRETS:
        assert secret not in text, redacted
    assert len(redacted) == len(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("/usr/lib/firefox/firefox", "-contentproc", "-parentBuildID", "20260101"),
        ("python3", "-m", "http.server", "--port", "8000"),
        ("sshd: user@pts/0",),
        ("mysql", "-uroot", "--port", "3306"),
        ("mysql", "-p"),
        ("ssh", "-p", "2222", "host"),
        ("mkdir", "-p", "/srv/data"),
        ("cp", "-p", "a", "b"),
        ("curl", "https://example.org/path?q=1"),
        ("app", "--password-file", "/run/password"),
        ("app", "--token-path=/run/token"),
        ("app", "--key", "value"),
        ("app", "--keyboard", "us"),
        ("app", "--monkey=banana"),
        ("app", "--author", "Anna"),
        ("app", "--compass=north"),
        ("app", "--tokenize"),
        ("java", "-Xmx2g", "-cp", "a.jar:b.jar", "Main"),
        ("ffmpeg", "-i", "in.mp4", "-pass", "1")[:3],
        ("git", "clone", "git@example.org:me/repo.git"),
        ("git", "clone", "ssh://git@example.org/repo.git"),
        ("app", "--verbose", "--secret", "--verbose")[:2],
        ("vim", "src/password_reset.py"),
        ("tail", "-f", "/var/log/auth.log"),
        ("",),
        (),
    ],
    ids=" ".join,
)
def test_what_is_harmless_stays(arguments: tuple[str, ...]) -> None:
    assert redact_arguments(arguments) == list(arguments)


def test_a_flag_that_takes_no_value_does_not_hide_the_next_flag() -> None:
    assert redact_arguments(("app", "--no-password", "--verbose", "x")) == ["app", "--no-password", "--verbose", "x"]


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("password", True), ("DB_PASS", True), ("apiKey", True), ("--client-secret", True), ("x.y.token", True),
        ("key", False), ("passenger", False), ("tokenizer", False), ("password_file", False), ("monkey", False),
        ("keyboard", False), ("author", False), ("HTTPSecret", True), ("", False),
    ],
)  # fmt: skip
def test_names_of_secrets(name: str, secret: bool) -> None:
    assert names_secret(name) is secret


argument_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(argument_texts, max_size=12))
def test_any_argv_is_redacted_without_an_error_and_stays_as_long(arguments: list[str]) -> None:
    redacted = redact_arguments(arguments)

    assert len(redacted) == len(arguments)


secret_texts = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=12, max_size=40)
prefixes = st.sampled_from(["", "db-", "db_", "DB_", "my.", "client-", "Root"])
words = st.sampled_from(["password", "passwd", "token", "secret", "api-key", "api_key", "PASSWORD", "Secret"])


@given(
    secret_texts,
    prefixes,
    words,
    st.sampled_from(["--{0}={1}", "{0}={1}", "--{0}:{1}", "-D{0}={1}", '{{"{0}": "{1}"}}']),
)
def test_any_value_of_a_secret_name_is_hidden(secret: str, prefix: str, word: str, form: str) -> None:
    text = "\n".join(redact_arguments(["app", "x", form.format(prefix + word, secret), "y"]))

    assert secret not in text


@given(secret_texts, st.text("abcdefgh", min_size=1, max_size=8), st.sampled_from(["https", "postgres", "redis+tls"]))
def test_any_password_in_a_url_is_hidden(secret: str, user: str, scheme: str) -> None:
    assert secret not in redact_text(f"see {scheme}://{user}:{secret}@host:5432/x?y=z and more")


@given(st.text(max_size=200))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact_text(text)

    assert redact_text(once) == once


def test_a_huge_argument_is_cut_and_does_not_take_for_ever() -> None:
    (redacted,) = redact_arguments(("password" * 200_000,))

    assert len(redacted) <= 4096
    for text in ("a=" * 2000, "://" + "@" * 4000, '"' * 4000, "-" * 4000, "eyJ" * 1300, "x-" * 2000 + "key"):
        redact_arguments(("app", text))


def test_no_answer_metric_or_log_holds_a_secret(world: World) -> None:
    rows = tuple(
        process(pid, arguments[0][:15].replace(S, "x").replace(JWT, "x"), 1.0, 1.0, arguments=arguments)
        for pid, arguments in enumerate(CORPUS, start=100)
        if arguments[0].startswith(("app", "sh", "curl", "mysql", "env"))
    )
    world.source.publish(without(contract_snapshot(42), processes=Processes(rows, None, 0)))
    paths = [
        "/api/system/processes/?limit=1000",
        f"/api/system/processes/?limit=1000&q={S}",
        "/api/system/processes/?limit=1000&fields=pid,cmdline,name",
        "/api/system/monitor/",
        "/metrics",
        *(f"/api/system/{section.name}/" for section in sections.SECTIONS),
    ]

    texts = {path: world.get(path).get_data(as_text=True) for path in paths}

    assert texts["/api/system/processes/?limit=1000"].count('"pid"') == len(rows)
    assert world.context.access_log is not None
    world.context.access_log.close()
    texts["the access log"] = (Path(world.directory) / "access.log").read_text()
    for path, text in texts.items():
        for secret in SECRETS:
            assert secret not in text, path
    # A secret cannot be guessed by searching for it either.
    assert world.get(f"/api/system/processes/?q={S}").get_json()["data"] == []


def test_a_command_line_is_redacted_once_for_each_process_identity() -> None:
    facts = ProcessFacts()
    first = ProcessIdentity(pid=5, start_ticks=9, create_time=None, name="a", command_line=("a", "--token", S))
    after_exec = ProcessIdentity(pid=5, start_ticks=9, create_time=None, name="b", command_line=("b",))

    assert facts.of(first) is facts.of(first)
    assert facts.of(first).command_line == ["a", "--token", HIDDEN]
    assert facts.of(after_exec).command_line == ["b"]


def test_what_is_known_of_a_process_goes_with_it() -> None:
    facts = ProcessFacts()
    for number in range(100):
        facts.of(ProcessIdentity(pid=number, start_ticks=9, create_time=None, name="a"))
    gc.collect()

    assert len(facts) == 0
