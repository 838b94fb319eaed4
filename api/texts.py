"""Every message that the API sends, in Chinese, the contract's language, and in English."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

Language = Literal["zh", "en"]


class Text(Struct, frozen=True):
    """One message in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The message as a client of this language reads it."""
        return self.en if language == "en" else self.zh


OK = Text("操作成功", "OK")
LOGGED_IN = Text("登录成功", "Logged in")
TOKEN_REFRESHED = Text("token刷新成功", "Token refreshed")
LOGGED_OUT = Text("登出成功", "Logged out")
PASSWORD_CHANGED = Text("密码修改成功", "Password changed")

BAD_JSON = Text("请求体不是有效的JSON", "The request body is not valid JSON")
BAD_REQUEST = Text("请求格式错误", "The request is malformed")
LENGTH_REQUIRED = Text("请求必须带有Content-Length", "The request needs a Content-Length")
NO_TOKEN = Text("未授权访问", "Not authorised")
BAD_TOKEN = Text("认证令牌无效或已过期", "The token is invalid or has expired")
USER_GONE = Text("用户不存在或已被禁用", "The user does not exist or is disabled")
WRONG_LOGIN = Text("用户名或密码错误", "Wrong user name or password")
BAD_REFRESH_TOKEN = Text("刷新令牌无效或已过期", "The refresh token is invalid or has expired")
FORBIDDEN = Text("禁止访问", "Forbidden")
NOT_FOUND = Text("资源未找到", "Not found")
METHOD_NOT_ALLOWED = Text("请求方法不允许", "Method not allowed")
USE_HTTPS = Text("请使用https访问此端口", "This port speaks HTTPS only: use https://")
REQUEST_TIMEOUT = Text("请求超时", "The request took too long")
BODY_TOO_LARGE = Text("请求体过大", "The request body is too large")
HEADER_TOO_LARGE = Text("请求头过大", "The request header is too large")
WRONG_HOST = Text("请求的主机名不被允许", "This host name is not allowed")
INVALID = Text("参数验证失败", "Invalid parameters")
TOO_MANY_ATTEMPTS = Text("登录尝试次数过多,请稍后再试", "Too many login attempts, try again later")
SERVER_ERROR = Text("系统错误", "Server error")
UNAVAILABLE = Text("服务暂不可用", "Service unavailable")

ENTER_USERNAME = Text("请输入用户名", "Enter the user name")
ENTER_PASSWORD = Text("请输入密码", "Enter the password")
ENTER_REFRESH_TOKEN = Text("请提供刷新令牌", "Give the refresh token")
ENTER_OLD_PASSWORD = Text("请输入旧密码", "Enter the old password")
ENTER_NEW_PASSWORD = Text("请输入新密码", "Enter the new password")
ENTER_CONFIRM_PASSWORD = Text("请再次输入新密码", "Enter the new password again")
WRONG_OLD_PASSWORD = Text("旧密码错误", "The old password is wrong")
PASSWORDS_DIFFER = Text("两次输入的密码不一致", "The two passwords differ")
PASSWORD_LENGTH = Text("密码长度必须为8到256个字符", "A password has 8 to 256 characters")

NOT_AN_INTEGER = Text("必须是整数", "Must be an integer")
NOT_A_NUMBER = Text("必须是数字", "Must be a number")
NEGATIVE = Text("不能为负数", "Must not be negative")
NOT_ONE_OF = Text("取值必须是: {choices}", "Must be one of: {choices}")
TOO_LONG = Text("长度不能超过{length}个字符", "Must have at most {length} characters")
OUT_OF_RANGE = Text("必须在{low}到{high}之间", "Must be from {low} to {high}")
UNKNOWN_METRIC = Text("未知的指标", "Unknown metric")
MISSING = Text("不能为空", "Must not be empty")

NO_GPU = Text("未检测到GPU设备", "No GPU device found")
NO_GPU_LIBRARY = Text("GPU监控不可用,请安装GPUtil库", "GPU monitoring is not available, install the GPUtil library")
GPU_FAILED = Text("获取GPU信息失败: {problem}", "Reading the GPU failed: {problem}")
GPU_NOT_READ_YET = Text("尚未取得数据", "no reading yet")


@lru_cache(maxsize=128)
def language_of(accept_language: str | None) -> Language:
    """The better of the two languages for an Accept-Language header; Chinese unless English is wanted more."""
    best: Language = "zh"
    best_quality = 0.0
    for entry in (accept_language or "")[:256].split(","):
        name, _, parameter = entry.partition(";")
        primary = name.strip().lower().partition("-")[0]
        if primary not in ("zh", "en"):
            continue
        try:
            quality = float(parameter.partition("=")[2]) if "=" in parameter else 1.0
        except ValueError:
            continue
        if quality > best_quality:
            best = "en" if primary == "en" else "zh"
            best_quality = quality
    return best
