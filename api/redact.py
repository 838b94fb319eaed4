"""Command lines are secrets: what looks like one is replaced before an argv leaves the machine.

Works on the arguments, before they are joined, so that a quoted secret with spaces is replaced as a whole. It would
rather replace too much than too little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

HIDDEN = "***"
_LONGEST_ARGUMENT = 4096


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name holds a secret when one of its parts (split at - _ . and case changes), or two joined parts, is such a word.
_SECRET_WORDS = _words(
    """password passwd passphrase passcode pass pwd pw secret secrets token tokens credential credentials cred creds
    auth authorization authtoken apikey accesskey privatekey secretkey bearer jwt cookie session sessionid sessionkey
    otp pin salt signature sig sas dsn webhook userpass passwort kennwort motdepasse encryptionkey masterkey signingkey
    clientsecret accesstoken refreshtoken connectionstring connstr psk wpapsk storepass keypass passin passout"""
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
_HEADER = re.compile(
    r"(?i)\b((?:proxy-)?authorization|cookie|set-cookie|x-[\w-]*(?:key|token|auth|secret|signature)[\w-]*|"
    r"private-token|job-token|api-?key)(\s*[:=]\s*)([^\r\n]+)"
)
_INNER_PAIR = re.compile(
    r"""(?i)(?P<name>["']?[\w.\-]{0,60}(?:passw(?:or)?d|passwd|passphrase|pwd|secret|token|api_?-?key|access_?-?key|
    account_?-?key|shared_?access_?key|private_?-?key|credentials?|signature|\bsig|\bpass|\bauth)[\w.\-]{0,40}["']?
    \s*[=:]\s*)(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s&;,"'}]+)""",
    re.VERBOSE,
)
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
    sshpass docker podman nerdctl helm az cf oc mongo mongosh mongodump mongorestore mongoexport mongoimport: -p
    mongostat mongotop xfreerdp rdesktop hydra psexec ncftp ncftpget ncftpput: -p
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
# Programs that start another, whose options count.
_WRAPPERS = _words("sudo doas env nice nohup timeout setsid stdbuf ionice strace ltrace time xargs chroot busybox")


def redact_arguments(arguments: Sequence[str]) -> list[str]:
    """A copy of an argv without its secrets."""
    program = _program(arguments)
    redacted: list[str] = []
    hide_next = False
    for index, argument in enumerate(arguments):
        if hide_next and not _is_long_flag(argument):
            redacted.append(HIDDEN)
            hide_next = False
            continue
        text = argument[:_LONGEST_ARGUMENT]
        hide_next = index > 0 and _announces_secret(text, program)
        redacted.append(_redact_argument(text, program) if index > 0 else redact_text(text))
    return redacted


def redact_text(text: str) -> str:
    """A text without URL passwords, tokens of known shape, authorisation headers and `secret=value` pairs."""
    text = _KNOWN_SHAPES.sub(HIDDEN, text)
    text = _URL_USERINFO.sub(_without_userinfo, text)
    text = _HEADER.sub(lambda match: f"{match[1]}{match[2]}{HIDDEN}", text)
    text = _BEARER.sub(lambda match: f"{match[1]} {HIDDEN}", text)
    return _INNER_PAIR.sub(_without_value, text)


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
        or any(part.endswith(_SECRET_ENDINGS) for part in parts)
    )


def _redact_argument(text: str, program: str) -> str:
    for option in _ATTACHED.get(program, ()):
        if text.startswith(option) and len(text) > len(option):
            return option + HIDDEN
    match = _NAME_AND_VALUE.match(text)
    if match is not None and (names_secret(match["name"]) or match["name"] in _FOLLOWING.get(program, ())):
        return f"{match['name']}{match['separator']}{HIDDEN}"
    return redact_text(text)


def _announces_secret(text: str, program: str) -> bool:
    """Whether the next argument is the secret."""
    if text in _FOLLOWING.get(program, ()):
        return True
    flag = _FLAG.match(text)
    return flag is not None and names_secret(flag["name"])


def _is_long_flag(text: str) -> bool:
    """Whether `--token --verbose` is two flags rather than a flag and a secret that begins with dashes."""
    return re.fullmatch(r"--[a-z][a-z\-]{1,30}(=.*)?", text, re.DOTALL) is not None


def _program(arguments: Sequence[str]) -> str:
    """The name of the program that reads the options: past `sudo`, `env A=b` and their like."""
    for argument in arguments[:8]:
        name = re.split(r"[/\\]", argument)[-1].lower().removesuffix(".exe")
        if name in _WRAPPERS or argument.startswith("-") or "=" in argument or argument.isdigit():
            continue
        return name
    return ""


def _without_userinfo(match: re.Match[str]) -> str:
    user, colon, _ = match[2].partition(":")
    if colon:
        return f"{match[1]}{user}:{HIDDEN}@"
    # A lone user part is a token as often as a name.
    return f"{match[1]}{user if len(user) < 16 else HIDDEN}@"


def _without_value(match: re.Match[str]) -> str:
    name = match["name"]
    if not names_secret(name):
        return match[0]
    quote = match["value"][0] if match["value"][0] in "\"'" else ""
    return f"{name}{quote}{HIDDEN}{quote}"
