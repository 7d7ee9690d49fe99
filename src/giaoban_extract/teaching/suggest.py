"""What no indicator covers yet: the phrases behind `other` and unsure records of a folder, clustered, as rules to begin with.

A figure is known by what it counts, or by the words before it where it counts nothing (money, percentages). Figures of one
unit family whose phrases begin with the same words are one cluster.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Any

from giaoban_extract.library.compiler import slug
from giaoban_extract.library.layers import Layer
from giaoban_extract.pipeline import Analysis, Pipeline
from giaoban_extract.reading.confidence import confidence
from giaoban_extract.reading.readings import Reading
from giaoban_extract.reading.records import RecordWriter
from giaoban_extract.reading.unit_families import FAMILIES
from giaoban_extract.teaching.check import check_all
from giaoban_extract.text.articles import Article
from giaoban_extract.text.display import one_line
from giaoban_extract.text.identifiers import OTHER
from giaoban_extract.text.stream import COMMA, FIGURE, keys_of

HEAD_WORDS = 2
"""Words by which phrases are told apart."""
BEFORE_WORDS = 5
"""Words before a figure that may tell what it is."""
VERB_WORDS = 3
VARIANTS = 4
"""Wordings that a suggested rule lists."""
SHOWN = 3
"""Sentences that are shown of each phrase."""
TRIED = 12
"""Sentences on which the suggested rules are tried."""
SENTENCE = 300
"""Characters of a sentence that are shown."""
THEME = "suggested"
MEASURED = frozenset({"mass", "area", "length", "volume", "energy"})
_CARRIERS = ("increase", "decrease", "comparison", "reach", "plan_reached", "level_after_change", "target_before", "planned")
"""Cues that stand between what a figure is of and the figure."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One figure: what it counts or what stands before it, the verb, and its sentence with the figure marked."""

    family: str
    phrase: str
    counts: bool
    action: str | None
    text: str
    source: str
    indicator: str

    @property
    def key(self) -> tuple[str, ...]:
        """By what sightings are one: the first words, and the verb where what is counted is one word only."""
        words = keys_of(self.phrase)[:HEAD_WORDS]
        return (*words, self.action.lower()) if self.counts and len(words) == 1 and self.action else words


@dataclass(slots=True)
class Suggestion:
    """A phrase that comes again and again; `examples` are sentences that its rules read rightly."""

    name: str
    title: str
    family: str
    phrases: list[tuple[str, int]]
    actions: list[tuple[str, int]]
    counts: bool
    figures: int
    articles: int
    sentences: list[str]
    read_as: list[tuple[str, int]]
    examples: list[str] = field(default_factory=list)

    @property
    def rules(self) -> list[str]:
        """Phrases of the rule language that match what was seen."""
        nouns = _any_of(phrase for phrase, _ in self.phrases)
        if not self.counts:
            return [f"{nouns} {{figure}}"]
        governed = [f"{_any_of(action for action, _ in self.actions)} {{figure}} {nouns}"] if self.actions else []
        return governed if governed and self.generic else [*governed, f"{{figure}} {nouns}"]

    @property
    def generic(self) -> bool:
        """Whether what is counted is one word ("người"), which says too little without its verb."""
        return self.counts and " " not in self.phrases[0][0]

    def to_dict(self) -> dict[str, Any]:
        """The suggestion as plain data."""
        named = {"name": self.name, "unit": self.family, "figures": self.figures, "articles": self.articles, "rules": self.rules}
        return {
            **named,
            "phrases": dict(self.phrases),
            "actions": dict(self.actions),
            "read_as": dict(self.read_as),
            "sentences": self.sentences,
            "examples": self.examples,
        }


class Collector:
    """Reads articles and gathers what no indicator covers."""

    def __init__(self, pipeline: Pipeline, below: float) -> None:
        self.pipeline, self.below = pipeline, below
        self.sightings: list[Sighting] = []
        self.figures = self.articles = 0

    def read(self, article: Article) -> None:
        """Gather from one article."""
        analysis = self.pipeline.analyse(article.text, article.title, article.published)
        writer = RecordWriter(analysis.view, analysis.page)
        self.articles += 1
        for reading in analysis.readings:
            self.figures += 1
            if reading.indicator == OTHER or confidence(reading) < self.below:
                sighting = self._sighting(analysis, writer, reading, article.source)
                if sighting is not None:
                    self.sightings.append(sighting)

    def _sighting(self, analysis: Analysis, writer: RecordWriter, reading: Reading, source: str) -> Sighting | None:
        record = writer.record(reading)
        sentence, figure = record["sentence"], record["figure"]
        family = next((name for name, units in FAMILIES.items() if figure["unit"] in units), "any")
        phrase = _words(record["counted"]["text"]) if record["counted"] and family != "percent" else ""
        unit = analysis.page.segmentation.flat[reading.mention.figure_end : reading.mention.end].strip()
        if family in MEASURED and phrase.lower().startswith(f"{unit} "):
            phrase = phrase[len(unit) :].strip()
        counts = bool(phrase) and not (family in MEASURED and " " not in phrase)  # "3.200 tấn" counts nothing yet
        if not counts:
            phrase = _words(self._before(analysis, reading))
        if not phrase:
            return None
        low, high = figure["start"] - sentence["start"], figure["end"] - sentence["start"]
        text = _unbracketed(sentence["text"][:low]), _unbracketed(sentence["text"][low:high]), _unbracketed(sentence["text"][high:])
        room = max(0, SENTENCE - len(text[0]))
        marked = f"{text[0][-SENTENCE:]}[{text[1]}]{text[2][:room]}"
        action = self._verb(analysis, reading, record["action"]) if record["action"] else None
        return Sighting(family, phrase, counts, action or None, one_line(marked).strip(), source, record["indicator"]["id"])

    def _verb(self, analysis: Analysis, reading: Reading, action: dict[str, Any]) -> str:
        """The verb with the few words between it and the figure: of "thu hoạch 5 tấn" the lexicon knows "thu" alone."""
        low, _ = action["span"]
        high, _ = analysis.view.to_source(reading.mention.start, reading.mention.end)
        between = analysis.view.source[low:high]
        words = _words(between).split()[: -1 if reading.mention.bound != "exact" else None]
        near = len(words) <= VERB_WORDS and not any(c.isdigit() or c in ",;:(" for c in between)
        return " ".join(words) if near and words else _words(action["text"])

    def _before(self, analysis: Analysis, reading: Reading) -> str:
        """The words before a figure in its stretch, those left out that only lead to it ("ước đạt", "tăng")."""
        page, library = analysis.page, analysis.page.library
        stream = page.stream
        carriers = {library.action, library.light, *(library.cues[name] for name in _CARRIERS if name in library.cues)}
        end = reading.position
        while end > reading.site.sentence and stream.breaks[end] < COMMA and stream.keys[end - 1] is not FIGURE:
            covering = [
                start
                for start in range(max(reading.site.sentence, end - 4), end)
                if any(end in page.hits.at[start].get(term, ()) for term in carriers)
            ]
            if not covering:
                break
            end = covering[0]
        begin = end
        while begin > reading.site.sentence and end - begin < BEFORE_WORDS and stream.keys[begin - 1] is not FIGURE:
            begin -= 1
            if stream.breaks[begin] >= COMMA:
                break
        if begin == end:
            return ""
        return page.segmentation.flat[stream.starts[begin] : stream.ends[end - 1]]

    def suggestions(self, least: int, top: int) -> list[Suggestion]:
        """The most frequent phrases, each with the sentences that its rules were seen to read rightly."""
        clusters: dict[tuple[str, bool, tuple[str, ...]], list[Sighting]] = {}
        for sighting in self.sightings:
            clusters.setdefault((sighting.family, sighting.counts, sighting.key), []).append(sighting)
        ordered = sorted((c for c in clusters.items() if len(c[1]) >= least), key=lambda c: (-len(c[1]), c[0][0], c[0][2]))[:top]
        names: Counter[str] = Counter()
        found = [_suggestion(family, counts, cluster, names) for (family, counts, _), cluster in ordered]
        self._try(found)
        return found

    def _try(self, suggestions: list[Suggestion]) -> None:
        """Load the suggestions as a layer, and keep of each the sentences that it reads rightly."""
        for suggestion in suggestions:
            suggestion.examples = list(dict.fromkeys(suggestion.sentences))[:TRIED]
        if not suggestions:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "suggested.yaml"
            path.write_text(to_yaml(suggestions, self), encoding="utf-8")
            layers = self.pipeline.library.layers
            trial = Pipeline.load(layers=[*layers, Layer("suggested", path)], examples=True)
        own = {f"{self.theme}.{suggestion.name}": suggestion for suggestion in suggestions}
        for suggestion in suggestions:
            suggestion.examples = []
        for example, failures in check_all(trial, (e for e in trial.library.declarations.examples if e.subject in own)):
            kept = own[example.subject].examples
            if not failures and len(kept) < SHOWN:
                kept.append(str(example.model.text))

    @property
    def theme(self) -> str:
        """A name for the theme of the suggestions that no layer uses."""
        taken = self.pipeline.library.themes
        names = chain([THEME], (f"{THEME}_{number}" for number in count(2)))
        return next(name for name in names if name not in taken)


def _suggestion(family: str, counts: bool, cluster: list[Sighting], names: Counter[str]) -> Suggestion:
    phrases = Counter(sighting.phrase.lower() for sighting in cluster).most_common(VARIANTS)
    actions = Counter(sighting.action.lower() for sighting in cluster if sighting.action).most_common(VARIANTS)
    title = phrases[0][0] if " " in phrases[0][0] or not actions else f"{actions[0][0]} {phrases[0][0]}"
    name = slug(title).replace("-", "_").replace("@", "").strip("_")[:40] or "phrase"
    names[name] += 1
    if names[name] > 1:
        name += f"_{names[name]}"
    return Suggestion(
        name=name,
        title=title,
        family=family,
        phrases=phrases,
        actions=actions,
        counts=counts,
        figures=len(cluster),
        articles=len({sighting.source for sighting in cluster}),
        sentences=[sighting.text for sighting in cluster],
        read_as=Counter(sighting.indicator for sighting in cluster).most_common(VARIANTS),
    )


def _words(text: str) -> str:
    """The words of a text, without the signs of the phrase language."""
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def _unbracketed(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _any_of(phrases: Iterable[str]) -> str:
    listed = list(dict.fromkeys(phrases))
    return listed[0] if len(listed) == 1 else f"({' | '.join(listed)})"


def to_yaml(suggestions: list[Suggestion], collector: Collector) -> str:
    """A rule file that loads as it stands: to be renamed, widened and kept."""
    read = f"{_counted(collector.figures, 'figure')} in {_counted(collector.articles, 'article')}"
    lines = [
        f"# {len(collector.sightings)} of {read} have no indicator or an unsure one;",
        f"# the phrases below stand behind {sum(s.figures for s in suggestions)} of them, the most frequent first.",
        "# Keep what you need: give it a name, a label and its other wordings, and a counterexample that it must not take;",
        "# then run `giaoban-extract rules check` on this file.",
    ]
    if any(suggestion.examples for suggestion in suggestions):
        lines += [f"theme: {collector.theme}", "label: Chỉ tiêu đề xuất", "label_en: Suggested", "indicators:"]
    for suggestion in suggestions:
        lines += ["", *_entry(suggestion)]
    return "\n".join([*lines, ""])


def _entry(suggestion: Suggestion) -> Iterator[str]:
    """The lines of one suggestion; as a remark where its rules read none of the sentences rightly."""
    yield f"  # {_counted(suggestion.figures, 'figure')} in {_counted(suggestion.articles, 'article')}"
    for what, found in (("phrases", suggestion.phrases), ("verbs", suggestion.actions), ("read as", suggestion.read_as)):
        if found:
            yield f"  # {what}: " + ", ".join(f"{text} ({number})" for text, number in found)
    if not suggestion.examples:
        yield "  # no simple rule reads these rightly; for example:"
        yield from (f"  #   {sentence}" for sentence in list(dict.fromkeys(suggestion.sentences))[:SHOWN])
        return
    label = suggestion.title
    yield f"  {suggestion.name}:"
    yield f"    unit: {suggestion.family}"
    yield f"    label: {_quoted(label[:1].upper() + label[1:])}"
    yield f"    label_en: {_quoted(suggestion.name.replace('_', ' '))}"
    yield "    rules:"
    yield from (f"      - {_quoted(rule)}" for rule in suggestion.rules)
    yield "    examples:"
    yield from (f"      - {_quoted(example)}" for example in suggestion.examples)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar: JSON's strings are among them."""
    return json.dumps(text, ensure_ascii=False)
