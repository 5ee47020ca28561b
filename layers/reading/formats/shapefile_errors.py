"""Findings about the parts of a shapefile: lengths, counts and rows that do not agree."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

SHX_REBUILT = declare(
    "shx-rebuilt",
    "warning",
    Text(
        "“{file}”缺少索引 .shx，已按 .shp 重建。",
        "'{file}' came without its .shx index; it was rebuilt from the .shp.",
    ),
    Text(
        "请核对要素数 {features} 是否正确。",
        "Check that {features:feature|features} is the right number.",
    ),
)
SHX_WRONG = declare(
    "shx-wrong",
    "warning",
    Text(
        "“{file}”的索引 .shx 与 .shp 对不上，已不用它，改按 .shp 重建。",
        "The .shx index of '{file}' does not fit its .shp; it was put aside and rebuilt from the"
        " .shp.",
    ),
    Text(
        "请核对要素数 {features} 及图形与属性的对应是否正确。",
        "Check that {features:feature|features} is the right number and that each has its own "
        "attributes.",
    ),
)
LENGTHS_WRONG = declare(
    "lengths-wrong",
    "warning",
    Text(
        "“{file}”的文件头（.shp 或 .shx）所写的长度与文件不符，"
        "已按文件实际内容读出全部 {features} 个要素。",
        "The header of the .shp or .shx of '{file}' states another length than the file has; all "
        "{features:feature|features} that the files hold were read.",
    ),
    Text(
        "请核对要素数；其他软件读这份文件可能会少读，最好从原软件重新导出。",
        "Check the number of features; other programs may read fewer of them, so better export the "
        "file again.",
    ),
)
ROWS_MISCOUNTED = declare(
    "rows-miscounted",
    "warning",
    Text(
        "“{file}”的属性表文件头写着 {stated} 行，实有 {found} 行，与图形数一致，"
        "已按 {found} 行读。",
        "The header of the attributes of '{file}' says {stated:row|rows}; the table holds "
        "{found}, as "
        "many as there are shapes, and {found} were read.",
    ),
    Text(
        "请核对要素数；多半是写文件的程序中途退出，最好从原软件重新导出。",
        "Check the number of features; the program that wrote the file probably broke off, so "
        "better export it again.",
    ),
)
TABLE_WITHOUT_FIELDS = declare(
    "table-without-fields",
    "error",
    Text(
        "“{file}”的属性表里一个字段也没有，要素没有编号和名称。",
        "The attribute table of '{file}' has not a single field: no code and no name.",
    ),
    Text(
        "请在原软件中加上编号和名称字段并填写，再导出。",
        "Add fields for code and name in the original program, fill them in and export again.",
    ),
)
COUNTS_DIFFER = declare(
    "counts-differ",
    "error",
    Text(
        "“{file}”的图形有 {shapes} 个，属性有 {records} 行，对不上。",
        "'{file}' has {shapes:shape|shapes} but {records:row|rows} of attributes.",
    ),
    Text(
        ".shp、.shx、.dbf 可能不是同一次导出的，请重新导出。",
        "The .shp, .shx and .dbf may stem from different exports; export them again.",
    ),
)
ROWS_DELETED = declare(
    "rows-deleted",
    "warning",
    Text(
        "“{file}”的属性表有 {count} 行带删除标记（第 {rows} 行），不读入；"
        "其他问题所说的行号不含这些行。",
        "{count:row|rows} of the attributes of '{file}' {count:~is|are} marked as deleted (rows "
        "{rows}) and {count:~is|are} "
        "not read; the rows that other findings name are counted without them.",
    ),
    Text(
        "如果还需要这些行，请在原软件中恢复（Recall）后重新导出；不需要则无需处理。",
        "If they are still needed, recall them in the original program and export the file again; "
        "otherwise nothing is to be done.",
    ),
)
