"""Wording of the page that checks a file of a statement."""

from __future__ import annotations

from geo.words import Text

VERIFY: dict[str, Text] = {
    "verify_title": Text("核对核算单文件", "Check a file of a statement"),
    "verify_link": Text("核对文件", "Check a file"),
    "verify_lead": Text(
        "选择一份导出的核算单（xlsx、docx、pdf、gpkg 或 json）或选址研判，系统按它所列的版本、"
        "规则和参数重算并重新生成文件，逐字节比较。结论有三种：完全一致；另存过的副本（列出无法担保的内容，"
        "请勿据此签署）；被改动（指出所在的表、单元格、行和列）。",
        "Choose an exported statement (xlsx, docx, pdf, gpkg or json) or site check: it is "
        "computed again from the versions, rules and parameters it names, made anew and compared "
        "byte for byte. It is "
        "identical, or saved again (what is not vouched for is listed: do not sign from it), or "
        "altered (told by sheet, cell, row and column).",
    ),
    "verify_kept": Text(
        "文件只用于这次核对，核对完即删除；最大 {limit} MB。",
        "The file is used for this check only and removed after it; {limit} MB at the most.",
    ),
    "verify_file": Text("核算单文件", "File of a statement"),
    "verify_drop": Text("也可以把文件拖到这里。", "You can also drop the file here."),
    "verify_start": Text("开始核对", "Check it"),
    "verify_faults": Text("没有开始核对，请改正以下内容", "Nothing was checked; please correct"),
    "verify_working": Text("正在核对", "Being checked"),
    "verify_leave": Text(
        "可以离开本页，核对会继续；结果在本页查看。",
        "You may leave this page; the check goes on, and its result will be here.",
    ),
    "verify_printed_title": Text("核对打印件", "Check a printed sheet"),
    "verify_printed_lead": Text(
        "PDF 首页的二维码写着校验码、主要数值、要求、结论和日期。"
        "扫描后把文字粘贴在这里，与系统里的核算单逐行比较。",
        "The QR code on the first page of the PDF holds check code, headline figure, demand, "
        "verdict and day. Scan it and paste the text: it is compared with the statement line by "
        "line.",
    ),
    "verify_printed_text": Text("二维码的文字", "Text of the QR code"),
    "verify_printed_help": Text(
        "也可以只输入校验码，再对照列出的数值看打印件。",
        "Or type the check code alone, and compare the sheet with the figures listed.",
    ),
    "verify_printed_start": Text("比较", "Compare"),
    "verify_printed_sheet": Text("打印件", "On the sheet"),
    "verify_printed_system": Text("系统中", "In the system"),
    "verify_key_title": Text("本单位的公钥", "The public key of this office"),
    "verify_key_lead": Text(
        "导出的 JSON 和 PDF 带本单位的签名。没有本系统的单位存下这个公钥，就能核对："
        "ecoatlas statements verify 文件 --public-key OFFICE.pub。指纹请当面或用电话核实。",
        "JSON and PDF carry the signature of this office. Whoever keeps this public key can check "
        "them without this system: ecoatlas statements verify FILE --public-key OFFICE.pub. "
        "Compare the fingerprint face to face or by telephone.",
    ),
    "verify_key_fingerprint": Text("指纹", "Fingerprint"),
    "verify_another": Text("核对另一份文件", "Check another file"),
    "verify_not_done": Text("没有核对结果", "It was not checked"),
    "verify_statement": Text("对应的核算单", "The statement"),
    "verify_site": Text("对应的选址研判", "The site check"),
    "verify_findings": Text("不同之处", "What differs"),
    "verify_part": Text("表或页", "Sheet or page"),
    "verify_spot": Text("位置", "Place"),
    "verify_row": Text("行", "Row"),
    "verify_column": Text("列", "Column"),
    "verify_stated": Text("文件中", "In the file"),
    "verify_computed": Text("应为", "Should be"),
    "verify_more": Text(
        "共 {count} 处，只列出前 {shown} 处。",
        "{count:place|places} in all; the first {shown} listed.",
    ),
    "verify_notes": Text("说明", "Notes"),
    "verify_nothing": Text("（没有）", "(nothing)"),
}
