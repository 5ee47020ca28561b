"""Why a basemap cannot be had, in the words of whoever enters it."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

ADDRESS_INCOMPLETE = declare(
    "basemap-address-incomplete",
    "error",
    Text("底图网址里缺少 {missing}。", "The address of the basemap lacks {missing}."),
    Text(
        "请填写带有 {{z}}、{{x}}、{{y}} 的模板，如 https://主机/{{z}}/{{x}}/{{y}}.png；WMTS 用 "
        "{{TileMatrix}}、{{TileRow}}、{{TileCol}}。",
        "Give a template with {{z}}, {{x}} and {{y}}, such as https://host/{{z}}/{{x}}/{{y}}.png; "
        "of a WMTS {{TileMatrix}}, {{TileRow}} and {{TileCol}}.",
    ),
)
ADDRESS_INVALID = declare(
    "basemap-address-invalid",
    "error",
    Text("底图网址不能用：{why}。", "The address of the basemap cannot be used: {why}."),
    Text(
        "网址以 https:// 或 http:// 开头，主机名只含字母、数字、点和连字符。",
        "It begins with https:// or http://, and its host has letters, digits, dots and hyphens.",
    ),
)
ADDRESS_PLAIN = declare(
    "basemap-address-plain",
    "error",
    Text(
        "本站用 https 打开，浏览器不会加载 http 的底图。",
        "This page is open by https; browsers load no basemap by http into it.",
    ),
    Text("请改用该服务的 https 网址。", "Use the https address of that service."),
)
KEY_INVALID = declare(
    "basemap-key-invalid",
    "error",
    Text("天地图密钥的写法不对。", "That is not how a key of Tianditu is written."),
    Text(
        "请到天地图控制台复制“浏览器端”应用的密钥（tk），32 位字母和数字。",
        "Copy the key (tk) of an application of the kind “browser” from the console of Tianditu: "
        "32 letters and digits.",
    ),
)
VALUE_MISSING = declare(
    "basemap-value-missing",
    "error",
    Text("请填写{field}。", "Give the {field}."),
    Text(
        "名称、来源标注和所选来源的内容都要填写。",
        "Title, attribution and what belongs to the source are needed.",
    ),
)
ZOOMS_INVALID = declare(
    "basemap-zooms-invalid",
    "error",
    Text("级别“{given}”的写法不对。", "“{given}” is no range of zooms."),
    Text(
        "请写成 1-18 这样的起止级别，在 0 到 22 之间。",
        "Write first and last zoom as 1-18, between 0 and 22.",
    ),
)
TITLE_TAKEN = declare(
    "basemap-title-taken",
    "error",
    Text("已有名为“{title}”的底图。", "There is a basemap “{title}” already."),
    Text("请换一个名称，或修改原来的底图。", "Choose another title, or change the one there is."),
    status=409,
)
TOO_MANY = declare(
    "basemaps-too-many",
    "error",
    Text("底图最多 {most} 个。", "There can be {most} basemaps."),
    Text("请先删除不用的。", "Remove one that is not used."),
    status=409,
)
UNKNOWN_BASEMAP = declare(
    "unknown-basemap",
    "error",
    Text("没有这个底图：{basemap}。", "There is no basemap {basemap}."),
    Text("ecoatlas basemap list 列出全部底图。", "List them with `ecoatlas basemap list`."),
    status=404,
)
FILE_NAME = declare(
    "basemap-file-name",
    "error",
    Text(
        "“{name}”不是底图文件夹里的文件名。",
        "“{name}” is no name of a file in the folder of basemaps.",
    ),
    Text(
        "请只写文件名，不带文件夹，以 .mbtiles 或 .pmtiles 结尾；文件放在 {folder}。",
        "Give the name alone, without a folder, ending in .mbtiles or .pmtiles; the file lies in "
        "{folder}.",
    ),
)
FILE_MISSING = declare(
    "basemap-file-missing",
    "error",
    Text("底图文件“{name}”不在了。", "The file “{name}” of the basemap is not there."),
    Text(
        "请把它放回数据文件夹的 basemaps 文件夹，或删除这个底图。",
        "Put it back into the folder basemaps of the data folder, or remove the basemap.",
    ),
    status=404,
)
FILE_UNKNOWN = declare(
    "basemap-file-unknown",
    "error",
    Text(
        "“{name}”既不是 MBTiles 也不是 PMTiles（第 3 版）文件。",
        "“{name}” is neither an MBTiles nor a PMTiles (version 3) file.",
    ),
    Text(
        "请换成装有图片瓦片的 .mbtiles 或 .pmtiles 文件；整幅影像请先用 GDAL 切片。",
        "Take an .mbtiles or .pmtiles file of pictures; cut a whole image into tiles first, with "
        "GDAL.",
    ),
    status=422,
)
FILE_DAMAGED = declare(
    "basemap-file-damaged",
    "error",
    Text("底图文件“{name}”读不下去：{why}。", "The basemap file “{name}” cannot be read: {why}."),
    Text(
        "文件多半没有拷完整，请从原处再拷一次。",
        "It was probably not copied whole; copy it again from where it came from.",
    ),
    status=422,
)
FILE_VECTOR = declare(
    "basemap-file-vector",
    "error",
    Text(
        "“{name}”里是矢量瓦片，底图要用图片瓦片（png、jpg 或 webp）。",
        "“{name}” holds vector tiles; a basemap has pictures (png, jpg or webp).",
    ),
    Text(
        "请把矢量数据作为图层上传，或另取图片瓦片的文件。",
        "Upload vector data as a layer, or take a file of pictures.",
    ),
    status=422,
)
FILE_TAKEN = declare(
    "basemap-file-taken",
    "error",
    Text(
        "底图文件夹里已有名为“{name}”的另一个文件。",
        "There is another file named “{name}” in the folder of basemaps.",
    ),
    Text(
        "请先给要加入的文件改名，或删除原来的文件。",
        "Rename the file that is to be added, or delete the one there is.",
    ),
    status=409,
)
