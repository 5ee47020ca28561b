"""Findings about the encoding of the attribute table."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

ENCODING_CONFLICT = declare(
    "encoding-conflict",
    "error",
    Text(
        "属性表声明编码为 {declared}，内容却像 {detected}。按声明读作：{as_declared}；"
        "按内容读作：{as_detected}。",
        "The attribute table says {declared} but its bytes look like {detected}. Read as declared: "
        "{as_declared}; read as detected: {as_detected}.",
    ),
    Text(
        "请看哪一种读法正确，用 --encoding {detected} 或 --encoding {declared} 确认。",
        "See which reading is right and confirm it with --encoding {detected} or --encoding"
        " {declared}.",
    ),
)
ENCODINGS_MIXED = declare(
    "encodings-mixed",
    "warning",
    Text(
        "同一张表里有两种编码：大部分是 {main}，有 {count} 个值像 {other}（{places}）。"
        "这些值按 {main} 读作：{as_main}；按 {other} 读作：{as_other}。已逐个值判断编码。",
        "The table is in two encodings: most of it is {main}; values that look like {other}: "
        "{count} ({places}). Read as {main} these say: {as_main}; as {other}: {as_other}. Every "
        "value is read by itself.",
    ),
    Text(
        "若后一种读法正确，用 --accept encodings-mixed 确认；若前一种正确，用 --encoding {main}。"
        "最好在原数据中改正这些行。",
        "If the second reading is right, confirm with --accept encodings-mixed; if the first is, "
        "say --encoding {main}. Better correct these rows in the source data.",
    ),
)
ENCODING_DOUBTFUL = declare(
    "encoding-doubtful",
    "warning",
    Text(
        "按指定的 {encoding} 读，但有 {count} 个值像另一种编码（{places}）。"
        "UTF-8：{as_main}；GB18030：{as_other}。",
        "Read as {encoding}, as told; values that look like another encoding: {count} ({places}). "
        "UTF-8: {as_main}; GB18030: {as_other}.",
    ),
    Text(
        "请核对这些行；要逐个值判断，请用 --encoding UTF-8+GB18030。",
        "Check these rows; --encoding UTF-8+GB18030 reads every value by itself.",
    ),
)
ENCODING_AMBIGUOUS = declare(
    "encoding-ambiguous",
    "error",
    Text(
        "没有编码声明，且内容按 UTF-8 和 GB18030 都读得通。UTF-8：{as_utf8}；GB18030："
        "{as_gb18030}。",
        "No encoding is declared and the bytes are valid both as UTF-8 and as GB18030. UTF-8: "
        "{as_utf8}; GB18030: {as_gb18030}.",
    ),
    Text(
        "请用 --encoding UTF-8 或 --encoding GB18030 确认。",
        "Confirm with --encoding UTF-8 or --encoding GB18030.",
    ),
)
ENCODING_DETECTED = declare(
    "encoding-detected",
    "warning",
    Text(
        "没有编码声明（如 .cpg），内容只能按 {detected} 读通，读作：{sample}。",
        "No encoding is declared (as a .cpg does); the bytes are only valid as {detected} and read:"
        " {sample}.",
    ),
    Text(
        "请看文字是否正确，用 --encoding {detected} 或 --accept encoding-detected 确认。",
        "If the text reads well, confirm with --encoding {detected} or --accept encoding-detected.",
    ),
)
ENCODING_UTF8_FOUND = declare(
    "encoding-utf8-found",
    "info",
    Text(
        "没有编码声明，内容是有效的 UTF-8，读作：{sample}。",
        "No encoding is declared; the bytes are valid UTF-8 and read: {sample}.",
    ),
    Text("无需处理。", "Nothing to do."),
)
ENCODING_UNVERIFIED = declare(
    "encoding-unverified",
    "warning",
    Text(
        "内容既不是 UTF-8 也不是 GB18030，按声明的 {declared} 读作：{sample}。",
        "The bytes are neither UTF-8 nor GB18030; read as declared ({declared}) they say:"
        " {sample}.",
    ),
    Text(
        "请看文字是否正确，用 --encoding {declared} 或 --accept encoding-unverified 确认。",
        "If the text reads well, confirm with --encoding {declared} or --accept"
        " encoding-unverified.",
    ),
)
ENCODING_UNREADABLE = declare(
    "encoding-unreadable",
    "error",
    Text(
        "属性表的文字按 {tried} 都读不通，最先出错处：{where}。",
        "The text of the attribute table cannot be read as {tried}; first fault: {where}.",
    ),
    Text(
        "请用 --encoding 指明编码，或从原软件按 UTF-8 重新导出。",
        "Name the encoding with --encoding, or export again as UTF-8.",
    ),
)
ENCODING_UNKNOWN = declare(
    "encoding-unknown",
    "error",
    Text("不认识编码名“{encoding}”。", "There is no encoding named '{encoding}'."),
    Text("常用：UTF-8、GB18030、GBK、Big5。", "Usual ones: UTF-8, GB18030, GBK, Big5."),
)
CPG_UNREADABLE = declare(
    "cpg-unreadable",
    "warning",
    Text(
        ".cpg 文件里不是编码名（“{content}”），未采用。",
        "The .cpg does not hold the name of an encoding ('{content}'); it was ignored.",
    ),
    Text("无需处理；编码按内容判断。", "Nothing to do; the encoding is judged by the bytes."),
)
TEXT_DESTROYED = declare(
    "text-destroyed",
    "warning",
    Text(
        "字段“{field}”有 {count} 行的文字在送来之前已经损坏（如“{sample}”，第 {rows} 行），"
        "原文不在文件里，按现状读入。",
        "The text of '{field}' was destroyed before it came here in {count:row|rows} (such as "
        "'{sample}', rows {rows}); the original is not in the file, and it is read as it is.",
    ),
    Text(
        "请从损坏之前的原数据重新导出，导出时不要转换编码。",
        "Export again from the data as they were before, without a change of encoding.",
    ),
)
TEXT_CLEANED = declare(
    "text-cleaned",
    "warning",
    Text(
        "字段“{field}”有 {count} 行含看不见的控制字符或改变书写方向的符号（第 {rows} 行），"
        "已去掉，其余文字不变。",
        "'{field}' held control characters or marks that turn the direction of writing in "
        "{count:row|rows} (rows {rows}); they were taken out, the rest of the text is as it was.",
    ),
    Text(
        "请核对这些行的文字；如需保留原样，请在原数据中改写。",
        "Look at the text of these rows; if it shall read otherwise, change it in the source data.",
    ),
)
TEXT_CUT = declare(
    "text-cut",
    "warning",
    Text(
        "字段“{field}”有 {count} 个值在字段长度处把一个汉字切成两半，残缺的字节已去掉：{sample}。",
        "{count:value|values} of '{field}' {count:~was|were} cut in the middle of a character by "
        "the width of"
        " the field;"
        " the stray byte was dropped: {sample}.",
    ),
    Text(
        "如需完整文字，请加大字段长度后重新导出。",
        "Widen the field and export again for the full text.",
    ),
)
