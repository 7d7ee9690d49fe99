"""Broken rule files: each is one message that says where, what, and what to do. What stands here is what a user reads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from giaoban_extract.library.layers import Layer
from giaoban_extract.library.yamlfile import MAX_BYTES, PatternError
from giaoban_extract.pipeline import Pipeline
from rule_texts import COFFEE as SOUND

PHRASE = '"@harvest {figure} cà phê"'
NEW = "a new indicator needs unit, label, label_en, rules and examples"
CHANGED = [
    # keys and types
    ("label_en: Coffee", "lable_en: Coffee", "rules.yaml:10: unknown key 'lable_en'; did you mean 'label_en'?"),
    ("    rules:", "    pattern:", "rules.yaml:11: unknown key 'pattern'; known here: counterexamples, examples, extend, formerly, label, label_en, note, override, rules, unit"),
    ("    unit: mass", "    unit: weight", "rules.yaml:8: indicators.coffee.unit: input should be 'any', 'money', 'area', 'length', 'mass', 'volume', 'energy', 'workday', 'person', 'household', 'house', 'percent' or 'count'"),
    ("    rules:\n      - " + PHRASE, "    rules: thu hoạch", "rules.yaml:11: indicators.coffee.rules: should be a list, such as [one phrase, another]"),
    ("    label: Cà phê", "    label: [Cà phê]", "rules.yaml:9: indicators.coffee.label: should be text"),
    ("    unit: mass", "    unit: mass\n    override: maybe", "rules.yaml:9: indicators.coffee.override: should be true or false"),
    ("    unit: mass\n", "", f"rules.yaml:7: 'indicators.coffee.unit' is missing: {NEW}"),
    ("theme: farm\nlabel: Nông sản\nlabel_en: Farm produce\n", "", "rules.yaml:4: indicators need a theme: write `theme: name` at the top of the file"),
    ("label: Nông sản\n", "", "rules.yaml:1: 'label' is missing: 'farm' is a new theme"),
    ("theme: farm\nlabel: Nông sản\n", "theme: membreship\n", "rules.yaml:1: 'label' is missing: 'membreship' is a new theme; if it is 'membership', write that"),
    ('    examples:\n      - "Bà con thu hoạch [12] tấn cà phê"\n', "", f"rules.yaml:7: 'indicators.coffee.examples' is missing: {NEW}"),
    ('\n      - "Bà con thu hoạch [12] tấn cà phê"', " []", "rules.yaml:7: indicators.coffee.examples: an indicator needs an example, one at least"),
    # phrases
    ("@harvest {figure}", "@havest {figure}", "rules.yaml:12: group @havest is not defined; did you mean @harvest?"),
    ("@harvest {figure} cà phê", "(thu | hái {figure} cà phê", "rules.yaml:12: '(' is never closed before the end, a gap or the figure\n    (thu | hái {figure} cà phê\n    ^"),
    ("@harvest {figure} cà phê", "thu] {figure} cà phê", "rules.yaml:12: ']' without its opening bracket\n    thu] {figure} cà phê\n       ^"),
    ("{figure} cà phê", "{number} cà phê", "rules.yaml:12: '{number}' is unknown; only {figure} may stand in braces\n    @harvest {number} cà phê\n             ^"),
    (PHRASE, '"@harvest {figure} {figure}"', "rules.yaml:12: {figure} stands twice; one phrase speaks of one figure\n    @harvest {figure} {figure}\n                      ^"),
    (PHRASE, '"{figure}"', "rules.yaml:12: a rule needs words or a condition besides {figure}"),
    (PHRASE, f'{{phrase: {PHRASE}, weight: 7}}', "rules.yaml:12: indicators.coffee.rules.0.weight: input should be less than or equal to 3"),
    (PHRASE, f'{{phrase: {PHRASE}, follow: [farm.coffee]}}', "rules.yaml:12: unknown key 'follow'; did you mean 'follows'?"),
    (PHRASE, f'{{phrase: {PHRASE}, follows: [farm.tea]}}', "rules.yaml:12: follows/precedes names 'farm.tea', which is no indicator; did you mean 'farm.coffee'?"),
    (PHRASE, f'{{phrase: {PHRASE}, organisation: farmer_union}}', "rules.yaml:12: 'farmer_union' is no organisation; did you mean 'farmers_union'?"),
    (PHRASE, '"' + " ".join(["(a | b | c | d | e)"] * 6) + '"', "rules.yaml:12: unfolds into more than 3000 wordings; use a group\n    (a | b | c | d | e)" + 5 * " (a | b | c | d | e)" + "\n    " + 80 * " " + "^"),
    ("  harvest: [thu hoạch, thu được]", '  harvest: [thu hoạch, "-"]', "rules.yaml:5: only words, [..], (..|..) and @groups may stand here\n    -\n    ^"),
    ("  harvest: [thu hoạch, thu được]", '  harvest: [thu hoạch, "@harvest"]', "rules.yaml:5: group @harvest holds itself"),
    ("  harvest: [thu hoạch, thu được]", '  harvest: [thu hoạch, "thu {figure}"]', "rules.yaml:5: only words, [..], (..|..) and @groups may stand here\n    thu {figure}\n    ^"),
    ("[12]", "12", "rules.yaml:14: an example marks its figure [like this]; this one marks none"),
    # what is there already, and what is not
    ("  harvest: [thu hoạch, thu được]", "  member: [xã viên]", "rules.yaml:5: group 'member' is there already (groups.yaml:N, built-in); write {extend: [...]} to add to it, {override: [...]} to replace it"),
    ("  harvest: [thu hoạch, thu được]", "  harvest: {extend: [hái], override: [gặt]}", "rules.yaml:5: group 'harvest': write either extend or override"),
    (PHRASE, f'{{phrase: {PHRASE}, id: picked}}\n      - {{phrase: "hái {{figure}} bao", id: picked}}', "rules.yaml:13: rule id 'farm.coffee/picked' stands twice; give one of them another name"),
    ("  harvest: [thu hoạch, thu được]", "  harvest: {extend: [hái]}", "rules.yaml:5: group 'harvest' is not there to change"),
    ("    unit: mass", "    extend: true\n    unit: mass", "rules.yaml:7: 'farm.coffee' is not there to extend"),
    ("theme: farm\nlabel: Nông sản\nlabel_en: Farm produce", "disable: [welfare.gift]\ntheme: farm\nlabel: Nông sản\nlabel_en: Farm produce", "rules.yaml:1: disable: 'welfare.gift' is nothing of the layers below; did you mean 'welfare.gifts'?"),
    ("theme: farm\nlabel: Nông sản\nlabel_en: Farm produce", "disable: [bloc]\ntheme: farm\nlabel: Nông sản\nlabel_en: Farm produce", "rules.yaml:1: 'bloc' can't be disabled: it stands for whatever nothing else names"),
    # YAML
    ("  harvest: [thu hoạch, thu được]", "  harvest: {new: [hái]}", "rules.yaml:5: groups.harvest: a new group is a list of phrases, without a key"),
    ("  harvest: [thu hoạch, thu được]", "  new: [thu hoạch, [hái]]", "rules.yaml:5: groups.new.1: should be text"),
    ("  coffee:\n    unit: mass", "  new:\n    unit: weight", "rules.yaml:8: indicators.new.unit: input should be 'any', 'money', 'area', 'length', 'mass', 'volume', 'energy', 'workday', 'person', 'household', 'house', 'percent' or 'count'"),
    ("  coffee:\n    unit: mass", "  new:\n    unti: mass", "rules.yaml:8: unknown key 'unti'; did you mean 'unit'?"),
    ("theme: farm", "theme: farm\ntheme: tea", "rules.yaml:2: 'theme' stands twice (first on line 1)"),
    ("theme: farm", "theme: !!python/name:os.system farm", "rules.yaml:1: YAML tags (tag:yaml.org,2002:python/name:os.system) are not allowed; a rule file holds plain words only"),
    ("theme: farm", "theme: &t farm", "rules.yaml:1: YAML anchors (&name) and aliases are not allowed; write the words out or name a group"),
    ("  coffee:\n", "  coffee:\n    [\n", "rules.yaml:10: is not valid YAML: did not find expected ',' or ']'"),
]  # fmt: skip
WHOLE = [
    ("theme: membership\nindicators:\n  new_members:\n    rules: ['{figure} xã viên']\n    examples: ['[3] xã viên']\n", "rules.yaml:3: 'membership.new_members' stands twice (first in indicators/membership.yaml:N, built-in); say extend: true to add to it, override: true to replace it"),
    ("theme: membership\nindicators:\n  new_members:\n    extend: true\n    label: Khác\n    rules: ['{figure} xã viên']\n", "rules.yaml:3: 'membership.new_members' is extended, so it keeps its 'label'; to change that, say override: true"),
    ("organisations:\n  farmers_union:\n    label: Hội\n    label_en: Union\n    names: [hội]\n", "rules.yaml:2: 'farmers_union' stands twice (first in organisations.yaml:N, built-in); say extend: true to add to it, override: true to replace it"),
    ("units:\n  counted:\n    count: [hội viên]\n", "rules.yaml:3: 'hội viên' is both count and person (units.yaml:N); keep one"),
    ("nonfigures:\n  before:\n    - {reason: noise, words: [abc]}\n", "rules.yaml:3: unknown reason 'noise'; known: date, time, year, period, ordinal, term, document, name, slogan, age, anniversary, duration, address, contact, list_marker, page, article, vague, structure, attendance, task, rate_base"),
    ("nonfigures:\n  before:\n    - {reason: name, words: [nghị quyết]}\n", "rules.yaml:3: 'nghị quyết' makes a number 'document' already (nonfigures.yaml:N); keep one"),
    ("nonfigures:\n  before:\n    - {words: [abc]}\n", "rules.yaml:3: 'nonfigures.before.0.reason' is missing"),
    ("theme: membership\nindicators:\n  new_members: {extend: true}\n", "rules.yaml:3: 'membership.new_members' is extended by nothing; give it rules or examples"),
    ("theme: membership\nindicators:\n  new_members: {extend: true, override: true}\n", "rules.yaml:3: 'membership.new_members': write either extend or override"),
    ("organisations:\n  growers: {names: [hội trồng cà phê]}\n", "rules.yaml:2: 'organisations.growers.label' is missing: a new organisation needs label, label_en and names"),
    ("organisations:\n  bloc: {override: true, label: Khối, label_en: Bloc, names: [khối]}\n", "rules.yaml:2: 'bloc' is what doers fall back on; extend it"),
    ("reading:\n  cues:\n    plans: [quyết chí]\n", "rules.yaml:3: 'plans' is nothing that is read by; did you mean 'planned'?"),
    (SOUND.replace("    unit: mass", "    unit: mass\n    formerly: [welfare.gifts]"), "rules.yaml:9: formerly: 'welfare.gifts' is an indicator (indicators/welfare.yaml:N, built-in)"),
    (SOUND.replace("    unit: mass", "    unit: mass\n    formerly: [farm.coffee]"), "rules.yaml:9: formerly: 'farm.coffee' is what it is called now"),
    (SOUND.replace("    unit: mass", "    unit: mass\n    formerly: [farm.crop, farm.crop]"), "rules.yaml:9: formerly: 'farm.crop' is what 'farm.coffee' was called (rules.yaml:9, layer mine)"),
    (SOUND.replace("    unit: mass", "    unit: mass\n    formerly: [farm.tea]") + SOUND[SOUND.index("  coffee:"):].replace("  coffee:", "  tea:"), "rules.yaml:16: 'farm.tea' is what 'farm.coffee' was called (rules.yaml:9, layer mine); say extend: true or override: true to speak of that, or choose another name"),
    (SOUND.replace("    unit: mass", "    unit: mass\n    formerly: [farm.tea]") + SOUND[SOUND.index("  coffee:"):].replace("  coffee:\n", "  cocoa:\n    formerly: farm.tea\n"), "rules.yaml:17: formerly: 'farm.tea' is what 'farm.coffee' was called (rules.yaml:9, layer mine)"),
    ("theme: membership\nindicators:\n  new_members:\n    extend: true\n    formerly: [membership.admitted]\n    rules: ['{figure} xã viên']\n", "rules.yaml:3: 'membership.new_members' is extended, so it keeps its 'formerly'; to change that, say override: true"),
    ("disable: ['welfare.gifts/suat-pham']\n", "rules.yaml:1: disable: there is no rule 'welfare.gifts/suat-pham'; did you mean 'welfare.gifts/suat-phan'?"),
    ("- theme: farm\n", "rules.yaml:1: the file should be a mapping of keys to values"),
]  # fmt: skip


def fault_of(path: Path) -> str:
    with pytest.raises(PatternError) as caught:
        Pipeline.load(layers=[Layer("mine", path)], examples=True)
    message = str(caught.value).replace(str(path.parent) + os.sep, "")
    return re.sub(r"(?<!rules)(\.yaml):\d+(?=, built-in|\); keep one)", r"\1:N", message)  # lines of the built-in files move


@pytest.mark.parametrize(("old", "new", "message"), CHANGED, ids=range(len(CHANGED)))
def test_a_fault_is_told_as_a_user_reads_it(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "rules.yaml"
    assert old in SOUND
    path.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    assert fault_of(path) == message


@pytest.mark.parametrize(("text", "message"), WHOLE, ids=range(len(WHOLE)))
def test_a_clash_with_what_is_there_names_both(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    assert fault_of(path) == message


@pytest.mark.parametrize("text", [SOUND, "---\n", "# later\n", ""])
def test_the_sound_file_is_sound_and_so_is_an_empty_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    Pipeline.load(layers=[Layer("mine", path)], examples=True)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"#" * (MAX_BYTES + 1), "rules.yaml: is larger than 2,000,000 bytes; split it by topic"),
        ("theme: nông".encode("utf-16"), "rules.yaml: is not UTF-8 (byte 0); save it as UTF-8"),
        (b"a: " + b"[" * 50_000, "rules.yaml:1: is nested deeper than 12 levels"),
        (b"groups:\n  a: ['" + b"(" * 50_000 + b"']", "rules.yaml:2: brackets nested deeper than 20; use a group"),
    ],
)
def test_a_file_made_to_harm_is_refused_at_once(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(data)
    assert fault_of(path).split("\n")[0] == message


def test_a_control_character_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(b"theme: a\x07b\n")
    assert fault_of(path).startswith("rules.yaml: is not valid YAML: unacceptable character #x0007")


def test_groups_that_unfold_without_end_are_refused(tmp_path: Path) -> None:
    lines = ["groups:", "  g0: [a, b, c, d, e, f, g, h, i, j]"] + [f'  g{n}: ["@g{n - 1} @g{n - 1}"]' for n in range(1, 12)]
    path = tmp_path / "rules.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "unfolds into more than 5,000 wordings" in fault_of(path)


def test_the_command_line_shows_the_message_and_ends_with_2(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(SOUND.replace("label_en: Coffee", "lable_en: Coffee"), encoding="utf-8")
    article = tmp_path / "a.txt"
    article.write_text("Hội tặng 12 suất quà.", encoding="utf-8")
    for arguments in (["--patterns", path, article], ["rules", "check", path], ["numbers", "--patterns", path, article]):
        if arguments[0] == "--patterns":
            arguments = ["extract", *arguments]
        command = [sys.executable, "-m", "giaoban_extract", *map(str, arguments)]
        result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr == f"giaoban-extract: {path}:10: unknown key 'lable_en'; did you mean 'label_en'?\n"
