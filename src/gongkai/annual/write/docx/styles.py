"""The parts that are the same in every document: styles, fonts, settings, the footers with the page number."""

from __future__ import annotations

from gongkai.annual.write.docx.page import BODY, CHARACTER_SPACING, LINE
from gongkai.annual.write.docx.xml import HEAD, NAMESPACES

_FONTS = {
    # name: (others that may stand in for it, generic family, panose)
    "方正小标宋简体": (
        "方正小标宋_GBK,FZXiaoBiaoSong-B05S,方正小标宋,华文中宋,Noto Serif CJK SC,宋体",
        "roman",
        "02010601030101010101",
    ),
    "仿宋_GB2312": ("仿宋,FangSong,华文仿宋,方正仿宋_GBK,Noto Serif CJK SC", "modern", "02010609030101010101"),
    "黑体": ("SimHei,方正黑体_GBK,Noto Sans CJK SC", "modern", "02010609060101010101"),
    "楷体": ("KaiTi,楷体_GB2312,华文楷体,方正楷体_GBK,Noto Serif CJK SC", "modern", "02010609060101010101"),
    "宋体": ("SimSun,方正书宋_GBK,Noto Serif CJK SC", "auto", "02010600030101010101"),
}
"""The official fonts, named first; they are licensed and often missing, so each names what may stand in for it."""

_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * (BODY * 10 + CHARACTER_SPACING)}"/>'
_SPACED = f'<w:spacing w:val="{CHARACTER_SPACING}"/>'
_PITCH = f'<w:spacing w:line="{LINE}" w:lineRule="exact"/>'


def _font(chinese: str, latin: str = "Times New Roman") -> str:
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{chinese}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(key: str, name: str, inner: str, based_on: str = "Normal", following: str = "", kind: str = "paragraph") -> str:
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    own = "" if name.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="{kind}"{own} w:styleId="{key}"><w:name w:val="{name}"/>{parent}{after}<w:qFormat/>{inner}</w:style>'
    )


def _heading(level: int, font: str) -> str:
    inner = (
        f'<w:pPr><w:keepNext/><w:keepLines/>{_PITCH}{_INDENT}<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f"<w:rPr>{_font(font)}{_SPACED}</w:rPr>"
    )
    return _style(f"Heading{level}", f"heading {level}", inner, following="BodyText")


def _in_table(key: str, name: str, align: str, font: str = "宋体") -> str:
    margin = '<w:ind w:left="40"/>' if align == "left" else ""
    inner = (
        f'<w:pPr><w:spacing w:line="280" w:lineRule="exact"/>{margin}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:rPr>{_font(font, font)}<w:kern w:val="0"/>{_size(20)}</w:rPr>'
    )
    return _style(key, name, inner)


STYLES = (
    f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_font('仿宋_GB2312')}{_size(BODY)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/><w:jc w:val="both"/></w:pPr>'
    f'<w:rPr><w:snapToGrid w:val="0"/><w:kern w:val="2"/>{_size(BODY)}</w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>"
    + _style(
        "Title",
        "Title",
        "<w:pPr><w:keepNext/><w:keepLines/>"
        f'<w:spacing w:after="{LINE}" w:line="680" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>'
        f"<w:rPr>{_font('方正小标宋简体')}{_size(44)}</w:rPr>",
        following="BodyText",
    )
    + _heading(1, "黑体")
    + _heading(2, "楷体")
    + _style("BodyText", "Body Text", f"<w:pPr>{_PITCH}{_INDENT}</w:pPr><w:rPr>{_SPACED}</w:rPr>")
    + _style("LeadIn", "小标题", f"<w:rPr>{_font('楷体')}</w:rPr>", "DefaultParagraphFont", kind="character")
    + _style("SignatureLine", "落款", f'<w:pPr><w:keepLines/>{_PITCH}<w:jc w:val="right"/></w:pPr>')
    + _in_table("TableText", "表格文字", "center")
    + _in_table("TableLabel", "表格项目", "left")
    + _in_table("TableNote", "表格说明", "left", "楷体")
    + _style("FormTable", "法定表格", "<w:tblPr/>", "TableNormal", kind="table")
    + _style("Footer", "footer", f"<w:rPr>{_font('宋体', '宋体')}{_size(28)}</w:rPr>")
    + _style("CommentText", "annotation text", f'<w:pPr><w:jc w:val="left"/></w:pPr><w:rPr>{_font("宋体")}{_size(21)}</w:rPr>')
    + _style(
        "CommentReference", "annotation reference", f"<w:rPr>{_size(21)}</w:rPr>", "DefaultParagraphFont", kind="character"
    )
    + "</w:styles>"
)

FONTS = (
    f"{HEAD}<w:fonts {NAMESPACES}>"
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, (others, family, panose) in _FONTS.items()
    )
    + "</w:fonts>"
)

SETTINGS = (
    f'{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
    '<w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/><w:drawingGridHorizontalSpacing w:val="158"/>'
    f'<w:drawingGridVerticalSpacing w:val="{LINE}"/><w:displayHorizontalDrawingGridEvery w:val="0"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/>'
    "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
    "<w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)


def _footer(align: str, side: str) -> str:
    return (
        f'{HEAD}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{align}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


ODD_FOOTER = _footer("right", "right")
"""Page numbers stand outside: on the right of odd pages, one character in."""
EVEN_FOOTER = _footer("left", "left")
