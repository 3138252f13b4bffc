"""Writes how Chinese is read (`chamber/language/readings.txt`), drawn of pypinyin, with our corrections.

`python -m scripts.readings`, after another version of pypinyin or a correction. The library itself takes 48 MiB and a
third of a second of each process, because it keeps each phrase with its tones; here a phrase has a reading of its own
only where its characters are read otherwise when they stand alone.
"""

from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from pypinyin import lazy_pinyin, load_phrases_dict, load_single_dict
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT, RE_HANS

from chamber.language.pinyin import READINGS

PHRASES = {
    "莘塍": "xīn chéng", "朝阳": "cháo yáng", "行有限": "háng yǒu xiàn", "行股份": "háng gǔ fèn",
    "行分店": "háng fēn diàn", "澹台": "tán tái", "闾丘": "lǘ qiū", "单县": "shàn xiàn",
    "乐成": "yuè chéng", "劲松": "jìn sōng",
}  # fmt: skip
SINGLE = {
    "晟": "shèng,chéng", "劲": "jìn,jìng", "琢": "zhuó,zuó", "焯": "zhuō,chāo", "靓": "liàng,jìng", "伽": "jiā,gā",
    "长": "cháng,zhǎng", "都": "dū,dōu", "曾": "zēng,céng", "翟": "zhái,dí", "缪": "miào,móu", "偲": "sī,cāi",
}  # fmt: skip
"""Characters that names read otherwise than running text; phrases such as 成长 keep their own reading."""
HEAD = f"""\
# How Chinese is read, without tones: of pypinyin {version("pypinyin")} (MIT licence, copyright mozillazg, 闲耘),
# written by `python -m scripts.readings`. A syllable and its characters; phrases whose first character is the same; and
# behind a = phrases that are read otherwise than their characters one by one.
"""


def text() -> str:
    """The whole file."""
    load_phrases_dict({word: [[one] for one in reading.split()] for word, reading in PHRASES.items()})
    load_single_dict({ord(character): readings for character, readings in SINGLE.items()})
    alone = {one: lazy_pinyin(one)[0] for one in map(chr, sorted(PINYIN_DICT)) if RE_HANS.match(one)}
    characters, phrases, otherwise = defaultdict(list), defaultdict(list), []
    for character, syllable in alone.items():
        characters[syllable].append(character)
    for phrase in sorted(PHRASES_DICT):
        phrases[phrase[0]].append(phrase[1:])
        read = lazy_pinyin(phrase)
        if read != [alone.get(character) for character in phrase]:
            otherwise.append(f"={phrase} {' '.join(read)}")
    by_syllable = (f"{syllable} {''.join(found)}" for syllable, found in sorted(characters.items()))
    by_first = (f"{first} {' '.join(rest)}" for first, rest in phrases.items())
    return HEAD + "\n".join((*by_syllable, *by_first, *otherwise)) + "\n"


def main() -> None:
    """Write it."""
    Path(READINGS).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
