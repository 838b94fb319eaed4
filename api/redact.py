"""Command lines are secrets: what looks like one is replaced before an argv leaves the machine.

Works on the arguments, before they are joined, so that a quoted secret with spaces is replaced as a whole. It would
rather replace too much than too little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

HIDDEN = "***"
_LONGEST_ARGUMENT = 4096
_LONGEST_LINE = 65536  # the arguments after it are hidden unread: nobody may keep the API busy with a strange argv


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name holds a secret when one of its parts (split at - _ . and case changes), or two joined parts, is such a word.
_SECRET_WORDS = _words(
    """password passwd passphrase passcode pass pwd pw secret secrets token tokens credential credentials cred creds
    auth authorization authtoken apikey accesskey privatekey secretkey bearer jwt cookie session sessionid sessionkey
    otp pin salt signature sig sas dsn webhook userpass passwort kennwort motdepasse encryptionkey masterkey signingkey
    clientsecret accesstoken refreshtoken connectionstring connstr psk wpapsk storepass keypass passin passout
    requirepass masterauth dbpass rootpass adminpass smtppass mailpass ftppass sslpass"""
)
_SECRET_ENDINGS = ("password", "passwd", "secret", "token", "apikey", "passphrase", "credentials")
# `key` alone is harmless, a key of these is not.
_KEY_QUALIFIERS = _words(
    """api access private secret encryption master signing account storage auth shared service license licence deploy
    admin app client ssh gpg pgp hmac aes rsa"""
)
# Such a name says where the secret lies, or how long it lives, not what it is.
_HARMLESS_ENDINGS = _words(
    """file path dir directory url uri length size ttl timeout expiry lifetime type method mode policy name socket sock
    provider agent host port count limit cache"""
)
_NAME_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_NAME_AND_VALUE = re.compile(
    r"\A(?P<name>[-+/]{0,2}[\w.\-\[\]]{1,100}?)(?P<separator>\s*[=:]\s*)(?P<value>.+)\Z", re.DOTALL
)
_FLAG = re.compile(r"\A(?:--?|/|\+)(?P<name>[A-Za-z][\w.\-]{1,100})\Z")
# A header's value is all of its line. Patterns begin at a boundary: a strange text costs no more than its length.
_HEADER = re.compile(
    r"(?i)(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie|(?:private|job)-token|api-?key|x-[\w-]{1,80})"
    r"(\s*[:=]\s*)([^\r\n]+)"
)
_PAIR = re.compile(
    r"""(?<![\w.\-])(?P<name>["']?[\w.\-]{1,200}["']?\s{0,4}[=:]\s{0,4})"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s&;,"'}]+)"""
)
_SPACE = re.compile(r"\s")
_WORD = re.compile(r"""(?:"(?:[^"\\]|\\.){0,256}"|'[^']{0,256}'|\S)+""")
_COMMAND_ENDS = (";", "|", "&", "(", "`")
_CURL_FLAGS_AND_USER = re.compile(r"(-[a-zA-GI-Z#]*?[uU]).*:")  # -sSuname:secret; -H takes a header
_CURL_FLAGS_THEN_USER = re.compile(r"-[a-zA-Z#]*[uUEb]\Z")  # -sSu name:secret
_URL_USERINFO = re.compile(r"(?i)\b([a-z][a-z0-9+.\-]{1,30}://)([^\s/?#]*)@")
_KNOWN_SHAPES = re.compile(
    r"""
    -----BEGIN\ [A-Z0-9\ ]*PRIVATE\ KEY-----.*?(?:-----END\ [A-Z0-9\ ]*PRIVATE\ KEY-----|\Z)
    | \beyJ[A-Za-z0-9_\-]{5,}\.[A-Za-z0-9_\-]{5,}(?:\.[A-Za-z0-9_\-]*)*                # JWT, JWE
    | \b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b                                         # AWS key id
    | \bgh[pousr]_[A-Za-z0-9]{16,} | \bgithub_pat_[A-Za-z0-9_]{16,}                    # GitHub
    | \bgl(?:pat|rt|ptt|dt|cbt|ft|soat|agent)-[A-Za-z0-9_\-]{12,}                      # GitLab
    | \bxox[abeoprs]-[A-Za-z0-9\-]{8,} | \bxapp-[A-Za-z0-9\-]{8,}                      # Slack
    | \bhttps://hooks\.slack\.com/services/\S+
    | \bhttps://[\w.]*discord(?:app)?\.com/api/webhooks/\S+
    | \bsk-(?:[A-Za-z0-9]+-)*[A-Za-z0-9_\-]{16,}                                       # OpenAI, Anthropic
    | \b(?:sk|pk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{12,}                            # Stripe
    | \bAIza[A-Za-z0-9_\-]{30,} | \bya29\.[A-Za-z0-9_\-]{16,} | \bGOCSPX-[A-Za-z0-9_\-]{16,}   # Google
    | \b(?:npm|pypi|dckr_pat|dop_v1|hf|tskey|shpat|shpss|rubygems|glsa|nvapi|hvs|hvb|lin_api|pul|atlasv1|sq0atp|sq0csp)
      [_\-.][A-Za-z0-9_\-.]{14,}
    | \bSG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,}                                   # SendGrid
    | \b[0-9]{8,10}:AA[A-Za-z0-9_\-]{30,}                                              # Telegram bot
    | \bhmt_[A-Za-z0-9_\-]{20,}                                                        # HertzMon
    | \bAGE-SECRET-KEY-1[A-Z0-9]{20,}
    """,
    re.DOTALL | re.VERBOSE,
)
_SHORTEST_SHAPE = 12
_BEARER = re.compile(r"(?i)\b(bearer|basic|digest|negotiate|token)\s+([A-Za-z0-9._~+/=\-]{8,})")


def _options(table: str) -> Mapping[str, tuple[str, ...]]:
    options: dict[str, tuple[str, ...]] = {}
    for line in table.strip().splitlines():
        programs, _, flags = line.partition(":")
        for program in programs.split():
            options[program] = tuple(flags.split())
    return options


# Short options that carry a secret of these programs, attached (`-psecret`) …
_ATTACHED = _options(
    """
    mysql mysqldump mysqladmin mysqlimport mysqlcheck mysqlshow mysqlsh mysqlslap mysqlpump mysqlbinlog: -p
    mariadb mariadb-dump mariadb-admin mariadb-backup mariadb-import mariadb-check mariadb-show xtrabackup mycli: -p
    sshpass 7z 7za 7zr 7zz unrar: -p
    rar: -p -hp
    sqlcmd bcp ipmitool zip unzip: -P
    curl: -u -U -E -b
    ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami: -w
    redis-cli valkey-cli keydb-cli: -a
    """
)
# … or as the next argument (`-p secret`).
_FOLLOWING = _options(
    """
    curl: -u --user -U --proxy-user --oauth2-bearer -E --cert -b --cookie
    wget: --user --http-user --ftp-user
    sshpass mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop: -p
    rdesktop hydra psexec ncftp ncftpget ncftpput: -p
    xfreerdp: /p
    redis-cli valkey-cli keydb-cli http https xh: -a
    sqlcmd bcp isql ipmitool mosquitto_pub mosquitto_sub zip unzip: -P
    ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami: -w
    ldappasswd: -w -s -a
    smbclient rpcclient net smbget: -U
    snmpwalk snmpget snmpset snmpbulkwalk: -A -X -c
    openssl: -k -K -passin -passout -pass
    pdftk: user_pw owner_pw input_pw
    ab: -A -P
    schtasks: /p /rp
    lftp: -u
    influx: -t
    """
)
# Programs whose `login` takes a password with -p, which means something else to their other commands.
_LOGIN_PROGRAMS = _words("docker podman nerdctl buildah skopeo helm az cf oc")
# Programs that start another, whose options count.
_WRAPPERS = _words("sudo doas env nice nohup timeout setsid stdbuf ionice strace ltrace time xargs chroot busybox")


def redact_arguments(arguments: Sequence[str]) -> list[str]:
    """A copy of an argv without its secrets."""
    program = _program(arguments)
    redacted: list[str] = []
    hide_next = False
    left = _LONGEST_LINE
    for argument in arguments:
        if (hide_next and not _is_long_flag(argument)) or left <= 0:
            redacted.append(HIDDEN)
            hide_next = False
            continue
        text = argument[:_LONGEST_ARGUMENT]
        left -= len(text)
        hide_next = _announces_secret(text, program, arguments)
        redacted.append(_redact_argument(text, program))
    return redacted


def redact_text(text: str) -> str:
    """A text without URL passwords, tokens of known shape, authorisation headers and `secret=value` pairs."""
    # Most arguments are short and plain: what cannot match is not tried.
    if len(text) >= _SHORTEST_SHAPE:
        text = _KNOWN_SHAPES.sub(HIDDEN, text)
    if "@" in text:
        text = _URL_USERINFO.sub(_without_userinfo, text)
    if ":" in text or "=" in text:
        text = _HEADER.sub(_without_header_value, text)
    if _SPACE.search(text):
        text = _BEARER.sub(lambda match: f"{match[1]} {HIDDEN}", text)
    if ":" in text or "=" in text:
        text = _without_pair_values(text)
    return text


@lru_cache(maxsize=2048)
def names_secret(name: str) -> bool:
    """Whether an option, variable or key of this name holds a secret."""
    parts = [part.lower() for part in _NAME_PARTS.findall(name)]
    if not parts or parts[-1] in _HARMLESS_ENDINGS:
        return False
    pairs = list(pairwise(parts))
    return (
        not _SECRET_WORDS.isdisjoint(parts)
        or not _SECRET_WORDS.isdisjoint(first + second for first, second in pairs)
        or any(second in ("key", "keys") and first in _KEY_QUALIFIERS for first, second in pairs)
        or any(text.endswith(_SECRET_ENDINGS) for text in (*parts, *(first + second for first, second in pairs)))
    )


def _redact_argument(text: str, program: str) -> str:
    attached = _attached(text, program)
    if attached is not None:
        return attached
    match = _NAME_AND_VALUE.match(text)
    if match is not None and (names_secret(match["name"]) or match["name"] in _FOLLOWING.get(program, ())):
        return f"{match['name']}{match['separator']}{HIDDEN}"
    text = redact_text(text)
    return _redact_command(text) if _SPACE.search(text) else text


def _redact_command(text: str) -> str:
    """A text that may be a command line itself: what `sh -c` runs, or a title that a program gave itself."""
    parts: list[str] = []
    command: list[str] = []
    gaps: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        gaps.append(text[end : match.start()])
        end = match.end()
        command.append(word)
        if word.endswith(_COMMAND_ENDS):
            parts.extend(_redact_words(command))
            command = []
    parts.extend(_redact_words(command))
    return "".join(gap + part for gap, part in zip(gaps, parts, strict=True)) + text[end:]


def _redact_words(words: Sequence[str]) -> list[str]:
    bare = [word.strip("\"'`();|&$") for word in words]
    program = _program(bare)
    redacted: list[str] = []
    hide_next = False
    for word, text in zip(words, bare, strict=True):
        if hide_next and not _is_long_flag(text):
            redacted.append(HIDDEN)
            hide_next = False
            continue
        hide_next = _announces_secret(text, program, bare)
        redacted.append(_attached(text, program) or word)
    return redacted


def _attached(text: str, program: str) -> str | None:
    """An option with its secret in one argument, `-psecret`, without the secret."""
    for option in _ATTACHED.get(program, ()):
        if text.startswith(option) and len(text) > len(option):
            return option + HIDDEN
    if program == "curl" and (match := _CURL_FLAGS_AND_USER.match(text)):
        return match[1] + HIDDEN
    return None


def _announces_secret(text: str, program: str, arguments: Sequence[str]) -> bool:
    """Whether the next argument is the secret."""
    if text in _FOLLOWING.get(program, ()):
        return True
    if text == "-p" and program in _LOGIN_PROGRAMS and "login" in arguments:
        return True
    if program == "curl" and _CURL_FLAGS_THEN_USER.match(text):
        return True
    flag = _FLAG.match(text)
    return flag is not None and names_secret(flag["name"])


def _is_long_flag(text: str) -> bool:
    """Whether `--token --verbose` is two flags rather than a flag and a secret that begins with dashes."""
    return re.fullmatch(r"--[a-z][a-z\-]{1,30}(=.*)?", text, re.DOTALL) is not None


def _program(arguments: Sequence[str]) -> str:
    """The name of the program that reads the options: past `A=b`, `sudo`, `env` and their like."""
    names = [
        _base_name(argument) for argument in arguments[:12] if "=" not in argument and not argument.startswith("-")
    ]
    if not names:
        return ""
    if names[0] not in _WRAPPERS:
        return names[0]
    return next((name for name in names[1:] if name in _ATTACHED or name in _FOLLOWING), "")


def _base_name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1].lower().removesuffix(".exe")


def _without_userinfo(match: re.Match[str]) -> str:
    user, colon, _ = match[2].partition(":")
    if colon:
        return f"{match[1]}{user}:{HIDDEN}@"
    # A lone user part is a token as often as a name.
    return f"{match[1]}{user if len(user) < 16 else HIDDEN}@"


def _without_header_value(match: re.Match[str]) -> str:
    name = match[1]
    if name[:2] in ("x-", "X-") and not names_secret(name):
        return match[0]
    return f"{name}{match[2]}{HIDDEN}"


def _without_pair_values(text: str) -> str:
    parts: list[str] = []
    done = start = 0
    while (match := _PAIR.search(text, start)) is not None:
        start = match.start("value")  # the value of a harmless name may hold a pair: `--set=auth.password=x`
        if names_secret(match["name"]):
            value = match["value"]
            quote = value[0] if value[0] in "\"'" else ""
            parts += (text[done:start], quote, HIDDEN, quote)
            done = start = match.end()
    return "".join(parts) + text[done:]
