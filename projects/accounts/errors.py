"""Refusals of accounts."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

SIGN_IN_FAILED = declare(
    "sign-in-failed",
    "error",
    Text("用户名或密码不对。", "The name or the password is not right."),
    Text(
        "请检查大小写和输入法后重试；忘记密码请找管理员重置。",
        "Check the keyboard and try again; the administrator can reset a forgotten password.",
    ),
    status=401,
)
PASSWORD_EXPIRED = declare(
    "password-expired",
    "error",
    Text("这个一次性密码已过期。", "This one-time password has expired."),
    Text("请管理员重新生成一个。", "Have the administrator make a new one."),
    status=401,
)
PASSWORD_TOO_SHORT = declare(
    "password-too-short",
    "error",
    Text(
        "密码太短：至少 {least} 个字符。",
        "The password is too short: {least:character|characters} at least.",
    ),
    Text(
        "可以用几个不相干的词连成一句，空格和汉字都行。",
        "A few unrelated words make a good one; spaces and Chinese are fine.",
    ),
    status=422,
)
PASSWORD_TOO_LONG = declare(
    "password-too-long",
    "error",
    Text(
        "密码太长：最多 {most} 个字符。",
        "The password is too long: {most:character|characters} at most.",
    ),
    Text("请缩短一些。", "Shorten it."),
    status=422,
)
PASSWORD_TOO_WEAK = declare(
    "password-too-weak",
    "error",
    Text("这个密码太容易被猜中。", "This password is too easy to guess."),
    Text(
        "不要用姓名、日期、键盘顺序或常见密码；用几个不相干的词连成一句。",
        "Use no names, dates, keyboard rows or common passwords; join a few unrelated words.",
    ),
    status=422,
)
PASSWORD_UNCHANGED = declare(
    "password-unchanged",
    "error",
    Text("新密码与原密码相同。", "The new password is the old one."),
    Text("请换一个。", "Choose another one."),
    status=422,
)
OLD_PASSWORD_WRONG = declare(
    "old-password-wrong",
    "error",
    Text("原密码不对。", "The present password is not right."),
    Text("请重新输入现在使用的密码。", "Type the password that you use now."),
    status=422,
)
PASSWORD_WRONG = declare(
    "password-wrong",
    "error",
    Text("密码不对，没有办理。", "The password is wrong; nothing was done."),
    Text("请输入您自己账号的登录密码。", "Type the password of your own account."),
    status=422,
)
UNKNOWN_ACCOUNT = declare(
    "unknown-account",
    "error",
    Text("没有名为“{name}”的账号。", "There is no account “{name}”."),
    Text("请在账号列表中查看。", "See the list of accounts."),
    status=404,
)
ACCOUNT_NAME_TAKEN = declare(
    "account-name-taken",
    "error",
    Text("用户名“{name}”已经有人用了。", "The name “{name}” is taken."),
    Text("请换一个；停用的账号也占用名字。", "Choose another; a disabled account keeps its name."),
    status=409,
)
ACCOUNT_NAME_INVALID = declare(
    "account-name-invalid",
    "error",
    Text("“{name}”不能作为用户名。", "“{name}” cannot be a name to sign in with."),
    Text(
        "请用 2 至 64 个字母、汉字、数字、点、短横线或下划线，以字母、汉字或数字开头。",
        "Use 2 to 64 letters, digits, dots, hyphens or underscores; begin with a letter or digit.",
    ),
    status=422,
)
ACCOUNT_NAME_RESERVED = declare(
    "account-name-reserved",
    "error",
    Text(
        "“{name}”在审计日志里另有所指，不能作为用户名。",
        "“{name}” means somebody else in the audit log and cannot be an account's name.",
    ),
    Text("请换一个。", "Choose another one."),
    status=422,
)
UNKNOWN_ROLE = declare(
    "unknown-account-role",
    "error",
    Text("没有“{role}”这个角色。", "There is no role “{role}”."),
    Text("角色有：{choices}。", "The roles are: {choices}."),
    status=422,
)
LAST_ADMIN = declare(
    "last-admin",
    "error",
    Text("“{name}”是最后一个管理员。", "“{name}” is the last administrator."),
    Text("请先另设一个管理员。", "Make somebody else an administrator first."),
    status=409,
)
UNKNOWN_TOKEN = declare(
    "unknown-token",
    "error",
    Text("没有这个令牌。", "There is no such token."),
    Text("它可能已被吊销；请在账号页查看。", "It may have been revoked; see the account page."),
    status=404,
)
TOKEN_ROLE = declare(
    "token-role",
    "error",
    Text(
        "令牌的角色“{role}”超出账号本身的角色。",
        "The role “{role}” is more than the account's own.",
    ),
    Text("请选不高于自己的角色。", "Choose one that may do no more than you may."),
    status=422,
)
TOKEN_SCOPE = declare(
    "token-scope-unknown",
    "error",
    Text(
        "令牌的范围“{scope}”没有，或超出所选的角色。",
        "There is no scope “{scope}” of a token, or it is more than the role that was chosen.",
    ),
    Text(
        "可选：{choices}；或选许可更多的角色。",
        "Choose one of {choices}, or a role that permits more.",
    ),
    status=422,
)
TOKEN_TITLE = declare(
    "token-title-missing",
    "error",
    Text("令牌没有用途说明。", "The token does not say what it is for."),
    Text(
        "请写明给哪个程序用，以后才知道能不能吊销。",
        "Say which program it is for, so that one knows later whether it can be revoked.",
    ),
    status=422,
)
TOKEN_DAYS = declare(
    "token-days",
    "error",
    Text("令牌的有效期应为 1 至 {most} 天。", "A token is good for 1 to {most:day|days}."),
    Text("请改正天数。", "Correct the number of days."),
    status=422,
)
UNKNOWN_SESSION = declare(
    "unknown-session",
    "error",
    Text("没有这个会话。", "There is no such session."),
    Text("它可能已经结束；请刷新页面。", "It may be over; reload the page."),
    status=404,
)
FORBIDDEN = declare(
    "forbidden",
    "error",
    Text("您的角色不能做这件事：{permission}。", "Your role does not permit this: {permission}."),
    Text(
        "可以做的角色：{roles}。请联系管理员，或换一个账号登录。",
        "It is for: {roles}. Ask the administrator, or sign in with another account.",
    ),
    status=403,
)
ACCOUNT_WITHOUT_UNIT = declare(
    "account-without-unit",
    "error",
    Text("单位填报员没有写明单位。", "A unit's reporter belongs to no unit."),
    Text("请写单位名录中的名称或代码。", "Give a name or a code of the register of units."),
    status=422,
)
