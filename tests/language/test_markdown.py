"""Marks of emphasis in Chinese text, which has no blanks around them."""

import pytest

from chamber.language.markdown import plain, render


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("举办**《民营经济促进法》宣讲会**，由", "举办<strong>《民营经济促进法》宣讲会</strong>，由"),
        ("**注意：**请带身份证", "<strong>注意：</strong>请带身份证"),
        ("请带**“一照通行”**的", "请带<strong>“一照通行”</strong>的"),
        ("~~（旧）~~新地点", "<s>（旧）</s>新地点"),
        ("普通**粗**体", "普通<strong>粗</strong>体"),
        ("** 空 **", "** 空 **"),
        ('a **"b"**c', 'a **"b"**c'),
    ],
)
def test_marks_between_chinese_characters_are_emphasis_and_elsewhere_what_they_always_were(
    typed: str, shown: str
) -> None:
    assert render(typed).strip() == f"<p>{shown}</p>"
    assert "**" not in plain(typed) or "**" in shown
