"""Masking of secrets and personal data in a text, before it is stored.

Error codes, constants, versions and times stay: they are what a question is about. Each rule takes time in proportion to the
length of the text: it is tried where its first words or characters stand, and takes a run of characters whole or not at all.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN, SECRET, EMAIL, PHONE, CARD, ID, IP, USER, CHANNEL = PLACEHOLDERS = (
    *("<token>", "<secret>", "<email>", "<phone>", "<card>"),
    *("<id>", "<ip>", "<user>", "<channel>"),
)

_MOST_PASSES = 6
"""A placeholder ends the run of characters before it, so that what follows may be recognized in the next pass."""
_SHORTEST_KEY, _LONG_KEY, _SHORTEST_PART = 20, 32, 16
"""Characters of a run that may be a key, of one that needs fewer changes for that, and of a part between slashes."""
_RANDOM, _RANDOM_IF_LONG = 0.25, 0.17
"""Share of changes between lower case, capitals and digits from which on a run of characters is a key, not a name."""
_LONGEST_WORD = 16
_LUHN_BASE, _LARGEST_DIGIT = 10, 9
_LARGEST_OCTET = 255
_LONGEST_IPV6 = 45
_COLONS = 6
"""An IPv6 address has so many where nothing is left out, and it ends in one of IPv4."""
_VERSION_REACH = 12
_SHORT = 500
"""Up to this length it is quicker to look for all beginnings at once, of which a question has none."""

# Recognized by the words at their beginning.
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{1,60}-----.*?(?:-----END [A-Z0-9 ]{1,60}-----|\Z)", re.DOTALL)
_SLACK = re.compile(r"<([@#!])[A-Za-z0-9^]{1,40}+(?:\|[^<>\n]{0,200}+)?>|<(?:mailto|(tel)):[^<>\n]{1,300}+>")
_WEBHOOK = re.compile(r"(hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers|actions|commands)/)[\w/-]++")
_CREDENTIALS = re.compile(r"(://)[^\s/?#@<>\"']{1,300}+@")
_HEADER = re.compile(
    r"((?<![A-Za-z])(?:authorization|cookie)[\"']?[ \t]{0,4}[:=][ \t]{0,4}[\"']?(?:(?:bearer|basic|digest|token)[ \t]{1,4})?+)"
    r"([^\s\"'<][^\n\"'<]{0,8000}+)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?<![A-Za-z])((?:bearer|basic)[ \t]{1,4})([A-Za-z0-9._~+/=-]{8,}+)", re.IGNORECASE)
_USER_OPTION = re.compile(r"(?<!\S)(--?(?:u|user|proxy-user)[ =][\"']?)[^\s:\"'<]{1,200}+:[^\s\"'<]{1,200}+")
_XML = re.compile(
    r"(?!(?:token|secret)>)((?:pass(?:word|wd)|pwd|secret|token|key)>)[^<>\n]{1,2000}+(?=</)", re.IGNORECASE
)
_PASSWORDS = r"(?:pass(?:words?|wd|phrase|code)|pwd|密码|密碼|口令)"
_BEFORE_KEY = (
    *(
        "api",
        "app",
        "access",
        "account",
        "client",
        "encrypt",
        "encryption",
        "license",
        "master",
        "private",
        "secret",
        "shared",
    ),
    *("sign", "signing", "aes"),
)
_COMPOUND = "|".join(f"(?<={word}{sign})" for word in _BEFORE_KEY for sign in ("", "[ _-]"))
_KEY = rf"(?:secrets?|tokens?|(?:{_COMPOUND})key(?:[ _-]?id)?|credentials?|session[ _-]?id|密钥|密鑰|秘钥|令牌)"
_PERHAPS_KEY = r"(?:(?<![A-Za-z])(?:key|signature|sign|sig|auth|otp)|验证码|驗證碼)"
_NEXT_FIELD = r"[,;&](?=\s|[\"']?[A-Za-z_]{1,40}+[\"']?[:=])"
_PAIR = re.compile(
    rf"(?P<before>(?:(?P<password>{_PASSWORDS})|{_KEY}|(?P<perhaps>{_PERHAPS_KEY}))"
    r"\\?[\"'`]?[ \t]{0,4}(?P<sign>=>|:=|==?|[:：＝])[ \t]{0,4})"
    r"(?:(?P<quote>\\?[\"'`])(?P<quoted>(?:(?!(?P=quote))[^\n<]){1,2000}+)(?=(?P=quote))"
    rf"|(?P<bare>(?![:=/]|\*|\\[\"'`])(?:(?!{_NEXT_FIELD})[!#-&(-;=-_a-~])++))",
    re.IGNORECASE,
)
_IS = r"[ \t]{0,4}(?:is|was|是|为|為)[ \t]{0,4}"
_SAID = re.compile(
    rf"({_KEY}{_IS}(?=[!-~“]*[A-Za-z])|{_PASSWORDS}{_IS}|(?<![A-Za-z]){_PASSWORDS}[ \t]{{1,4}}(?=\d{{6}}|[!-~]*[A-Za-z]))"
    r"([\"'“]?)(?=[!-~]*\d)([!#-;=?-~]{6,}+)",
    re.IGNORECASE,
)
_NO_SECRET = re.compile(
    r"(?:null|none|nil|undefined|true|false|empty|missing|expired?|invalid|valid|incorrect|wrong|required|error|fail(?:ed|ure)?|denied|"
    r"refused|revoked|unknown|not|is|was|has|the|a|an|must|should|can|cannot|no|ok|string|int|bad|too|login|auth|user|token|password|value|key|"
    r"code|please|check|illegal|mismatch|timeout|\*+|x{3,}|\.{3})[.,;!?)\]}]*",
    re.IGNORECASE,
)
"""What stands after `token:` and is none."""
_CODE = re.compile(r"[-+]?\d{1,5}[.,;!?)\]}]*", re.ASCII)
"""A number that may be an error's."""
_SHORT_CODE = re.compile(r"[-+]?\d{1,3}[.,;!?)\]}]*", re.ASCII)
"""The same where a longer number is likelier a password: `INVALID_PASSWORD = 102`."""
_ERROR_PREFIX = re.compile(r"(?:err|code|http|e)[a-z]*[ _:=-]?-?\d|v?\d+\.\d", re.IGNORECASE)
_CLOSING = re.compile(r"[,;)\]}]++\Z")

# Recognized by their own shape. The first character stands alone: the search then skips to the next one of its kind.
_KNOWN = re.compile(
    r"(?<![A-Za-z0-9])(?:xox[a-z][.-][\w.%-]{6,}+|xapp-[\w-]{6,}+|eyJ[\w-]{6,}+(?:\.[\w-]*+){0,4}|YWMt[\w-]{12,}+|YXA6[\w-]{12,}+|007eJx[\w+/=-]{12,}+"
    r"|gh[opsur]_\w{16,}+|github_pat_\w{16,}+|gl(?:pat|ptt|dt|rt|cbt|ft)-[\w.-]{16,}+|sk-[\w-]{16,}+|[rsp]k_(?:live|test)_\w{8,}+"
    r"|(?:A3T[A-Z0-9]|AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{12,}+|AKID\w{13,}+|LTAI\w{12,}+|AIza[\w-]{30,}+|ya29\.[\w-]{10,}+"
    r"|GOCSPX-[\w-]{20,}+|npm_\w{30,}+|pypi-[\w-]{30,}+|hf_\w{20,}+|SG\.[\w-]{16,}+\.[\w-]{16,}+|dop_v1_\w{32,}+|shp(?:at|ca|pa|ss)_\w{24,}+)",
    re.ASCII,
)
_KNOWN_STARTS = (
    "xox xapp- eyj ywmt yxa6 007ejx gho_ ghp_ ghs_ ghu_ ghr_ github_pat_ glpat- glptt- gldt- glrt- glcbt- "
    "glft- sk- sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_ a3t akia asia agpa aida aroa anpa anva "
    "abia acca akid ltai aiza ya29. gocspx- npm_ pypi- hf_ sg. dop_v1_ shp"
)
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+#-])[A-Za-z0-9._%+#-]{1,200}+[@＠][A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++")
_TOP_LEVEL = re.compile(r"\.(?:[A-Za-z]{2,}|xn--[A-Za-z0-9-]+)\Z")
_RUN = re.compile(r"[A-Za-z0-9+/_-](?<![A-Za-z0-9+/_-]{2})[A-Za-z0-9+/_-]{8,}+={0,2}")
_PARTS = re.compile(r"[^/]+")
_CHANGE = re.compile(r"[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])")
_UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_MAC = r"[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2}){5}"
_HEX = r"(?:0x)?(?=[a-fA-F]*+\d)(?=\d*+[a-fA-F])[0-9a-fA-F]{12,}+"
_SLACK_ID = r"[UWCDGTABESF](?=[A-Z]*+\d[A-Z]*+\d)[A-Z0-9]{8,11}"
_IN_RUN = re.compile(rf"(?<![A-Za-z0-9])(?:{_UUID}|{_MAC}|{_HEX}|{_SLACK_ID})(?![A-Za-z0-9])")
_ADDRESS = re.compile(r"[0-9a-fA-F:](?<![\w:.].)[0-9a-fA-F]{0,3}+[.:][0-9a-fA-F:.]{1,60}+(?!\w)", re.ASCII)
_IPV4_AND_PORT = re.compile(r"((?:\d{1,3}\.){3}\d{1,3})((?::\d{1,5})?)", re.ASCII)
_MAC_ADDRESS = re.compile(r"[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}")
_VERSION_BEFORE = re.compile(r"(?:(?<![A-Za-z])v|ver\.?|version|sdk|版本号?|版)[ \t:：=/]{0,3}\Z", re.IGNORECASE)
_DIGITS = re.compile(r"[\d+(][\d .()+-]{6,}+\d?[Xx]?")
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}([ -]?)(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\1\d{3}[\dXx](?!\d)"
)
_CARD = re.compile(r"(?<!\d)(?:[2-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{1,7}(?:\1\d{1,3})?|3[47]\d\d([ -])\d{6}\2\d{5})(?!\d)")
_INTERNATIONAL = re.compile(r"(?<![\d+])(?:\+ ?|00)[1-9](?:[ .()-]{0,2}\d){6,14}+(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:86[ -]?|\(86\) ?)?[1１][3-9３-９]\d(?:[ .-]?\d{4}){2}(?!\d)")
_LANDLINE = re.compile(r"(?<![\d.])(?:\(0\d{2,3}\) ?|0\d{2,3}[ -])\d{7,8}(?!\d)")
_AMERICAN = re.compile(r"(?<![\d.+-])(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])\d{3}[ .-]\d{4}(?![\d-]|\.\d)")
_LONG = re.compile(r"(?<!\d)\d{9,}+(?:\.\d++)?")
_DIGIT = re.compile(r"\d")
_SECONDS, _NANO = re.compile(r"\D?\d\d\."), 9
"""Seconds before their nine decimals: `31.123456789`."""


class _Worded(NamedTuple):
    """A pattern, what stands for each of its finds, and how its finds begin, in lower case."""

    pattern: re.Pattern[str]
    replacement: Callable[[re.Match[str]], str]
    beginnings: tuple[str, ...]


def masked(text: str) -> str:
    """Return a text with placeholders for secrets and personal data; a masked text stays as it is."""
    for _ in range(_MOST_PASSES):
        before, text = text, _pass(text)
        if text == before:
            return text
    # What still changes may still hold something.
    return SECRET


def _pass(text: str) -> str:
    lower = _lower(text)
    for rule in _WORDED if len(text) > _SHORT or _BEGINNING.search(lower) else ():
        if (places := _places(lower, rule.beginnings)) and (changed := _at(text, places, rule)) != text:
            text, lower = changed, _lower(changed)
    if "@" in text or "＠" in text:
        text = _EMAIL.sub(_email, text)
    if _DIGIT.search(text) is None:
        return text
    return _DIGITS.sub(_digits, _ADDRESS.sub(_address, _RUN.sub(_run, text)))


def _lower(text: str) -> str:
    """Return a text in lower case, each character at its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(each.lower()[:1] for each in text)


def _places(lower: str, beginnings: tuple[str, ...]) -> list[int]:
    """Return the places where one of several strings stands."""
    found = set()
    for beginning in beginnings:
        at = lower.find(beginning)
        while at >= 0:
            found.add(at)
            at = lower.find(beginning, at + 1)
    return sorted(found)


def _at(text: str, places: list[int], rule: _Worded) -> str:
    """Return a text with what a rule finds at some places replaced."""
    parts: list[str] = []
    end = 0
    for at in places:
        if at >= end and (found := rule.pattern.match(text, at)) is not None:
            parts += text[end:at], rule.replacement(found)
            end = found.end()
    return "".join([*parts, text[end:]])


def _slack(found: re.Match[str]) -> str:
    if found[1] is None:
        return PHONE if found[2] else EMAIL
    if found[1] == "!":
        # `<!here>` is nobody, `<!subteam^S012AB3CD>` is a group.
        return USER if "^" in found[0] else found[0]
    return USER if found[1] == "@" else CHANNEL


def _header(found: re.Match[str]) -> str:
    return found[0] if _is_prose(found[2]) else f"{found[1]}{SECRET}"


def _scheme(found: re.Match[str]) -> str:
    return found[0] if _is_prose(found[2]) else f"{found[1]}{TOKEN}"


def _is_prose(value: str) -> bool:
    """Return whether words stand where a secret may stand: `Authorization: missing`, `basic authentication`."""
    words = (each.strip(".,;!?()") for each in value.split())
    return all(not word or (word.isalpha() and (word.islower() or word.isupper() or word.istitle())) for word in words)


def _pair(found: re.Match[str]) -> str:
    value = found["quoted"] or found["bare"]
    is_password = found["password"] is not None
    if _NO_SECRET.fullmatch(value) or (_SHORT_CODE if is_password else _CODE).fullmatch(value):
        return found[0]
    if not is_password and _is_told(found, value):
        return found[0]
    closing = _CLOSING.search(found["bare"] or "")
    return f"{found['before']}{found['quote'] or ''}{SECRET}{closing[0] if closing else ''}"


def _is_told(found: re.Match[str], value: str) -> bool:
    """Return whether a word or a sentence stands after the name of a secret: `token: renew it first`."""
    if found["quoted"] and " " in value:
        return True
    if "=" in found["sign"]:
        return False
    return len(value) < _LONGEST_WORD and (_is_prose(value) or bool(found["perhaps"] and not _DIGIT.search(value)))


def _said(found: re.Match[str]) -> str:
    return found[0] if _ERROR_PREFIX.match(found[3]) else f"{found[1]}{found[2]}{SECRET}"


def _first_and(placeholder: str, after: str = "") -> Callable[[re.Match[str]], str]:
    """Return a replacement: the first group, a placeholder, and what stands after it."""
    return lambda found: f"{found[1]}{placeholder}{after}"


def _email(found: re.Match[str]) -> str:
    # A package's version has no top-level domain: `easemob-websdk@4.21.1`.
    return EMAIL if _TOP_LEVEL.search(found[0]) else found[0]


def _run(found: re.Match[str]) -> str:
    run = found[0]
    if _DIGIT.search(run) is None:
        return run
    run = _IN_RUN.sub(ID, run)
    if len(run) >= _SHORTEST_KEY and _is_random(run):
        return TOKEN
    if "/" not in run:
        return run
    return _PARTS.sub(lambda part: TOKEN if len(part[0]) >= _SHORTEST_PART and _is_random(part[0]) else part[0], run)


def _is_random(run: str) -> bool:
    """Return whether a run of characters is a key; in names, cases and digits change seldom."""
    return len(_CHANGE.findall(run)) >= len(run) * (_RANDOM_IF_LONG if len(run) >= _LONG_KEY else _RANDOM)


def _address(found: re.Match[str]) -> str:
    run = found[0] if found[0].endswith("::") else found[0].rstrip(".:")
    rest = found[0][len(run) :]
    if address := _IPV4_AND_PORT.fullmatch(run):
        before = found.string[max(0, found.start() - _VERSION_REACH) : found.start()]
        is_address = all(int(part) <= _LARGEST_OCTET for part in address[1].split("."))
        return f"{IP}{address[2]}{rest}" if is_address and not _VERSION_BEFORE.search(before) else found[0]
    if _MAC_ADDRESS.fullmatch(run):
        return f"{ID}{rest}"
    is_short_form = "::" in run and _DIGIT.search(run) is not None
    if len(run) > _LONGEST_IPV6 or not (is_short_form or run.count(":") >= _COLONS):
        return found[0]
    try:
        ipaddress.IPv6Address(run)
    except ValueError:
        return found[0]
    return f"{IP}{rest}"


def _digits(found: re.Match[str]) -> str:
    run = _CARD.sub(_card, _IDENTITY.sub(ID, found[0]))
    for pattern in (_INTERNATIONAL, _MOBILE, _LANDLINE, _AMERICAN):
        run = pattern.sub(PHONE, run)
    return _LONG.sub(_long, run)


def _long(found: re.Match[str]) -> str:
    is_part_of_time = len(found[0]) == _NANO and _SECONDS.fullmatch(
        found.string[max(0, found.start() - 3) : found.start()]
    )
    return found[0] if is_part_of_time else ID


def _card(found: re.Match[str]) -> str:
    digits = [int(each) for each in found[0] if each.isdigit()]
    doubled = (2 * each - _LARGEST_DIGIT if 2 * each > _LARGEST_DIGIT else 2 * each for each in digits[-2::-2])
    is_card = (sum(doubled) + sum(digits[-1::-2])) % _LUHN_BASE == 0
    return CARD if is_card else found[0]


_WORDED = (
    _Worded(_PEM, lambda _: SECRET, ("-----begin ",)),
    _Worded(_SLACK, _slack, ("<@", "<#", "<!", "<mailto:", "<tel:")),
    _Worded(_WEBHOOK, _first_and(TOKEN), ("hooks.slack",)),
    _Worded(_CREDENTIALS, _first_and(SECRET, "@"), ("://",)),
    _Worded(_HEADER, _header, ("authorization", "cookie")),
    _Worded(_SCHEME, _scheme, ("bearer", "basic")),
    _Worded(_USER_OPTION, _first_and(SECRET), ("-u", "--u", "--proxy-user")),
    _Worded(_XML, _first_and(SECRET), ("password>", "passwd>", "pwd>", "secret>", "token>", "key>")),
    _Worded(
        _PAIR,
        _pair,
        (
            *(
                "pass",
                "pwd",
                "密码",
                "密碼",
                "口令",
                "secret",
                "token",
                "key",
                "sig",
                "auth",
                "otp",
                "credential",
                "session",
            ),
            *("密钥", "密鑰", "秘钥", "令牌", "验证码", "驗證碼"),
        ),
    ),
    _Worded(
        _SAID,
        _said,
        ("pass", "pwd", "密码", "密碼", "口令", "secret", "token", "key", "credential", "密钥", "密鑰", "秘钥", "令牌"),
    ),
    _Worded(_KNOWN, lambda _: TOKEN, tuple(_KNOWN_STARTS.split())),
)
_BEGINNING = re.compile("|".join(re.escape(each) for rule in _WORDED for each in rule.beginnings))
