"""Wording of the pages of statements."""

from __future__ import annotations

from geo.words import Text

STATEMENTS: dict[str, Text] = {
    "statements_title": Text("核算单", "Statements"),
    "statements_lead": Text(
        "一份核算单固定一次计算的结果，经复核人签署后不再改变。",
        "A statement fixes the result of one computation; once a reviewer has signed it, it never "
        "changes.",
    ),
    "statements_empty": Text("还没有核算单。", "There are no statements yet."),
    "statements_empty_next": Text(
        "打开一个计算结果，点“制作核算单”。", "Open a stored run and make a statement of it."
    ),
    "statements_none": Text("没有这种状态的核算单。", "No statement is in this state."),
    "statement_state": Text("状态", "State"),
    "statement_any_state": Text("全部状态", "Any state"),
    "statement_code": Text("校验码", "Check code"),
    "statement_made": Text("制作", "Made"),
    "statement_make": Text("制作核算单", "Make a statement"),
    "statement_lines": Text("时段、区域、文号", "Period, area, document number"),
    "statement_lines_lead": Text(
        "不填时，区域和文号用管理员填写的单位信息；都没有的在纸面上留空，供手写。",
        "Left empty, area and number are those of the office; what nobody has given stays blank on "
        "paper.",
    ),
    "statement_line_period": Text("核算时段", "Period"),
    "statement_line_area": Text("核算区域", "Area"),
    "statement_line_number": Text("文号", "Document number"),
    "statement_bulletin": Text("水质通报：", "Bulletin:"),
    "statement_downloads": Text("导出：", "Download:"),
    "statement_run": Text("计算结果 {run}", "Stored run {run}"),
    "statement_map_alt": Text("示意图：{title}", "Map: {title}"),
    "statement_cut": Text(
        "此表共 {count} 行，这里显示前 {shown} 行；全部见导出文件。",
        "{count:row|rows} in all, the first {shown} shown; the files have every row.",
    ),
    "statement_damaged": Text(
        "存档与指纹不符：有人直接改动过数据库。请管理员核对审计日志与备份。",
        "What is kept does not fit its hash: somebody changed the database. The administrator "
        "should check the audit log and a backup.",
    ),
    "statement_newer": Text(
        "制作之后，下列输入有了新版本：", "Since it was made, these inputs have newer versions:"
    ),
    "statement_newer_line": Text(
        "{title}：所用第 {then} 版，现行第 {now} 版", "{title}: version {then} used, {now} now"
    ),
    "statement_gone": Text("（看不到）", "(not to be seen)"),
    "statement_now_see": Text("看看数字会有什么不同", "See what would differ now"),
    # review
    "statement_review": Text("复核", "Review"),
    "statement_comments": Text("意见", "Comments"),
    "statement_no_comments": Text("还没有意见。", "There are no comments."),
    "statement_on_all": Text("整份核算单", "On the whole statement"),
    "statement_comment": Text("写意见", "Comment"),
    "statement_comment_row": Text("对 {row} 提意见", "Comment on {row}"),
    "statement_comment_about": Text("针对", "About"),
    "statement_comment_text": Text("意见", "Comment"),
    "statement_comment_send": Text("提交意见", "Send the comment"),
    "statement_comment_whole": Text("改为针对整份核算单", "Comment on the whole instead"),
    "statement_submit": Text("提交复核", "Hand in for review"),
    "statement_submit_lead": Text(
        "提交后由审核人复核；数字不会再变。",
        "A reviewer looks at it; its figures stay as they are.",
    ),
    "statement_return": Text("退回", "Return it"),
    "statement_return_reason": Text("退回理由", "Reason"),
    "statement_sign": Text("签署", "Sign"),
    "statement_sign_lead": Text(
        "签署后核算单不再改变，也不能再提意见；有误时只能撤回。",
        "The statement is frozen then and no comments can follow; if it turns out wrong, it can be "
        "withdrawn.",
    ),
    "statement_sign_note": Text("签署意见（可不填）", "Note (optional)"),
    "statement_sign_do": Text("确认签署", "Sign now"),
    "statements_mine": Text("只看我制作的", "Mine only"),
    "statement_replaced": Text("已有核算单声明替代本核算单：", "Replaced by:"),
    "statement_replaces": Text("替代核算单", "It replaces"),
    "statement_replace_code": Text(
        "替代哪一份核算单（校验码）", "Check code of a statement that it replaces"
    ),
    "delegations_title": Text("签署委托", "Delegated signing"),
    "delegations_lead": Text(
        "审核人不在时，可以把退回和签署委托给一个编辑账号。制作人仍然不能签署自己的核算单；"
        "由谁委托、期限和理由写在每一步上，页面和文件都看得到。",
        "A reviewer who is away can delegate returning and signing to an editor's account. Nobody "
        "signs a statement of his own all the same; by whom, until when and why stands with each "
        "step, on pages and in files.",
    ),
    "delegations_none": Text("还没有委托。", "Nothing has been delegated."),
    "delegation_by": Text("委托人", "Delegated by"),
    "delegation_to": Text("受托账号", "To the account"),
    "delegation_first": Text("起始日", "From"),
    "delegation_last": Text("终止日（含）", "Until (included)"),
    "delegation_reason": Text("理由", "Reason"),
    "delegation_state": Text("状态", "State"),
    "delegation_holds": Text("有效", "holds"),
    "delegation_over": Text("未生效或已过期", "not yet, or over"),
    "delegation_ended": Text("{name} 于 {day} 终止", "ended by {name} on {day}"),
    "delegation_end": Text("终止", "End it"),
    "delegation_end_lead": Text(
        "从现在起不能再据此签署；已签署的不变。",
        "Nothing is signed by it from now on; what was signed stays.",
    ),
    "delegation_new": Text("新的委托", "Delegate"),
    "delegation_do": Text("确认委托", "Delegate now"),
    "delegation_faults": Text("没有委托，请改正以下内容", "Nothing was delegated; please correct"),
    "delegation_yours": Text(
        "您受 {by} 委托复核和签署，至 {last}。",
        "You review and sign for {by}, until {last}.",
    ),
    "answered_notice": Text(
        "您的 {count} 条意见已有答复，请了结或再议：",
        "Answers to what you asked, to be closed or opened again: {count}",
    ),
    "returned_notice": Text("有 {count} 份核算单退回给您：", "Returned to you: {count}"),
    "statement_point": Text("第 {number} 条", "No. {number}"),
    "statement_answer": Text("答复", "Answer"),
    "statement_answer_to": Text("对第 {number} 条的答复", "Answer to no. {number}"),
    "statement_close": Text("了结", "Close"),
    "statement_reopen": Text("再议", "Open again"),
    "statement_reply_text": Text("内容", "Text"),
    "statement_close_note": Text("说明（可不填）", "Note (optional)"),
    "statement_resubmit_lead": Text(
        "退回的理由和每条意见都要答复，才能再提交。数字有误时，请另算一次，用新的结果做一份核算单。",
        "The reason of the return and each comment need an answer before it is handed in again. "
        "Where figures are wrong, compute again and make a statement of the new run.",
    ),
    "statement_returned": Text("已由 {name} 退回给您：", "{name} has returned it to you:"),
    "statement_returned_next": Text("去答复并再提交", "Answer and hand it in again"),
    "statement_asserted_lead": Text("签署即确认以下内容：", "By signing you assert:"),
    "statement_sign_waits": Text(
        "有意见还没有答复，不能签署：", "Not to be signed while these wait for an answer:"
    ),
    "statement_confirm": Text(
        "以上各项我已逐项看过，予以确认。", "I have read the list above, and assert it."
    ),
    "statement_password": Text("您的登录密码", "Your password"),
    "statement_withdraw": Text("撤回", "Withdraw it"),
    "statement_withdraw_lead": Text(
        "已签署的数字有误时撤回。核算单和文件照样看得到、可核对，但处处注明已撤回；不能恢复。",
        "For figures that turn out wrong after they were signed. The statement stays and can be "
        "checked, but says everywhere that it is withdrawn; this cannot be undone.",
    ),
    "statement_withdraw_reason": Text("撤回理由", "Reason"),
    "statement_withdraw_do": Text("确认撤回", "Withdraw now"),
    "statement_own": Text(
        "这是您制作的，须由另一位审核人签署。", "You made it; another reviewer has to sign it."
    ),
    "statement_frozen": Text(
        "{name} 于 {day} 签署，内容已固定。", "Signed by {name} on {day}; nothing of it changes."
    ),
    "statement_signed_plain": Text("已签署，内容已固定。", "Signed; nothing of it changes."),
    # what would differ now
    "statement_now_title": Text("现在会有什么不同", "What would differ now"),
    "statement_now_lead": Text(
        "左为核算单中的数字，右为用现行版本计算的数字。核算单本身不变。",
        "On the left the figures of the statement, on the right those of today's versions. The "
        "statement itself stays as it is.",
    ),
    "statement_now_none": Text("输入没有更新的版本。", "No input has a newer version."),
    "statement_now_same": Text(
        "用现行版本计算，数字没有变化。", "With the versions of today no figure differs."
    ),
    "statement_now_compute": Text("用现行版本计算", "Compute with today's versions"),
    "statement_now_wait": Text(
        "还没有人用现行版本计算过；数据量大时可能要几分钟。",
        "Nobody has computed it with today's versions yet; with much data it takes minutes.",
    ),
    "statement_now_ask": Text(
        "还没有人用现行版本计算过；请有计算权限的同事计算。",
        "Nobody has computed it with today's versions yet; ask somebody who may compute figures.",
    ),
    "statement_then": Text("核算单", "Statement"),
    "statement_today": Text("现在", "Now"),
    "statement_difference": Text("相差", "Difference"),
    "statement_where": Text("位置", "Where"),
    "statement_totals": Text("合计", "Totals"),
    "statement_figure": Text("指标", "Figure"),
    "statement_more": Text("另有 {count} 处未列出。", "{count} more are not listed."),
    "statement_back": Text("回到核算单", "Back to the statement"),
}
NOTES: dict[str, Text] = {
    "made": Text("核算单已制作，还是草稿。", "The statement is made; it is a draft."),
    "submitted": Text("已提交复核。", "Handed in for review."),
    "commented": Text("意见已记下。", "The comment is kept."),
    "answered": Text("答复已记下。", "The answer is kept."),
    "closed": Text("意见已了结。", "The comment is closed."),
    "reopened": Text("意见已再议。", "The comment is open again."),
    "returned": Text("已退回制作人。", "Returned to its maker."),
    "signed": Text("已签署，内容已固定。", "Signed; nothing of it changes any more."),
    "withdrawn": Text("已撤回。", "Withdrawn."),
    "delegated": Text("已委托。", "Delegated."),
    "delegation-ended": Text("委托已终止。", "The delegation has ended."),
}
