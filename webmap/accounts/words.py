"""Wording of the pages of accounts and of the audit log, and of the account menu."""

from __future__ import annotations

from geo.words import Text

ACCOUNTS: dict[str, Text] = {
    "rules_notice": Text(
        "规则表中有 {count} 行的依据已有后继，可能已被取代，请核对。",
        "Rows of rules whose law has a successor, to be checked: {count}.",
    ),
    "rules_notice_see": Text("查看清单", "See the list"),
    "rules_notice_later": Text("稍后", "Later"),
    # the menu in the top bar
    "sign_in": Text("登录", "Sign in"),
    "sign_out": Text("退出登录", "Sign out"),
    "account_menu": Text("账号菜单", "Account menu"),
    # forms
    "fault_heading": Text("没有保存，请改正以下内容", "Nothing was saved; please correct this"),
    "account_name": Text("用户名", "Account name"),
    "password": Text("密码", "Password"),
    "password_show": Text("显示密码", "Show the password"),
    "password_hide": Text("隐藏密码", "Hide the password"),
    "display_name": Text("姓名", "Full name"),
    "role": Text("角色", "Role"),
    "copy": Text("复制", "Copy"),
    "copied": Text("已复制", "Copied"),
    "save": Text("保存", "Save"),
    "optional": Text("（可不填）", "(optional)"),
    "never": Text("从未", "Never"),
    "actions": Text("操作", "Actions"),
    # sign-in
    "sign_in_lead": Text(
        "请用管理员分配的账号登录。", "Use the account your administrator gave you."
    ),
    "sign_in_failed_heading": Text("登录没有成功", "You are not signed in"),
    "sign_in_no_account": Text(
        "没有账号或忘记密码？请联系管理员新建账号或重置密码。",
        "No account, or password forgotten? An administrator can add an account or set a new "
        "password.",
    ),
    "sign_in_look": Text(
        "不登录，直接查看公开图层", "Look at the public layers without signing in"
    ),
    # own account
    "own_title": Text("我的账号", "My account"),
    "own_who": Text("账号信息", "Who I am"),
    "own_may": Text("可以做的事", "What I may do"),
    "member_since": Text("建立时间", "Account made"),
    "last_sign_in": Text("上次登录", "Last sign-in"),
    "password_change": Text("修改密码", "Change the password"),
    "password_change_lead": Text(
        "修改后，其他设备上的登录会全部失效。",
        "Changing it signs this account out on every other device.",
    ),
    "password_must_change": Text("请先设置自己的密码", "Set a password of your own first"),
    "password_must_change_lead": Text(
        "当前密码由管理员设置，只能使用一次。设置新密码后即可继续。",
        "The present password was made by an administrator and serves once. Set your own to go on.",
    ),
    "password_old": Text("当前密码", "Present password"),
    "password_new": Text("新密码", "New password"),
    "sessions_title": Text("登录中的设备", "Where I am signed in"),
    "sessions_lead": Text(
        "看到不认识的设备时，请结束它的登录并修改密码。",
        "If you do not recognise a device, end its session and change the password.",
    ),
    "session_browser": Text("浏览器", "Browser"),
    "session_from": Text("来源地址", "Address"),
    "session_opened": Text("登录时间", "Signed in"),
    "session_seen": Text("最近使用", "Last used"),
    "session_this": Text("当前设备", "This device"),
    "session_end": Text("结束登录", "End"),
    "session_end_named": Text(
        "结束在 {browser}（{origin}）的登录", "End the session of {browser} ({origin})"
    ),
    "sessions_end_others": Text("结束其他所有登录", "End all other sessions"),
    "sessions_alone": Text("只有当前设备在登录。", "This is the only session."),
    "password_policy": Text(
        "{least}–{most} 个字符，可用空格和汉字，例如几个不相干的词；"
        "不要用姓名、日期、常见密码等容易猜到的内容。",
        "{least}–{most:character|characters} of any kind, for example a few unrelated words; "
        "nothing easily "
        "guessed such as names, dates or common passwords.",
    ),
    # tokens
    "tokens_title": Text("访问令牌", "API tokens"),
    "tokens_lead": Text(
        "供脚本和桌面 GIS 软件访问接口，代替密码使用。请求时加上请求头：",
        "For scripts and desktop GIS, in place of the password. Send it in the header:",
    ),
    "tokens_none": Text("还没有访问令牌。", "There are no tokens yet."),
    "tokens_none_next": Text(
        "在下面新建一个；令牌只显示一次，请当场保存到脚本或软件中。",
        "Make one below; it is shown once, so store it in the script or program at once.",
    ),
    "tokens_none_other": Text("这个账号没有访问令牌。", "This account has no tokens."),
    "token": Text("令牌", "Token"),
    "token_title": Text("用途", "Purpose"),
    "token_title_help": Text(
        "写明用在哪里，例如“QGIS 台式机”，便于日后辨认和吊销。",
        "Say where it is used, for example “QGIS on the desktop”, so that you know it later.",
    ),
    "token_role_help": Text(
        "不会高于您自己的角色；只读取数据时选“查看者”即可。",
        "At most your own role; “Viewer” is enough for reading data.",
    ),
    "token_scope": Text("范围", "Scope"),
    "token_scope_help": Text(
        "只给程序它要做的：例如只写水质监测值的平台选“读取，写水质监测值”。",
        "Give a program what it has to do and no more: “Reading; writing water readings”, say.",
    ),
    "token_days": Text("有效天数", "Days it is valid"),
    "token_days_help": Text("1–365 天，到期自动失效。", "1–365 days; after that it stops working."),
    "token_made": Text("新建时间", "Made"),
    "token_expires": Text("到期时间", "Expires"),
    "token_used": Text("最近使用", "Last used"),
    "token_used_from": Text("来自 {origin}", "from {origin}"),
    "token_make": Text("新建访问令牌", "Make a token"),
    "token_revoke": Text("吊销", "Revoke"),
    "token_revoke_named": Text("吊销令牌“{title}”", "Revoke the token “{title}”"),
    "token_revoke_confirm": Text(
        "使用它的程序会立即失去访问权限。", "Programs that use it lose access at once."
    ),
    "token_expired": Text("已过期", "Expired"),
    "token_revoked": Text("已吊销", "Revoked"),
    # shown once
    "once_lead": Text(
        "只显示这一次，离开本页后无法再次查看。",
        "Shown this once; it cannot be seen again after you leave the page.",
    ),
    "once_password_next": Text(
        "请当面或通过内部渠道交给本人；首次登录时必须修改，7 天内有效。",
        "Hand it over in person or through an internal channel; it must be changed at the first "
        "sign-in and is valid for 7 days.",
    ),
    "once_token_next": Text(
        "请立即保存到要使用它的程序中；遗失时吊销后重新建立。",
        "Store it now in the program that will use it; if it is lost, revoke it and make another.",
    ),
    # accounts
    "accounts_title": Text("账号管理", "Accounts"),
    "accounts_lead": Text(
        "谁可以进入系统、能做什么。账号只停用、不删除，使审计日志始终有据可查。",
        "Who may enter and what they may do. Accounts are disabled, never deleted, so that the "
        "audit log stays readable.",
    ),
    "accounts_only_one": Text("目前只有您的账号。", "Yours is the only account so far."),
    "accounts_only_one_next": Text(
        "在下面为同事新建账号：系统生成一次性密码，由您转交。",
        "Add accounts for your colleagues below: a one-time password is made for you to hand over.",
    ),
    "account_state": Text("状态", "State"),
    "account_you": Text("本人", "You"),
    "account_add": Text("新建账号", "Add an account"),
    "account_add_button": Text("新建账号并生成密码", "Add, and make a password"),
    "account_name_help": Text(
        "2–64 个字符：汉字、字母、数字和 . _ -，不区分大小写；登录时使用，建立后不能修改。",
        "2–64 letters, Chinese included, digits and . _ -; case does not matter. Used to sign in; "
        "it cannot be changed later.",
    ),
    "display_name_help": Text(
        "显示在页面和记录中；不填则显示用户名。",
        "Shown on pages and in records; the account name if left empty.",
    ),
    "account_post": Text("职务", "Post"),
    "account_unit": Text("所在单位", "Unit"),
    "account_unit_help": Text(
        "写单位名录中的名称或代码；单位填报员必填，他只改这个单位的项目。",
        "A name or a code of the register of units; a unit's reporter needs one, and changes the "
        "projects of this unit only.",
    ),
    "account_post_help": Text(
        "印在核算单的编制、复核、签发栏；不填则留空，由本人手写。",
        "Printed where a statement is prepared, reviewed and issued; left blank to be written by "
        "hand if empty.",
    ),
    "role_help": Text(
        "各角色的权限见本页下方的表。", "The table below says what each role may do."
    ),
    "role_change_help": Text(
        "立即生效；各角色的权限见“账号管理”页下方的表。",
        "Takes effect at once; the table on the page “Accounts” says what each role may do.",
    ),
    "account_layers": Text("受限图层", "Restricted layers"),
    "account_layers_lead": Text(
        "受限图层只有被授权的账号和管理员能看到；授权立即生效。",
        "Only accounts that are named and administrators see a restricted layer; naming one takes "
        "effect at once.",
    ),
    "account_layers_all": Text(
        "管理员能看到全部图层，不需授权。", "Administrators see every layer without being named."
    ),
    "account_layers_none": Text("目前没有受限图层。", "No layer is restricted now."),
    "account_layer_seen": Text("可查看", "May see it"),
    "account_layer_open": Text("授权查看“{title}”", "Name this account for “{title}”"),
    "account_layer_close": Text(
        "取消查看“{title}”的授权", "No longer name this account for “{title}”"
    ),
    "account_profile": Text("姓名与角色", "Name and role"),
    "account_reset": Text("重置密码", "Set a new password"),
    "account_reset_lead": Text(
        "生成新的一次性密码，并结束该账号的所有登录和访问令牌。",
        "Makes a new one-time password and ends all sessions and tokens of the account.",
    ),
    "account_reset_do": Text("确认重置", "Yes, set a new password"),
    "account_disable": Text("停用账号", "Disable the account"),
    "account_disable_lead": Text(
        "立即退出所有登录，访问令牌同时失效；可以随时重新启用。",
        "Ends all its sessions and stops its tokens at once. It can be enabled again at any time.",
    ),
    "account_disable_do": Text("确认停用", "Yes, disable it"),
    "confirm_sure": Text("账号：{name}，立即生效。", "Account: {name}. This takes effect at once."),
    "account_enable": Text("重新启用", "Enable again"),
    "account_enable_lead": Text(
        "账号已停用，不能登录。启用后原有角色和授权照旧。",
        "The account is disabled and cannot sign in. Enabling it restores its role and layers.",
    ),
    "account_own_lead": Text(
        "这是您自己的账号。密码和登录设备请在“我的账号”中管理。",
        "This is your own account. Its password and sessions are on the page “My account”.",
    ),
    # the office
    "profile_title": Text("单位信息", "The office"),
    "profile_lead": Text(
        "印在此后制作的核算单上。空着的项目在纸面上留空，供手写。",
        "Printed on statements made from now on. What is left empty stays blank on paper, to be "
        "written by hand.",
    ),
    "profile_name": Text("单位名称", "Name of the office"),
    "profile_name_help": Text("与公章一致的全称。", "In full, as on its seal."),
    "profile_number": Text("文号", "Document number"),
    "profile_number_help": Text(
        "例如“×海绵核〔2026〕 号”；制作核算单时可以另填。",
        "As the office numbers its papers; another can be given when a statement is made.",
    ),
    "profile_secrecy": Text("密级标注", "Secrecy line"),
    "profile_secrecy_help": Text(
        "不填则按所用图层的最高密级标注。", "If empty, the highest grade of the layers used."
    ),
    "profile_area": Text("核算区域", "Area"),
    "profile_area_help": Text("本单位的辖区。", "What the office is responsible for."),
    "office_title": Text("不登录查看", "Viewing without signing in"),
    "office_on": Text("已开启", "On"),
    "office_off": Text("已关闭", "Off"),
    "office_lead_on": Text(
        "能打开本系统网址的人，不登录也能查看密级为“公开”的图层、项目和指标；"
        "内部和受限图层仍须登录。",
        "Anyone who can reach this address sees layers of the grade “Public”, projects and figures "
        "without signing in; internal and restricted layers still need an account.",
    ),
    "office_lead_off": Text(
        "所有页面都须登录后才能查看。开启后，不登录者只能看到密级为“公开”的图层、项目和指标。",
        "Every page needs an account. When this is on, people who are not signed in see only "
        "layers of the grade “Public”, projects and figures.",
    ),
    "office_turn_on": Text("开启", "Turn on"),
    "office_turn_off": Text("关闭", "Turn off"),
    # the table of permissions
    "permissions_title": Text("角色与权限", "Roles and permissions"),
    "permission": Text("权限", "Permission"),
    "permission_yes": Text("有", "Yes"),
    "permission_no": Text("无", "No"),
    # named accounts of a layer
    "named_title": Text("可查看的账号", "Who may see this layer"),
    "named_lead": Text(
        "本图层为受限图层，只有下列账号和管理员能看到它；对其他人如同不存在。",
        "This layer is restricted: only these accounts and administrators see it. For everybody "
        "else it does not exist.",
    ),
    "named_none": Text("还没有授权任何账号。", "No account is named yet."),
    "named_none_next": Text("在下面填写要授权的用户名。", "Name an account below."),
    "named_add": Text("授权", "Name this account"),
    "named_remove": Text("取消授权", "Remove"),
    "named_remove_named": Text("取消 {name} 的授权", "Remove {name}"),
    # audit
    "audit_title": Text("审计日志", "Audit log"),
    "audit_lead": Text(
        "谁在何时从哪里对什么做了什么。日志只能追加，每条都与前一条以哈希相连。",
        "Who did what to what, when and from where. Entries are only ever added, each chained to "
        "the one before by its hash.",
    ),
    "audit_text": Text("内容", "Text"),
    "audit_text_hint": Text("对象或详情中的文字", "In the subject or the details"),
    "audit_actor": Text("操作人", "Who"),
    "audit_action": Text("操作", "Action"),
    "audit_outcome": Text("结果", "Result"),
    "audit_any": Text("全部", "All"),
    "audit_since": Text("从", "From"),
    "audit_until": Text("到", "To"),
    "audit_clear": Text("清除条件", "Clear"),
    "audit_number": Text("序号", "No."),
    "audit_when": Text("时间", "When"),
    "audit_subject": Text("对象", "On what"),
    "audit_details": Text("详情", "Details"),
    "audit_field": Text("字段", "Field"),
    "audit_before": Text("之前", "Before"),
    "audit_after": Text("之后", "After"),
    "audit_changes": Text("{count} 项变化", "{count:change|changes}"),
    "audit_change_one": Text("1 项变化", "1 change"),
    "audit_facts": Text("{count} 项详情", "{count:detail|details}"),
    "audit_none": Text("没有符合条件的记录。", "No entry matches."),
    "audit_none_next": Text("放宽条件，或清除全部条件。", "Widen the search, or clear it."),
    "audit_empty": Text("日志还是空的。", "The log is still empty."),
    "audit_empty_next": Text(
        "登录、导入、计算等操作会自动记录在这里。",
        "Sign-ins, imports, computations and the like are recorded here as they happen.",
    ),
    "audit_found": Text("找到 {count} 条", "{count} found"),
    "audit_download": Text("下载查到的记录：", "Download what was found:"),
    "page_newer": Text("较新", "Newer"),
    "page_older": Text("较旧", "Older"),
    "page_of": Text("第 {page} / {pages} 页", "Page {page} of {pages}"),
    "pages": Text("翻页", "Pages"),
    # refused pages
    "error_your_role": Text("您的角色", "Your role"),
    "error_other_account": Text("换个账号登录", "Sign in as somebody else"),
}

# Fields of forms, as a refusal names them.
FIELD_TITLES: dict[str, Text] = {
    "name": ACCOUNTS["account_name"],
    "password": ACCOUNTS["password"],
    "old": ACCOUNTS["password_old"],
    "new": ACCOUNTS["password_new"],
    "title": ACCOUNTS["token_title"],
    "role": ACCOUNTS["role"],
    "days": ACCOUNTS["token_days"],
    "display_name": ACCOUNTS["display_name"],
    "unit": ACCOUNTS["account_unit"],
}
