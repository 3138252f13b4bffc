import pytest

from chamber.errors import DomainError
from chamber.members import industry


def test_the_standard_has_twenty_sections_and_ninety_seven_divisions():
    assert "".join(industry.SECTIONS) == "ABCDEFGHIJKLMNOPQRST"
    assert [code[1:] for code in industry.DIVISIONS] == [f"{number:02}" for number in range(1, 98)]
    assert len(industry.choices()) == 117


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("C", "C"),
        ("ｃ18", "C18"),
        ("C1811", "C18"),
        ("18", "C18"),
        ("18 纺织服装", "C18"),
        ("C 制造业", "C"),
        ("C18 纺织服装、服饰业", "C18"),
        ("制造业", "C"),
        ("制造", "C"),
        ("纺织服装", "C18"),
        ("批发零售业", "F"),
        ("批发和零售", "F"),
        ("餐饮业", "H62"),
        ("鞋业", "C19"),
        ("制鞋", "C19"),
        ("软件和信息技术服务业", "I65"),
        ("房地产业", "K"),
        ("教育", "P"),
        ("Manufacturing", "C"),
        ("", ""),
        ("　", ""),
        (None, ""),
    ],
)
def test_an_industry_is_read_from_codes_and_plain_words(words, code):
    assert industry.parse(words) == code


def test_every_name_and_choice_of_the_standard_is_read_back():
    for code, label in industry.choices():
        assert industry.parse(code) == industry.parse(label) == code
        assert industry.section_of(industry.parse(industry.name(code))) == industry.section_of(code)


@pytest.mark.parametrize("words", ["C01", "99", "U", "业", "杂项", "<script>", "A" * 10_000])
def test_what_is_no_industry_is_said_so(words):
    with pytest.raises(DomainError):
        industry.parse(words)


def test_sections_are_found_from_divisions():
    assert industry.section_of("18") == industry.section_of("C18") == industry.section_of("C") == "C"
    assert industry.section_of("98") == industry.section_of("") == ""
    assert industry.name("C18") == "纺织服装、服饰业" and industry.name("X") == ""
    assert industry.search_words("C18") == ["制造业", "纺织服装、服饰业"] and industry.search_words("") == []
