"""Signs of the block of radicals that look like an ordinary ideograph, as ordinary ideographs.

Fonts draw both with one picture, so a PDF that is read back may say ⻔ where 门 was written, and
whoever wants to hide a name may write it so. `unicodedata` knows those of Kangxi alone (U+2F00 to
2FDF); the others (U+2E80 to 2EF3) are here. Source: Unicode, EquivalentUnifiedIdeograph.
"""

import unicodedata
from typing import Final

_RADICALS: Final = (
    "⺂⺃⺅⺉⺋⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺠⺡⺣⺤⺦⺨⺭⺯⺰⺱⺳⺹⺺⺾⻂⻅⻆⻈"
    "⻉⻋⻌⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲"
)
_IDEOGRAPHS: Final = (
    "乛乚亻刂㔾尣尢巳幺彑彐忄扌攵旡歺民氵灬爫丬犭礻糹纟罓㓁耂肀艹衤见角讠"
    "贝车辶钅長镸长门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀"
)
_BLOCK: Final = range(0x2E80, 0x2FE0)

ORDINARY: Final = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in _BLOCK
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
} | dict(zip(map(ord, _RADICALS), _IDEOGRAPHS, strict=True))
"""For `str.translate`: radical -> ideograph."""
