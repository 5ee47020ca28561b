"""What the pages of accounts share: kept by no cache, and a note of what was just done."""

from __future__ import annotations

from flask import Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from geo.words import Text
from projects.accounts.accounts import AccountInfo
from webmap.edge.access import asker
from webmap.edge.file_answers import attachment, file_answer

# What was done, said on the page that comes after it; the address carries the name only.
NOTES: dict[str, Text] = {
    "session-over": Text(
        "登录已过期。请重新登录，刚才的页面和填写的内容都还在。",
        "You are no longer signed in. Sign in again: the page and all that was typed are kept.",
    ),
    "signed-out": Text("已退出登录。", "You have signed out."),
    "edited": Text(
        "已保存为新版本；地图瓦片稍后更新。",
        "Saved as a new version; the map follows in a moment.",
    ),
    "content-declared": Text(
        "已声明图层内容；据它判定的目标请重新计算。",
        "What the layer holds is declared; compute again what is judged by it.",
    ),
    "content-taken-back": Text(
        "已撤销图层内容声明；据它得出的结论不再作数。",
        "The declaration was taken back; verdicts that rested on it count no longer.",
    ),
    "content-confirmed": Text(
        "已记下；此后制作的核算单以核实日期为数据日期。",
        "It is recorded; statements made from now on tell of the confirmed day.",
    ),
    "confirmation-taken-back": Text(
        "已撤销；据它得出的状态不再作数。",
        "It was taken back; states that rested on it count no longer.",
    ),
    "restored": Text(
        "已恢复为现行版本；地图和今后的计算以它为准。",
        "It is the live version now; the map and further figures stand on it.",
    ),
    "password-changed": Text(
        "密码已修改，其他设备上的登录已失效。",
        "The password was changed; other devices have been signed out.",
    ),
    "session-ended": Text("已结束该设备的登录。", "The session was ended."),
    "sessions-ended": Text("其他设备的登录已全部结束。", "All other sessions were ended."),
    "token-revoked": Text("令牌已吊销。", "The token was revoked."),
    "account-saved": Text("已保存。", "Saved."),
    "account-disabled": Text("账号已停用。", "The account was disabled."),
    "account-enabled": Text("账号已启用。", "The account was enabled."),
    "office-saved": Text("单位信息已保存。", "What the office says of itself is saved."),
    "basemap-saved": Text(
        "已保存。打开着的地图要重新打开，才能选它。",
        "Saved. A map that is open has to be opened again to offer it.",
    ),
    "basemap-removed": Text("已删除底图。", "The basemap was removed."),
    "viewing-on": Text("已开启不登录查看。", "Viewing without signing in is on."),
    "viewing-off": Text("已关闭不登录查看。", "Viewing without signing in is off."),
    "named": Text("已授权。", "The account was named for this layer."),
    "unnamed": Text("已取消授权。", "The account is no longer named for this layer."),
}


def private(body: str, status: int = 200, mimetype: str = "text/html") -> Response:
    """A page that no cache keeps: it belongs to one person, and may show something once."""
    response = make_response(body, status)
    response.mimetype = mimetype
    response.headers["Cache-Control"] = "no-store"
    return response


def see(address: str, done: str) -> AnyResponse:
    """Go on to the page that shows the result; the address carries the name of a note."""
    page, mark, place = address.partition("#")
    return redirect(f"{page}?done={done}{mark}{place}", 303)


def note() -> Text | None:
    """What was done on the page before this one."""
    return NOTES.get(request.args.get("done", "")) if request.method == "GET" else None


def signed_in() -> AccountInfo:
    """The account of whoever asks; the guard lets nobody else come this far."""
    account = asker().account
    if account is None:
        raise RuntimeError("a page of an account was reached without one")
    return account


def handed_out(content: bytes, media: str, name: str) -> Response:
    """A file to save."""
    return file_answer(content, media, attachment(name))
