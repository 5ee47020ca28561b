"""What a unit is, as a closed list."""

from __future__ import annotations

from geo.words import Text

UNSORTED = "unsorted"
UNIT_KINDS: dict[str, Text] = {
    "bureau": Text("部门", "bureau"),
    "government": Text("政府或管委会", "government or committee"),
    "party": Text("党委部门", "party department"),
    "court": Text("法院、检察院", "court or procuratorate"),
    "branch": Text("驻地分支机构", "branch of a higher body"),
    "institution": Text("事业单位、群团", "institution or association"),
    "company": Text("企业", "company"),
    "group": Text("统称（如各街道）", "several units together"),
    UNSORTED: Text("未归类", "not sorted"),
}
