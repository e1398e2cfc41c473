"""Results as HTML tables that stay readable on a telephone; every text from the data is escaped."""

from collections.abc import Callable, Sequence
from html import escape

from strata.charts.palette import VERDICT_SHAPES, Palette, verdict_colour
from strata.charts.spark import interval_plot, reach
from strata.model.results import (
    VERDICT_WORDS,
    Contrast,
    Finding,
    SegmentSize,
    Step,
    amount,
    evidence,
    headline,
    interval,
)

Colour = Callable[[str], str]


def contrasts(results: Sequence[Contrast], palette: Palette, *, colour: Colour, caption: str) -> str:
    """One metric: a row per segment with value, n, interval plot, difference and verdict, and a sentence under it.

    Args:
        results: Contrasts of one metric.
        palette: Light or dark.
        colour: The colour a segment has everywhere.
        caption: What the table is, for those who hear it.
    """
    widest = reach(results)
    body = "".join(_contrast(result, palette, colour(result.segment), widest) for result in results)
    against = escape(results[0].baseline) if results else ""
    heads = ("Segment", "Value", f"Difference to {against}, with its interval", "Verdict")
    return _table(heads, body, caption)


def verdict_chip(contrast: Contrast, palette: Palette) -> str:
    """The verdict as a word beside a shape; what else to know stands in its tooltip."""
    words, shape = VERDICT_WORDS[contrast.verdict], VERDICT_SHAPES[contrast.verdict]
    return (
        f'<span class="strata-chip" style="color:{verdict_colour(contrast, palette)}" '
        f'title="{escape(" ".join(contrast.reasons))}"><span aria-hidden="true">{shape}</span>{words}</span>'
    )


def lead(sentence: str, evidence: str) -> str:
    """A finding as a headline, with what it rests on beneath."""
    return f'<h2 class="strata-lead">{escape(sentence)}</h2><p class="strata-evidence">{escape(evidence)}</p>'


def finding(found: Finding, palette: Palette) -> str:
    """One gap: the verdict's shape, what was found, and what it rests on."""
    contrast = found.contrast
    colour = verdict_colour(contrast, palette)
    return (
        f'<p class="strata-finding"><span style="color:{colour}" aria-hidden="true">'
        f"{VERDICT_SHAPES[contrast.verdict]}</span> <b>{escape(found.label)} {escape(headline(contrast))}</b>"
        f"<br><small>{escape(evidence(contrast))}</small></p>"
    )


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Numbers in a row, each over what it counts."""
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(number)}</dd></div>" for name, number in pairs)
    return f'<dl class="strata-facts">{cells}</dl>'


def card(size: SegmentSize, shared: str) -> str:
    """What stands on a segment's card: users and their share of all, accounts, overlap; its meaning in a tooltip."""
    accounts = f" · {_accounts(size.accounts)}" if size.accounts else ""
    users = f"<b>{size.users:,}</b> user{'' if size.users == 1 else 's'}"
    return (
        f'<p class="strata-card" title="{escape(size.definition)}">{users} · {size.share:.1f} %'
        f"{accounts}<br><small>{escape(shared)}</small></p>"
    )


def pairs(rows: Sequence[tuple[str, str, str]]) -> str:
    """Figures under each other: what, how much, and what it means."""
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="number">{escape(figure)}</td>'
        f"<td><small>{escape(note)}</small></td></tr>"
        for name, figure, note in rows
    )
    return f'<table class="strata-table strata-pairs"><caption>Figures</caption><tbody>{lines}</tbody></table>'


def closer(sentence: str, chip: str) -> str:
    """A comparison in a sentence beside its verdict."""
    return f'<p class="strata-closer">{chip} <span>{escape(sentence)}</span></p>'


def definition(sentence: str) -> str:
    """What a segment means, in a box that scrolls, also by keyboard, where the sentence is long."""
    return f'<p class="strata-definition" tabindex="0">{escape(sentence)}</p>'


def left_by(step: Step, *, everyone: int, word: str) -> str:
    """One condition's place in the funnel: who meets it alone, over a bar of those left by it and those before it."""
    share = 100 * step.left / max(everyone, 1)
    return (
        f'<div class="strata-left" title="{step.left:,} of {everyone:,} users {word}">'
        f"<span><b>{step.alone:,}</b> user{'' if step.alone == 1 else 's'}</span><small>{step.left:,} {word}</small>"
        f'<i aria-hidden="true"><i style="width:{share:.1f}%"></i></i></div>'
    )


def _contrast(result: Contrast, palette: Palette, colour: str, widest: float) -> str:
    return _row(
        _name(result.segment, colour, under=_counted(result.n, result.accounts)),
        f'<b class="number">{amount(result.value, result.unit)}</b>',
        _difference(result, colour, widest),
        verdict_chip(result, palette),
        says=result.sentence,
    )


def _difference(result: Contrast, colour: str, widest: float) -> str:
    if not result.is_judged:
        return "–"
    unit = result.difference_unit
    return (
        f'<span class="strata-difference"><b class="number">{amount(result.difference, unit, signed=True)}</b>'
        f'<small class="number">{interval(result.ci_low, result.ci_high, unit)}</small>'
        f"{interval_plot(result, colour, reach=widest)}</span>"
    )


def _counted(n: int, accounts: int) -> str:
    return f"n = {n:,} · {_accounts(accounts)}"


def _accounts(n: int) -> str:
    return f"{n:,} account{'' if n == 1 else 's'}" if n else "no accounts known"


def _name(name: str, colour: str | None, *, under: str = "") -> str:
    dot = f'<span class="strata-dot" style="background:{colour}" aria-hidden="true"></span>' if colour else ""
    small = f"<small>{escape(under)}</small>" if under else ""
    return f'<th scope="row">{dot}{escape(name)}{small}</th>'


def _row(name: str, *cells: str, says: str = "", style: str = "") -> str:
    marked = f' class="{style}"' if style else ""
    row = f"<tr{marked}>{name}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    under = f'<tr><td class="says" colspan="{len(cells) + 1}">{escape(says)}</td></tr>' if says else ""
    return row + under


def _table(heads: Sequence[str], body: str, caption: str) -> str:
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        f'<table class="strata-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
    )
