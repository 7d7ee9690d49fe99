"""Whose result a figure is: the organisation that governs it (policy in docs/reading.md).

Every organisation named in the text gets a role. A *doer* governs the figures that follow until another doer is named. A
*by* mention ("do Hội LHPN tỉnh thực hiện", "được Công đoàn hỗ trợ") governs its clause on both sides. Partners, recipients,
possessors, counted units and names inside other names govern nothing. Where no doer has been named since the last
heading, the heading's organisation governs, else the article's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from giaoban_extract.reading.page import Page
from giaoban_extract.reading.sections import Section, is_caption
from giaoban_extract.text.identifiers import BLOC, Source
from giaoban_extract.text.stream import ASIDE, COMMA, FIGURE, NONE, SEMICOLON

Role = Literal["doer", "by", "people", "none"]


_ADVERBIAL, _VERB_WITHIN = 10, 3
"""Words that an opening phrase may have, and within which a verb must follow the people who act."""
_WEIGHT = {"name": 2, "unit": 1, "people": 1, "hidden": 1}
"""What a mention of each kind weighs when the article's organisation is sought; a doer's counts twice."""


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """A name of an organisation: word range, which one, in what role."""

    start: int
    end: int
    organisation: str
    kind: str
    role: Role


@dataclass(frozen=True, slots=True)
class Focus:
    """The governing organisation of a figure, with the mention (None: the article's) and where that stands."""

    organisation: str
    mention: OrganisationMention | None
    source: Source


class DoerReader:
    """Roles of all mentions of one article, the article's own organisation, and the focus of each figure."""

    def __init__(self, page: Page, title_block: int | None, about: str | None = None) -> None:
        self.page, self.library, self.segmentation = page, page.library, page.segmentation
        self.stream, self.hits, self.sections = page.stream, page.hits, page.sections
        self.mentions = self._find()
        self.by_sentence: dict[int, list[OrganisationMention]] = {}
        for mention in self.mentions:
            self.by_sentence.setdefault(self.stream.sentences[mention.start], []).append(mention)
        self.article, self.article_mention = (about, None) if about else self._article(title_block)

    # --- mentions and roles ---

    def _find(self) -> list[OrganisationMention]:
        """Leftmost, longest names; a phrase that merely holds a name hides it."""
        names, hidden, void = self.library.names, self.library.not_doer, self.library.no_name
        mentions: list[OrganisationMention] = []
        after = 0
        where = self.hits.where
        for position in sorted({start for term in (hidden, void, *names) if term in where for start in where[term]}):
            if position < after:
                continue
            best_end, best_term = position, -1
            for term, ends in self.hits.at[position].items():
                if (term in (hidden, void) or term in names) and self._unbroken(position, ends[-1]):
                    if ends[-1] < best_end or (ends[-1] == best_end and term not in (hidden, void)):
                        continue
                    name = names.get(term)
                    if name is None or name.kind != "topic":
                        best_end, best_term = ends[-1], term
            if best_term >= 0:
                if best_term == void:
                    pass
                elif best_term == hidden:
                    mentions.extend(self._inside(position, best_end))
                else:
                    name = names[best_term]
                    role = self._role(position, best_end, name.kind, mentions)
                    mentions.append(OrganisationMention(position, best_end, name.organisation, name.kind, role))
                after = best_end
        return mentions

    def _unbroken(self, start: int, end: int) -> bool:
        """No comma inside: "doanh nghiệp, đoàn viên" holds no "nghiệp đoàn"."""
        return max(self.stream.breaks[start + 1 : end], default=NONE) == NONE

    def _inside(self, start: int, end: int) -> list[OrganisationMention]:
        """Names inside a phrase that names no doer ("đại hội phụ nữ"): they tell what the article is about, no more."""
        for position in range(start, end):
            for term, ends in self.hits.at[position].items():
                name = self.library.names.get(term)
                if name is not None and name.kind != "topic" and ends[0] <= end:
                    return [OrganisationMention(position, ends[0], name.organisation, "hidden", "none")]
        return []

    def _cue_before(self, cue: str, position: int) -> int | None:
        """Start of a cue that touches a position."""
        return self.page.cue_before(cue, position, reach=6, strongest=NONE) if self.stream.breaks[position] == NONE else None

    def _after_adverbial(self, begin: int) -> bool:
        """Whether only a phrase without figure and name stands before a comma: "Cùng thời gian, phụ nữ các xã ..."."""
        first = self.page.sentence_start(begin)
        if self.stream.breaks[begin] != COMMA or not 0 < begin - first <= _ADVERBIAL:
            return False
        names = self.library.names
        return FIGURE not in self.stream.keys[first:begin] and not any(t in names for p in range(first, begin) for t in self.hits.at[p])

    def _role(self, start: int, end: int, kind: str, earlier: list[OrganisationMention]) -> Role:
        stream = self.stream
        first = self.page.sentence_start(start)
        begin = start
        while (title := self._cue_before("title", begin)) is not None:
            begin = title
        opens = begin == first or stream.breaks[begin] >= COMMA
        if kind == "people":
            if begin == start == first and self._labels(end):
                return "doer"
            turned = self._cue_before("while", begin)
            if turned is not None and stream.breaks[turned] >= COMMA:
                return "people"  # "Huyện đoàn thắp sáng 6 km đường, còn hội viên phụ nữ trồng 14 tuyến đường hoa"
            return "people" if opens and (begin == first or stream.breaks[begin] >= ASIDE or self._after_adverbial(begin)) else "none"
        if begin > first and stream.keys[begin - 1] is FIGURE and stream.breaks[begin] == NONE:
            return "none"
        previous = earlier[-1] if earlier else None
        if previous is not None and previous.kind != "hidden" and stream.sentences[previous.start] == stream.sentences[start]:
            between = stream.keys[previous.end : begin]
            if between in ([], ["và"], ["cùng"], ["với"]) and stream.breaks[begin] <= COMMA and previous.role in ("none",):
                return "none"
        if self._cue_before("by", begin) is not None:
            return "by"
        of = self._cue_before("of", begin)
        if of is not None:
            return "doer" if self._speaks(of, end) or self._acts_by(of, end) else "none"
        reports = self._cue_before("reports", begin)
        if reports is not None and (reports == first or stream.breaks[reports] >= COMMA or stream.keys[begin - 1] == "của"):
            return "doer"
        for cue in ("partner", "recipient", "object_of"):
            if self._cue_before(cue, begin) is not None:
                return "none"
        return "doer"

    def _labels(self, end: int) -> bool:
        """Whether a colon follows at once: "ĐTN: mở lớp dạy bơi"."""
        stream = self.stream
        if end >= len(stream.keys) or stream.breaks[end] != ASIDE:
            return False
        return ":" in self.segmentation.flat[stream.ends[end - 1] : stream.starts[end]]

    def _speaks(self, of: int, end: int) -> bool:
        """ "Theo báo cáo của X", or "Chủ tịch X cho biết": the one named reports its own results."""
        if self._cue_before("reports", of) is not None:
            return True
        stream = self.stream
        first, last = stream.sentence_bounds[stream.sentences[of]]
        return of - first <= 6 and self.page.stands("speaker", end, min(end + 8, last))

    def _acts_by(self, of: int, end: int) -> bool:
        """ "Đại diện Hội LHPN phường trao ...", "Lãnh đạo LĐLĐ tỉnh thăm ...": who opens a sentence and acts at once acts for it."""
        first = self.page.sentence_start(of)
        opens = of == first or self.stream.breaks[of] >= ASIDE
        return opens and end < len(self.stream.keys) and self.stream.breaks[end] == NONE and self.library.action in self.hits.at[end]

    # --- the article's organisation ---

    def _article(self, title_block: int | None) -> tuple[str, OrganisationMention | None]:
        """The organisation that the article is about: by its title, else by who is spoken of most; the bloc where several act."""
        secondary = {o.id for o in self.library.organisations.values() if o.secondary}
        titled = [m for m in self._named_in_block(title_block) if m.organisation not in secondary] if title_block is not None else []
        below = self._named_in_block(title_block + 1) if title_block is not None and self._is_headline(title_block + 1) else []
        if any(m.organisation == BLOC for m in below):  # a letterhead that was taken for the title
            return BLOC, next(m for m in below if m.organisation == BLOC)
        for kinds in (("name", "unit"), ("people", "hidden")):
            named = [m for m in titled if m.kind in kinds]
            distinct = list(dict.fromkeys(m.organisation for m in named))
            if BLOC in distinct or len(distinct) > 2:
                return BLOC, next((m for m in named if m.organisation == BLOC), None)
            if distinct and (len(distinct) == 1 or distinct[0] == "youth_union"):
                return distinct[0], named[0] if kinds[0] == "name" else None
        if title_block is not None and not named_in_title(titled):
            topic = self._topic(*self._block_words(title_block))
            if topic:
                return topic, None
        headed = {m.organisation for block in self._heading_blocks() for m in self._named_in_block(block)} - secondary
        if len(headed) >= 3:
            return BLOC, None
        weights: Counter[str] = Counter()
        for mention in self.mentions:
            if mention.organisation not in secondary:
                weights[mention.organisation] += _WEIGHT[mention.kind] * (2 if mention.role == "doer" else 1)
        named_organisations = {m.organisation for m in self.mentions if m.kind == "name"} - secondary
        topic = self._topic()
        if not named_organisations and topic:
            return topic, None
        if not weights:
            return BLOC, None
        (top, weight), total = weights.most_common(1)[0], sum(weights.values())
        if sum(1 for m in self.mentions if m.organisation == BLOC) >= 2 and len(named_organisations) >= 4:
            return BLOC, None
        return (top, None) if weight >= 0.5 * total or len(named_organisations) <= 2 else (BLOC, None)

    def _is_headline(self, block: int) -> bool:
        blocks = self.segmentation.blocks
        return block < len(blocks) and blocks[block].kind == "heading" and not blocks[block].level

    def _topic(self, low: int = 0, high: int | None = None) -> str | None:
        """Whose statistics a stretch of words speaks of where nobody acts."""
        end = len(self.stream.keys) if high is None else high
        for term, name in self.library.names.items():
            if name.kind == "topic" and self.hits.starts(term, low, end):
                return name.organisation
        return None

    def _block_words(self, block: int) -> tuple[int, int]:
        numbers = [n for n, s in enumerate(self.segmentation.sentences) if s.block == block]
        return self.stream.sentence_bounds[numbers[0]][0], self.stream.sentence_bounds[numbers[-1]][1]

    def _heading_blocks(self) -> list[int]:
        return [i for i, block in enumerate(self.segmentation.blocks) if block.kind == "heading" and block.level]

    def _named_in_block(self, block: int) -> list[OrganisationMention]:
        return [m for m in self.mentions if self.segmentation.sentences[self.stream.sentences[m.start]].block == block]

    # --- focus of figures ---

    def read(self) -> dict[int, Focus]:
        """Focus by stream position of each figure."""
        stream, result = self.stream, {}
        carried: Focus | None = None
        previous_headings: tuple[int, ...] = ()
        carried_block = -1
        for number, sentence in enumerate(self.segmentation.sentences):
            section = self.sections[sentence.block]
            if section.headings != previous_headings:
                carried, previous_headings = None, section.headings
            base = carried or self._from_headings(section) or Focus(self.article, self.article_mention, self._article_source())
            opens_block = self.page.opens_block(number)
            if opens_block and carried is not None and (self.page.meets_again(number) or section.label is not None):
                base = self._from_headings(section) or Focus(self.article, self.article_mention, self._article_source())
            elif opens_block and self.article == BLOC and carried is not None:
                base = self._paragraph_topic(number) or base
            elif opens_block and carried is not None and carried.organisation != self.article:
                base = self._from_headings(section) or Focus(self.article, self.article_mention, self._article_source())
            state = _SentenceState(self, number, base, same_block=carried_block == sentence.block, opens_block=opens_block)
            if opens_block:
                carried = base if carried is not None else None
            low, high = stream.sentence_bounds[number]
            for position in range(low, high):
                if position in state.mentions or position == low or stream.breaks[position] >= COMMA:
                    state.step(position)
                if stream.keys[position] is FIGURE:
                    result[position] = state.focus(position)
            is_heading = self.segmentation.blocks[sentence.block].kind in ("heading", "title")
            if state.named is not None and not (is_heading or self._attending(number) or self._is_caption(number)):
                carried, carried_block = Focus(state.named.organisation, state.named, "paragraph"), sentence.block
            elif base.source == "sentence" and base.mention is not None:
                carried, carried_block = Focus(base.organisation, base.mention, "paragraph"), sentence.block
        return result

    def _paragraph_topic(self, number: int) -> Focus | None:
        """In an article about many: the one organisation that a new paragraph's first sentence names in passing, when nobody acts in it."""
        named = [m for m in self.by_sentence.get(number, []) if not self.library.organisations[m.organisation].secondary]
        strong = [m for m in named if m.kind in ("name", "unit")] or [m for m in named if m.kind == "people"]
        if len({m.organisation for m in strong}) != 1:
            return None
        return Focus(strong[0].organisation, strong[0], "sentence")

    def _article_source(self) -> Source:
        return "title" if self.article_mention is not None else "article"

    def _attending(self, number: int) -> bool:
        """A sentence about who came to the meeting names no doer of results."""
        low, high = self.stream.sentence_bounds[number]
        return self.page.stands("attending", low, min(high, low + 3))

    def _is_caption(self, number: int) -> bool:
        """ "Ảnh: Hội LHPN phường trao quà": who stands in a picture is not whom the text goes on about."""
        low, high = self.stream.sentence_bounds[number]
        return low < high and is_caption(self.stream, self.hits, self.library.cues["caption"], low, high)

    def _from_headings(self, section: Section) -> Focus | None:
        """The organisation of the nearest heading that names exactly one."""
        for heading in section.headings:
            named = [
                m
                for m in self.by_sentence.get(heading, [])
                if (m.kind in ("name", "unit") or (m.start, m.end) == self.stream.sentence_bounds[heading])  # "3. Nông dân"
                and not self.library.organisations[m.organisation].secondary
            ]
            if named and len({m.organisation for m in named}) == 1:
                return Focus(named[0].organisation, named[0], "heading")
            if len({m.organisation for m in named}) > 2:
                return Focus(BLOC, None, "heading")
        return None


def named_in_title(mentions: list[OrganisationMention]) -> bool:
    """Whether a title names an organisation outright."""
    return any(m.kind in ("name", "unit") for m in mentions)


class _SentenceState:
    """The focus as it moves through one sentence."""

    def __init__(self, reader: DoerReader, number: int, base: Focus, *, same_block: bool, opens_block: bool) -> None:
        self.reader, self.base = reader, base
        self.low, self.high = reader.stream.sentence_bounds[number]
        self.mentions = {m.start: m for m in reader.by_sentence.get(number, [])}
        self.by = [m for m in reader.by_sentence.get(number, []) if m.role == "by"]
        self.current: Focus = base
        self.named: OrganisationMention | None = None
        self.last: OrganisationMention | None = None
        self.joined: list[str] = []
        self.same_block, self.opens_block = same_block, opens_block
        self.attended = reader._attending(number)

    def step(self, position: int) -> None:
        """Take in the word at a position."""
        reader, stream = self.reader, self.reader.stream
        mention = self.mentions.get(position)
        if mention is not None and mention.role != "none":
            self._take(mention)
        elif self._opens_clause(position):
            if reader.page.opens("whole", position) and not self._doer_follows(position):
                heading = reader._from_headings(reader.sections[reader.segmentation.sentences[stream.sentences[position]].block])
                if position == self.low and not (self.same_block and self.base.source == "paragraph"):
                    self.current = heading or Focus(reader.article, None, "article")
            elif (
                reader.page.opens("own_body", position)
                and self.current.mention is not None
                and self._is_secondary(self.current.organisation)
            ):
                self.current = self.base if self.named is None else Focus(self.named.organisation, self.named, "sentence")

    def _take(self, mention: OrganisationMention) -> None:
        reader = self.reader
        if mention.role == "people" and not (
            reader.article == BLOC and (self.base.organisation == BLOC or self.opens_block or self._acts(mention))
        ):
            return
        if self.last is not None and self._coordinated(self.last, mention):
            self.joined.append(mention.organisation)
            self.last = mention
            if len(set(self.joined) - {"youth_federation"}) >= 3 and not self._is_secondary(mention.organisation):
                self.current = Focus(BLOC, mention, "clause")
                self.named = OrganisationMention(mention.start, mention.end, BLOC, "name", "doer")
            return
        self.joined = [mention.organisation]
        self.last = mention
        if self._is_secondary(mention.organisation) and (self.attended or not self._opens(mention)):
            return
        self.current = Focus(mention.organisation, mention, "clause")
        if mention.role in ("doer", "by") and not self._is_secondary(mention.organisation):
            self.named = mention

    def _acts(self, mention: OrganisationMention) -> bool:
        """Whether people open their sentence and a verb follows at once: they, and no longer whom the paragraph began with, act."""
        page = self.reader.page
        high = min(page.sentence_end(mention.start), mention.end + _VERB_WITHIN)
        return any(page.library.action in page.hits.at[p] for p in range(mention.end, high))

    def _opens(self, mention: OrganisationMention) -> bool:
        """A bank, an office or a committee governs only where it is the subject of a sentence or a semicolon's part."""
        begin = mention.start
        while (title := self.reader._cue_before("title", begin)) is not None:
            begin = title
        opens = begin <= self.low + 1 or self.reader.stream.breaks[begin] >= SEMICOLON or self.reader._after_adverbial(begin)
        return mention.role == "doer" and opens

    def _coordinated(self, previous: OrganisationMention, mention: OrganisationMention) -> bool:
        """ "Tỉnh đoàn, Hội LHTN và Hội đồng Đội": the first one named governs."""
        stream = self.reader.stream
        between = stream.keys[previous.end : mention.start]
        breaks = stream.breaks[previous.end : mention.start + 1]
        if any(b > COMMA for b in breaks) or FIGURE in between or len(between) > 4:
            return False
        return (COMMA in breaks and len(between) <= 2) or "và" in between or "cùng" in between or "-" in between

    def _opens_clause(self, position: int) -> bool:
        return position == self.low or self.reader.stream.breaks[position] >= COMMA

    def _is_secondary(self, organisation: str) -> bool:
        return self.reader.library.organisations[organisation].secondary

    def _doer_follows(self, position: int) -> bool:
        """A doer named between a "toàn tỉnh" and the next figure acts."""
        stream = self.reader.stream
        for here in range(position, self.high):
            if stream.keys[here] is FIGURE:
                return False
            mention = self.mentions.get(here)
            if mention is not None and mention.role == "doer":
                return True
        return False

    def focus(self, position: int) -> Focus:
        """The focus of a figure at a position."""
        behind = self._by_behind(position)
        if behind is not None:
            return behind
        current = self.current
        counted = self._counted_body(position)
        if counted is not None and current.source not in ("clause", "sentence"):
            return Focus(counted.organisation, counted, "clause")
        if current.mention is None or current.source != "clause":
            return current
        page = self.reader.page
        same_clause = page.one_clause(current.mention.end - 1, position)
        if self._is_secondary(current.organisation):
            told = page.stands("attribution", self.low, min(current.mention.start, self.low + 3))  # "Theo UBND xã, ...; hộ nghèo còn ..."
            past = not (same_clause or told) or page.stands("through", current.mention.end, position)
            return (self.base if self.named is None else Focus(self.named.organisation, self.named, "sentence")) if past else current
        return current if same_clause else Focus(current.organisation, current.mention, "sentence")

    def _by_behind(self, position: int) -> Focus | None:
        """ "... do Hội LHPN tỉnh thực hiện": a doer told behind the figure, in its clause."""
        for mention in self.by:
            if mention.start <= position:
                continue
            if not self.reader.page.one_clause(position, mention.start):
                return None
            if self._same_clause_by(position, mention.start, mention):
                return Focus(mention.organisation, mention, "clause")
        return None

    def _counted_body(self, position: int) -> OrganisationMention | None:
        """ "30/30 cơ sở Hội Nông dân": what is counted names the organisation, where no doer is at hand."""
        for here in range(position + 1, min(position + 3, self.high)):
            mention = self.mentions.get(here)
            if mention is not None and mention.kind in ("name", "unit") and not self._is_secondary(mention.organisation):
                return mention if self.reader.article == BLOC else None
        return None

    def _same_clause_by(self, position: int, by: int, mention: OrganisationMention) -> bool:
        """No other doer and at most one more figure between a figure and the "do ..." after it; right behind it for offices."""
        stream = self.reader.stream
        figures = sum(1 for key in stream.keys[position + 1 : by] if key is FIGURE)
        if self._is_secondary(mention.organisation):
            return False
        return figures <= 1 and not any(m.role == "doer" for s, m in self.mentions.items() if position < s < by)
