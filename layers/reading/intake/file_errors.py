"""Refusals about a file as a whole, its packaging, and the process that reads it."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

FILE_MISSING = declare(
    "file-missing",
    "error",
    Text("找不到文件“{file}”。", "There is no file '{file}'."),
    Text("请检查路径和文件名。", "Check the path and the name."),
    status=404,
)
FILE_EMPTY = declare(
    "file-empty",
    "error",
    Text("文件“{file}”是空的（0 字节）。", "The file '{file}' is empty (0 bytes)."),
    Text("请重新导出或重新发送。", "Export or send it again."),
)
FILE_TOO_LARGE = declare(
    "file-too-large",
    "error",
    Text(
        "文件“{file}”有 {size_mb} MB，超过上限 {limit_mb} MB。",
        "The file '{file}' has {size_mb} MB, more than the limit of {limit_mb} MB.",
    ),
    Text(
        "请拆分后再上传，或请管理员调高 ECOATLAS_UPLOAD_MB。",
        "Split it, or ask the operator to raise ECOATLAS_UPLOAD_MB.",
    ),
    status=413,
)
UNKNOWN_FORMAT = declare(
    "unknown-format",
    "error",
    Text(
        "不认识“{file}”的格式。",
        "The format of '{file}' is not known here.",
    ),
    Text(
        "可以提供：Shapefile 压缩包（.zip）、GeoPackage（.gpkg）、GeoJSON、GeoParquet、KML/KMZ、"
        "DXF、FlatGeobuf（.fgb）、文件地理数据库（.gdb 文件夹或其压缩包）、"
        "带坐标列的 CSV 或 xlsx。",
        "Send a zipped shapefile (.zip), a GeoPackage (.gpkg), GeoJSON, GeoParquet, KML/KMZ, DXF,"
        " FlatGeobuf (.fgb), a file geodatabase (a .gdb folder, or zipped), or a CSV or xlsx with"
        " coordinate columns.",
    ),
)
NOT_WHAT_IT_SAYS = declare(
    "not-what-it-says",
    "error",
    Text(
        "“{file}”的内容不是 {expected}：{found}。",
        "'{file}' is not {expected} inside: {found}.",
    ),
    Text(
        "请从原软件重新导出，不要只改扩展名。",
        "Export it again from the original program; renaming the file is not enough.",
    ),
)

BAD_ZIP = declare(
    "bad-zip",
    "error",
    Text("压缩包“{file}”已损坏，打不开。", "The zip '{file}' is damaged and cannot be opened."),
    Text("请重新压缩或重新发送。", "Zip it or send it again."),
)
ZIP_EMPTY = declare(
    "zip-empty",
    "error",
    Text("压缩包“{file}”里没有文件。", "The zip '{file}' holds no files."),
    Text("请把 .shp、.dbf、.shx、.prj 一起压缩。", "Zip .shp, .dbf, .shx and .prj together."),
)
ZIP_TOO_MANY = declare(
    "zip-too-many-entries",
    "error",
    Text(
        "压缩包“{file}”里有 {entries} 个条目，超过上限 {limit}。",
        "The zip '{file}' has {entries:entry|entries}, more than the limit of {limit}.",
    ),
    Text("请只压缩需要的图层文件。", "Zip only the files of the layer."),
)
ZIP_BOMB = declare(
    "zip-bomb",
    "error",
    Text(
        "压缩包“{file}”解开后的大小不合常理（{entry}：{size_mb} MB），已拒绝。",
        "The zip '{file}' would unpack to an implausible size ({entry}: {size_mb} MB); refused.",
    ),
    Text(
        "请检查压缩包来源；确为正常数据请拆分后上传。",
        "Check where it comes from; split it if the data are really that large.",
    ),
    status=413,
)
ZIP_UNSAFE_ENTRY = declare(
    "zip-unsafe-entry",
    "error",
    Text(
        "压缩包“{file}”里有不安全的条目“{entry}”（{why}），已拒绝。",
        "The zip '{file}' has an unsafe entry '{entry}' ({why}); refused.",
    ),
    Text("请用普通方式重新压缩这些文件。", "Zip the files again in the ordinary way."),
)
ZIP_NESTED = declare(
    "zip-nested",
    "error",
    Text(
        "压缩包“{file}”里又有压缩包“{entry}”。",
        "The zip '{file}' holds another archive, '{entry}'.",
    ),
    Text("请解开里层压缩包，单独上传。", "Unpack the inner archive and send it by itself."),
)
ZIP_ENCRYPTED = declare(
    "zip-encrypted",
    "error",
    Text("压缩包“{file}”有密码。", "The zip '{file}' is protected by a password."),
    Text("请去掉密码后重新压缩。", "Zip it again without a password."),
)
NO_SHAPEFILE_IN_ZIP = declare(
    "no-shapefile-in-zip",
    "error",
    Text(
        "压缩包“{file}”里没有 .shp，也没有其他可读的图层文件（有：{entries}）。",
        "The zip '{file}' holds no .shp and no other file that is read (it holds: {entries}).",
    ),
    Text(
        "Shapefile 请把 .shp、.dbf、.shx、.prj 一起压缩。",
        "Of a shapefile, zip .shp, .dbf, .shx and .prj together.",
    ),
)
NOTHING_IN_FOLDER = declare(
    "nothing-in-folder",
    "error",
    Text(
        "文件夹“{file}”里没有可读的图层文件（不含下级文件夹）。",
        "The folder '{file}' holds no file that is read (folders below it are not looked into).",
    ),
    Text("请指明具体的文件或 .gdb 文件夹。", "Name the file itself or the .gdb folder."),
)
GEODATABASE_INCOMPLETE = declare(
    "geodatabase-incomplete",
    "error",
    Text(
        "地理数据库“{file}”不完整，缺少 {part}。",
        "The geodatabase '{file}' is not complete: {part} is missing.",
    ),
    Text(
        "请在资源管理器中把整个 .gdb 文件夹压缩后重新发送。",
        "Zip the whole .gdb folder in the file manager and send it again.",
    ),
)
SEVERAL_LAYERS = declare(
    "several-layers",
    "error",
    Text(
        "“{file}”里有 {count} 个图层：{names}。",
        "'{file}' holds {count:layer|layers}: {names}.",
    ),
    Text(
        "请指明要导入哪一个（--source-layer 名称，同名的写路径），其余分别导入。",
        "Say which one to import (--source-layer NAME, or its path where names meet) and import "
        "the others one by one.",
    ),
)
NO_SUCH_LAYER = declare(
    "no-such-source-layer",
    "error",
    Text(
        "“{file}”里没有名为“{layer}”的图层（有：{names}）。",
        "'{file}' has no layer named '{layer}' (it has: {names}).",
    ),
    Text("请从列出的名称中选择。", "Choose one of the names listed."),
)
MISSING_DBF = declare(
    "missing-dbf",
    "error",
    Text(
        "“{file}”缺少属性表 .dbf，要素没有编号和名称。",
        "'{file}' comes without its .dbf, so the features have no code and no name.",
    ),
    Text("请把 .dbf 与 .shp 一起提供。", "Send the .dbf together with the .shp."),
)
PART_TWICE = declare(
    "part-twice",
    "error",
    Text(
        "“{file}”与“{other}”只有大小写不同，不知该用哪一个 {suffix}。",
        "'{file}' and '{other}' differ in upper and lower case only; it is not clear which {suffix}"
        " to take.",
    ),
    Text(
        "请删去多余的一个，或给两套文件各起一个名称。",
        "Remove the one too many, or give the two sets of files names of their own.",
    ),
)
FEATURES_MISSING = declare(
    "features-missing",
    "error",
    Text(
        "“{file}”按{by}应有 {stated} 个要素，读出的却是 {found} 个，因此一个也不导入。",
        "'{file}' should have {stated:feature|features} by {by}, but {found} were read; none is "
        "imported.",
    ),
    Text(
        "请重新复制或从原软件重新导出；若仍如此请把文件交给管理员。",
        "Copy it again or export it again from the original program; if that does not help, give "
        "the file to the operator.",
    ),
)
DAMAGED = declare(
    "damaged",
    "error",
    Text(
        "“{file}”已损坏，读不出来（{where}）。", "'{file}' is damaged and cannot be read ({where})."
    ),
    Text("请从原软件重新导出。", "Export it again from the original program."),
)
EMPTY_LAYER = declare(
    "empty-layer",
    "error",
    Text("图层“{layer}”里没有要素。", "The layer '{layer}' has no features."),
    Text("请检查导出时的筛选条件，重新导出。", "Check the filter of the export and export again."),
)

READER_CRASHED = declare(
    "reader-crashed",
    "error",
    Text(
        "解析“{file}”的进程意外中止，文件可能已损坏。",
        "The process that read '{file}' broke off; the file is probably damaged.",
    ),
    Text(
        "请重新导出；若仍如此请联系管理员。",
        "Export it again; if that does not help, tell the operator.",
    ),
)
READER_OUT_OF_TIME = declare(
    "reader-out-of-time",
    "error",
    Text(
        "“{file}”在 {seconds} 秒内没有读完，已停止。",
        "'{file}' was not read within {seconds:second|seconds} and was stopped.",
    ),
    Text(
        "请拆分数据，或请管理员调高 ECOATLAS_READ_SECONDS。",
        "Split the data, or ask the operator to raise ECOATLAS_READ_SECONDS.",
    ),
)
READER_OUT_OF_MEMORY = declare(
    "reader-out-of-memory",
    "error",
    Text(
        "读“{file}”所需内存超过上限 {limit_mb} MB，已停止。",
        "Reading '{file}' needs more than the limit of {limit_mb} MB of memory; stopped.",
    ),
    Text(
        "请拆分数据，或请管理员调高 ECOATLAS_READ_MEMORY_MB。",
        "Split the data, or ask the operator to raise ECOATLAS_READ_MEMORY_MB.",
    ),
)
READER_UNSAFE = declare(
    "reader-unsafe",
    "error",
    Text(
        "本机的 GDAL 会顺着文件打开别的文件（自检：{canary}），为安全起见不读取任何上传。",
        "GDAL on this machine follows a file to other files (self-check: {canary}); nothing"
        " is read.",
    ),
    Text("请管理员运行 ecoatlas selfcheck。", "Ask the operator to run ecoatlas selfcheck."),
    status=500,
)
NO_SPATIAL_LAYER = declare(
    "no-spatial-layer",
    "error",
    Text("“{file}”里没有带图形的图层。", "'{file}' holds no layer with geometry."),
    Text("请检查导出内容。", "Check what was exported."),
)
CANNOT_IMPORT = declare(
    "cannot-import",
    "error",
    Text("“{file}”还不能导入：{codes}。", "'{file}' cannot be imported yet: {codes}."),
    Text("请按每一条提示改正或确认后再试。", "Mend or confirm each point listed, then try again."),
)
FILE_TRUNCATED = declare(
    "file-truncated",
    "error",
    Text(
        "“{file}”不完整：应有 {stated} 字节，实有 {actual} 字节。",
        "'{file}' is not complete: it should have {stated:byte|bytes} and has {actual}.",
    ),
    Text("请重新复制或重新发送。", "Copy or send it again."),
)
MORE_THAN_A_FEW = declare(
    "more-than-a-few-shapes",
    "error",
    Text(
        "图层“{layer}”有 {count} 个要素，此处至多读 {limit} 个。",
        "Layer “{layer}” has {count:feature|features}; {limit} at most are read here.",
    ),
    Text(
        "请只留下要看的几个图形；整层数据请上传为图层。",
        "Keep the few shapes that it is about; upload whole layers as layers.",
    ),
)
