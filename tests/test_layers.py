"""Layers: folders of an analyst's own rules on top of the built-in ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from giaoban_extract import Extractor
from giaoban_extract.library.declarations import Example
from giaoban_extract.library.layers import MAX_FILES, VARIABLE, Layer, named_layers, packs
from giaoban_extract.library.rulefile import AfterModel, BeforeModel, NonFiguresModel, UnitModel, UnitsModel
from giaoban_extract.library.yamlfile import PatternError
from giaoban_extract.numbers import nonfigures, units
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.teaching.check import check_all
from rule_texts import COFFEE

ROOT = Path(__file__).parents[1]
Layered = Callable[..., Pipeline]


@pytest.fixture
def layered(tmp_path: Path) -> Layered:
    def load(*texts: str, examples: bool = False) -> Pipeline:
        layers = []
        for number, text in enumerate(texts):
            folder = tmp_path / f"layer{number}"
            folder.mkdir()
            (folder / "rules.yaml").write_text(text, encoding="utf-8")
            layers.append(Layer(folder.name, folder))
        return Pipeline.load(layers=layers, examples=examples)

    return load


def first(pipeline: Pipeline, text: str) -> Any:
    return pipeline.document(text, "test")["records"][0]


# --- what a layer can do ---


def test_a_new_indicator_is_named_with_its_layer(layered: Layered) -> None:
    record = first(layered(COFFEE), "Bà con thu hoạch 3,5 tấn cà phê.")
    assert record["indicator"] == {"id": "farm.coffee", "theme": "farm", "label": "Cà phê", "label_en": "Coffee"}
    assert record["figure"]["value"] == 3500
    assert record["rule"] == {"id": "farm.coffee/@harvest-ca-phe", "layer": "layer0", "file": "rules.yaml", "line": 12}


def test_without_the_layer_the_figure_is_other(pipeline: Pipeline) -> None:
    assert first(pipeline, "Bà con thu hoạch 3,5 tấn cà phê.")["indicator"]["id"] == "other"


def test_an_indicator_is_extended_with_the_groups_of_its_theme(layered: Layered, pipeline: Pipeline) -> None:
    layer = """theme: membership
indicators:
  new_members:
    extend: true
    rules: ["@admit {figure} nghệ nhân"]
    examples: ["Hội kết nạp [35] nghệ nhân"]
"""
    text = "Hội kết nạp 35 nghệ nhân."
    assert first(pipeline, text)["rule"]["id"] != "membership.new_members/@admit-nghe-nhan"
    extended = layered(layer)
    assert first(extended, text)["rule"]["id"] == "membership.new_members/@admit-nghe-nhan"
    assert first(extended, "Hội kết nạp 12 hội viên mới.")["indicator"]["id"] == "membership.new_members"


def test_a_shared_group_is_extended_for_all_rules(layered: Layered, pipeline: Pipeline) -> None:
    text = "Chi đoàn kết nạp 12 xã viên mới."
    record = first(layered("groups:\n  member: {extend: [xã viên]}\n"), text)
    assert record["indicator"]["id"] == "membership.new_members"
    assert record["rule"]["layer"] == "built-in"
    assert first(pipeline, text)["rule"] != record["rule"]


def test_a_group_of_a_theme_is_extended_for_its_rules(layered: Layered) -> None:
    layer = "theme: membership\ngroups:\n  admit: {extend: [rước vào]}\n"
    assert first(layered(layer), "Hội rước vào 12 hội viên.")["indicator"]["id"] == "membership.new_members"


def test_a_group_is_replaced_only_when_it_says_so(layered: Layered) -> None:
    layer = "theme: membership\ngroups:\n  admit: {override: [rước vào]}\n"
    chosen = first(layered(layer), "Hội kết nạp 12 hội viên.")["rule"]["id"]
    assert "@admit" not in chosen


def test_an_indicator_is_overridden(layered: Layered) -> None:
    other = """theme: farm
indicators:
  coffee:
    override: true
    unit: mass
    label: Hạt cà phê
    label_en: Coffee beans
    rules: ["{figure} hạt cà phê"]
    examples: ["Bà con thu hoạch [12] tấn hạt cà phê"]
"""
    loaded = layered(COFFEE, other)
    assert first(loaded, "Bà con thu hoạch 12 tấn cà phê.")["indicator"]["id"] == "other"
    record = first(loaded, "Bà con thu hoạch 12 tấn hạt cà phê.")
    assert (record["indicator"]["id"], record["rule"]["layer"]) == ("farm.coffee", "layer1")


def test_indicators_organisations_and_rules_are_disabled(layered: Layered, pipeline: Pipeline) -> None:
    gifts, admitted = "Hội Nông dân huyện tặng 12 suất quà.", "Hội kết nạp 12 hội viên mới."
    rule = first(pipeline, admitted)["rule"]["id"]
    loaded = layered(f'disable: [welfare.gifts, farmers_union, "{rule}"]\n')
    record = first(loaded, gifts)
    assert record["indicator"]["id"] != "welfare.gifts"
    assert record["organisation"]["id"] != "farmers_union"
    assert first(loaded, admitted)["rule"]["id"] != rule


def test_what_a_layer_disables_it_may_declare_anew(layered: Layered) -> None:
    layer = "disable: [welfare.gifts]\ntheme: welfare\nindicators:\n" + COFFEE.split("indicators:\n")[1].replace(
        "coffee:", "gifts:"
    ).replace("@harvest", "thu hoạch")
    assert first(layered(layer), "Bà con thu hoạch 3,5 tấn cà phê.")["indicator"]["id"] == "welfare.gifts"


def test_a_new_organisation_does_things(layered: Layered) -> None:
    layer = (
        "organisations:\n  coffee_board:\n    label: Hiệp hội Cà phê\n    label_en: Coffee board\n    names: ['hiệp hội cà phê [tỉnh]']\n"
    )
    organisation = first(layered(layer), "Quý I, Hiệp hội Cà phê tỉnh tặng 12 suất quà.")["organisation"]
    assert (organisation["id"], organisation["label"], organisation["text"]) == ("coffee_board", "Hiệp hội Cà phê", "Hiệp hội Cà phê tỉnh")


def test_an_organisation_gets_more_names(layered: Layered) -> None:
    layer = "organisations:\n  farmers_union:\n    extend: true\n    names: [nhà nông quán]\n"
    assert first(layered(layer), "Nhà nông quán tặng 12 suất quà.")["organisation"]["id"] == "farmers_union"


def test_units_and_counted_nouns_are_added(layered: Layered) -> None:
    layer = "units:\n  measures:\n    - {unit: kg, times: 60, words: [bao cà phê]}\n  counted:\n    person: [phu hái]\n"
    loaded = layered(layer)
    figure = first(loaded, "Hợp tác xã bán 3 bao cà phê.")["figure"]
    assert (figure["value"], figure["unit"]) == (180, "kg")
    assert first(loaded, "Hợp tác xã thuê 40 phu hái.")["figure"]["unit"] == "person"


def test_non_figures_are_added(layered: Layered, pipeline: Pipeline) -> None:
    text = "Vườn giống TR 4 cho năng suất cao."
    layer = "nonfigures:\n  before:\n    - {reason: name, words: [giống tr], always: yes}\n"
    assert layered(layer).document(text, "t")["ignored"][0]["reason"] == "name"


def test_cues_of_reading_are_added(layered: Layered, pipeline: Pipeline) -> None:
    text = "Hội quyết chí tặng 12 suất quà."
    assert first(pipeline, text)["status"] == "reported"
    assert first(layered("reading:\n  cues:\n    planned: [quyết chí]\n"), text)["status"] == "planned"


def test_the_value_of_a_new_activity_is_told_by_the_layer(layered: Layered) -> None:
    layer = COFFEE + COFFEE.split("indicators:\n")[1].replace("coffee:", "coffee_value:").replace("unit: mass", "unit: money").replace(
        "@harvest {figure} cà phê", "bán cà phê được {figure}"
    ).replace("thu hoạch [12] tấn cà phê", "bán cà phê được [12] triệu đồng")
    layer += "reading:\n  funding_of: {farm.coffee: farm.coffee_value}\n"
    records = layered(layer).document("Bà con thu hoạch 12 tấn cà phê, trị giá 900 triệu đồng.", "t")["records"]
    assert [r["indicator"]["id"] for r in records] == ["farm.coffee", "farm.coffee_value"]


def test_a_rule_of_a_layer_wins_over_what_built_in_rules_call_other(layered: Layered) -> None:
    layer = COFFEE.replace("@harvest {figure} cà phê", "sản lượng cà phê {figure}")
    layer = layer.replace("thu hoạch [12] tấn cà phê", "có sản lượng cà phê [12] tấn")
    pipeline = layered(layer, examples=True)
    assert first(pipeline, "Sản lượng cà phê của xã ước đạt 3.200 tấn.")["indicator"]["id"] == "farm.coffee"


RENAMED = """theme: farm
label: Nông sản
label_en: Farm produce
indicators:
  harvest:
    unit: mass
    label: Thu hoạch
    label_en: Harvest
    formerly: [farm.coffee, farm.crop]
    rules: [{phrase: "thu hoạch {figure} cà phê", id: beans}]
    examples: ["Bà con thu hoạch [12] tấn cà phê"]
"""
OLD = "theme: farm\nindicators:\n  coffee:\n"
PEPPER = "    rules: ['thu hoạch {figure} tiêu']\n    examples: ['Bà con thu hoạch [12] tấn tiêu']\n"


@pytest.mark.parametrize("old", ["coffee", "crop"])
def test_a_layer_that_extends_an_indicator_by_an_earlier_id_means_it(layered: Layered, old: str) -> None:
    pipeline = layered(RENAMED, f"theme: farm\nindicators:\n  {old}:\n    extend: true\n{PEPPER}", examples=True)
    assert first(pipeline, "Bà con thu hoạch 30 tấn tiêu")["indicator"]["id"] == "farm.harvest"
    (message,) = pipeline.library.declarations.renamed
    assert message.endswith(f"rules.yaml:3: 'farm.{old}' is called 'farm.harvest' now; write that")


def test_a_layer_that_overrides_an_indicator_by_an_earlier_id_replaces_it(layered: Layered) -> None:
    told = "    override: true\n    unit: mass\n    label: Hồ tiêu\n    label_en: Pepper\n"
    pipeline = layered(RENAMED, OLD + told + PEPPER, examples=True)
    assert first(pipeline, "Bà con thu hoạch 30 tấn tiêu")["indicator"] == {
        "id": "farm.harvest", "theme": "farm", "label": "Hồ tiêu", "label_en": "Pepper",
    }  # fmt: skip
    assert first(pipeline, "Bà con thu hoạch 30 tấn cà phê")["indicator"]["id"] == "other"


def test_a_layer_disables_by_an_earlier_id(layered: Layered) -> None:
    pipeline = layered(RENAMED, "disable: [farm.coffee]\n", examples=True)
    assert first(pipeline, "Bà con thu hoạch 30 tấn cà phê")["indicator"]["id"] == "other"
    assert len(pipeline.library.declarations.renamed) == 1


def test_an_earlier_id_is_free_when_its_indicator_is_disabled(layered: Layered) -> None:
    told = RENAMED.replace("  harvest:", "  coffee:").replace("    formerly: [farm.coffee, farm.crop]\n", "")
    pipeline = layered(RENAMED, "disable: [farm.harvest]\n" + told)
    assert first(pipeline, "Bà con thu hoạch 30 tấn cà phê")["indicator"]["id"] == "farm.coffee"


def test_a_rule_is_disabled_by_the_earlier_id_of_its_indicator(layered: Layered) -> None:
    pipeline = layered(RENAMED, "disable: [farm.crop/beans]\n")
    assert first(pipeline, "Bà con thu hoạch 30 tấn cà phê")["indicator"]["id"] == "other"


def test_rules_and_examples_may_name_an_indicator_by_an_earlier_id(layered: Layered) -> None:
    told = """theme: farm
indicators:
  income:
    unit: money
    label: Thu nhập
    label_en: Income
    rules: [{phrase: "trị giá {figure}", follows: [farm.coffee]}]
    examples: ["Bà con thu hoạch 12 tấn cà phê, trị giá [3] tỷ đồng"]
    counterexamples: [{text: "Bà con thu hoạch [12] tấn cà phê", indicator: farm.crop}]
"""
    pipeline = layered(RENAMED, told, examples=True)
    mine = [example for example in pipeline.library.declarations.examples if example.subject == "farm.income"]
    assert [fault for _, faults in check_all(pipeline, mine) for fault in faults] == []
    assert len(pipeline.library.declarations.renamed) == 2


def test_the_readers_of_numbers_know_the_keys_of_the_models() -> None:
    assert tuple(UnitModel.model_fields) == units.ENTRY_KEYS
    assert (*units.FAMILIES, "counted") == tuple(UnitsModel.model_fields)
    assert tuple(BeforeModel.model_fields) == nonfigures.BEFORE_KEYS
    assert tuple(AfterModel.model_fields) == nonfigures.AFTER_KEYS
    assert tuple(NonFiguresModel.model_fields) == nonfigures.ADDED_KEYS


# --- where layers come from ---


def test_layers_are_named_by_folder_file_pack_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine").mkdir()
    file = tmp_path / "one.yaml"
    file.write_text(COFFEE, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine"))
    pack = next(iter(packs()))
    found = named_layers([file, pack, file])
    assert [layer.name for layer in found] == ["mine", "one", pack]


def test_two_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for parent in ("a", "b"):
        (tmp_path / parent / "rules").mkdir(parents=True)
    found = named_layers([tmp_path / "a" / "rules", tmp_path / "b" / "rules"], environment=False)
    assert len({layer.name for layer in found}) == 2


def test_the_python_interface_takes_layers(tmp_path: Path) -> None:
    path = tmp_path / "coffee.yaml"
    path.write_text(COFFEE, encoding="utf-8")
    (record,) = Extractor(patterns=[path]).extract("Bà con thu hoạch 3,5 tấn cà phê.").records
    assert (record.indicator.id, record.rule.layer) == ("farm.coffee", "coffee")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: None, "no such folder of rules"),
        (lambda folder: folder.mkdir(), "holds no YAML file"),
        (lambda folder: [folder.mkdir(), *[(folder / f"{n}.yaml").touch() for n in range(MAX_FILES + 1)]], "more than 500 YAML files"),
    ],
)
def test_a_folder_that_is_none_of_rules_is_said_to_be_so(tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
    make(tmp_path / "x")
    with pytest.raises(PatternError, match=message):
        Layer("x", tmp_path / "x").files()


def test_hidden_files_are_left_out_and_subfolders_searched(tmp_path: Path) -> None:
    for name in ("b.yml", ".hidden.yaml", "notes.txt", "sub/a.yaml", ".git/c.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    layer = Layer("x", tmp_path)
    assert [layer.relative(path) for path in layer.files()] == ["b.yml", "sub/a.yaml"]


# --- nothing changes silently ---


def test_a_layer_of_remarks_changes_nothing(layered: Layered, pipeline: Pipeline) -> None:
    text = (ROOT / "samples" / "gia-lai-2024-q2.txt").read_text(encoding="utf-8")
    assert layered("# nothing yet\n").document(text, "t") == pipeline.document(text, "t")


def test_a_layer_that_steals_a_built_in_example_is_found_out(layered: Layered) -> None:
    greedy = COFFEE.replace("@harvest {figure} cà phê", "kết nạp {figure} hội viên mới").replace("unit: mass", "unit: person")
    pipeline = layered(greedy, examples=True)
    stolen: list[Example] = [e for e in pipeline.library.declarations.examples if e.subject == "membership.new_members" and e.positive]
    thieves = [failure.thief for _, failures in check_all(pipeline, stolen) for failure in failures if failure.thief]
    assert thieves
    for taker, loser in thieves:
        assert taker["layer"] == "layer0"
        assert loser["indicator"] == "membership.new_members"
