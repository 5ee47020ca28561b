"""Refusals of a site that cannot be checked, each with what to do."""

from __future__ import annotations

from geo.errors import EcoAtlasError, declare
from geo.figures.said import said
from geo.figures.units import SQUARE_KILOMETRES, SQUARE_METRES
from geo.words import Text

SQUARE_METRES_OF_ONE = 1_000_000
SITE_EMPTY = declare(
    "site-empty",
    "error",
    Text("没有给出位置或范围。", "No place was given."),
    Text(
        "请粘贴坐标、选择文件、选择项目，或在地图上画出范围。",
        "Paste coordinates, choose a file or a project, or draw it on the map.",
    ),
)
SITE_FILE_LARGE = declare(
    "site-file-large",
    "error",
    Text(
        "“{file}”有 {size} MB，选址的文件至多 {most} MB。",
        "“{file}” has {size} MB; the file of a site may have {most}.",
    ),
    Text(
        "请只留下要看的几个图形；整层数据请上传为图层。",
        "Keep the few shapes that it is about; upload whole layers as layers.",
    ),
    status=413,
)
SITE_GUESSED = declare(
    "site-shape-guessed",
    "error",
    Text(
        "“{file}”里的图形有疑问，研判的范围不能确定：{first}",
        "What ground “{file}” means is not determined: {first}",
    ),
    Text(
        "请在原软件中改正图形后重新发送，或在地图上画出范围。",
        "Correct the shape where it was drawn and send it again, or draw it on the map.",
    ),
)
SITE_NOT_UNDERSTOOD = declare(
    "site-not-understood",
    "error",
    Text("第 {line} 行读不成坐标：“{text}”。", "Line {line} is no pair of coordinates: “{text}”."),
    Text(
        "每行一个点，先东后北或先北后东均可：114.1058 30.4123；114°06′20.9″ 30°24′44.3″；"
        "38528770 3366000（带号在前的高斯-克吕格坐标）。空一行另起一个图形。",
        "One point a line, in either order: 114.1058 30.4123; 114°06′20.9″ 30°24′44.3″; 38528770 "
        "3366000 (Gauss-Krüger with its zone). An empty line begins another shape.",
    ),
)
SITE_CRS_ASKED = declare(
    "site-crs-asked",
    "error",
    Text(
        "这些坐标可能属于几个坐标系，须由您指明：{choices}。",
        "These coordinates may be of several reference systems; say which: {choices}.",
    ),
    Text(
        "请在“坐标系”里填写其中一个，例如 {first}。",
        "Enter one of them as reference system, for example {first}.",
    ),
)
SITE_CRS_UNKNOWN = declare(
    "site-crs-unknown",
    "error",
    Text(
        "按给出的坐标系，这些坐标不在中国范围内，或坐标系“{crs}”不认识。",
        "Under this reference system the coordinates are not in China, or “{crs}” is not known.",
    ),
    Text(
        "请核对数值和坐标系，如 EPSG:4490（经纬度）、EPSG:4547（CGCS2000，中央经线 114°E）。",
        "Check numbers and system: EPSG:4490 (degrees), EPSG:4547 (CGCS2000, central meridian "
        "114°E).",
    ),
)
SITE_CROSSES_ITSELF = declare(
    "site-crosses-itself",
    "error",
    Text(
        "范围的边界自相交（{place} 附近），面积不能确定。",
        "The outline crosses itself (near {place}): its ground is not determined.",
    ),
    Text("请按顺序重新给出角点。", "Give its corners in order."),
)
SITE_TOO_LARGE = declare(
    "site-too-large",
    "error",
    Text("范围面积 {area}，超过上限 {limit}。", "The area is {area}, over the limit of {limit}."),
    Text(
        "请缩小范围，或分成几块；整层核查请用“指标”中的清单。",
        "Make it smaller or take it in parts; whole layers are checked with the metrics.",
    ),
)


def too_large(found_m2: float, most_m2: float) -> EcoAtlasError:
    """The refusal `site-too-large` of so many square metres; the limit is told in km²."""
    limit = said(most_m2 / SQUARE_METRES_OF_ONE, SQUARE_KILOMETRES, exact=True)
    return EcoAtlasError(SITE_TOO_LARGE, area=said(found_m2, SQUARE_METRES), limit=limit)


SITE_TOO_MANY = declare(
    "site-too-many-shapes",
    "error",
    Text(
        "给出了 {count} 个图形，一次至多 {limit} 个。",
        "{count:shape|shapes} were given; {limit} at most are taken.",
    ),
    Text(
        "请只留下所要的图形；整层核查请把文件导入为图层后用“指标”。",
        "Keep the shapes that are meant; import whole layers and use the metrics.",
    ),
)
SITE_TOO_DETAILED = declare(
    "site-too-detailed",
    "error",
    Text(
        "边界有 {count} 个角点，超过上限 {limit}。",
        "The outline has {count:corner|corners}, over the limit of {limit}.",
    ),
    Text("请先简化边界。", "Simplify the outline first."),
)
SITE_PROJECT_NOWHERE = declare(
    "site-project-nowhere",
    "error",
    Text(
        "项目“{code}”没有关联您能看到的要素，不知道它在哪里。",
        "Project “{code}” is linked to no feature that you see: nobody knows where it is.",
    ),
    Text(
        "请先关联要素，或粘贴坐标、在地图上画出范围。",
        "Link a feature first, or paste coordinates, or draw it on the map.",
    ),
)
SITE_UNKNOWN = declare(
    "site-unknown",
    "error",
    Text("没有这个选址研判。", "There is no such site check."),
    Text("请从选址列表中选择。", "Choose one of the list of sites."),
    status=404,
)
SITE_ROW_UNKNOWN = declare(
    "site-row-unknown",
    "error",
    Text("这次研判没有“{key}”这一条。", "This check has no row “{key}”."),
    Text("请从研判结果中选择。", "Choose one of its rows."),
    status=404,
)
SITE_DECISION_UNKNOWN = declare(
    "site-decision-unknown",
    "error",
    Text("结论不能是“{decision}”。", "“{decision}” is no decision."),
    Text("可选：{choices}。", "It is one of: {choices}."),
)
SITE_REASON_ASKED = declare(
    "site-reason-asked",
    "error",
    Text(
        "没有写明理由，或超过 {limit} 字。",
        "The reason is missing, or over {limit:character|characters}.",
    ),
    Text("请写明依据，它会一直保留。", "Write why; it is kept."),
)
SITE_SIGNED = declare(
    "site-check-signed",
    "error",
    Text(
        "第 {check} 次研判已经签署，它和此前各次的处理结论不再改动。",
        "Check {check} was signed: what was decided on it and on those before it stays.",
    ),
    Text("请再研判一次，在新的一次上处理。", "Check the site again and decide on the new check."),
    status=409,
)
SITE_ALTERED = declare(
    "site-check-altered",
    "error",
    Text(
        "第 {check} 号研判的内容在保存以后被改动过，不再给出。",
        "What was kept of check {check} has been altered since; it is not shown.",
    ),
    Text("请重新研判，并请管理员查看审计日志。", "Check again, and have the audit log looked at."),
    status=409,
)
SITE_WITHOUT_ROW = declare(
    "site-check-without-row",
    "error",
    Text(
        "核查项“{check}”没有给出任何一条结果，研判没有保存。",
        "The check “{check}” gave no row; nothing was kept.",
    ),
    Text("这是程序的错误，请联系维护人员。", "This is a fault of the program; tell its keepers."),
    status=500,
)
SITE_CHOICE_UNKNOWN = declare(
    "site-choice-unknown",
    "error",
    Text("“{value}”不在可选值之内。", "“{value}” is none of the choices."),
    Text("可选：{choices}。", "It is one of: {choices}."),
)
