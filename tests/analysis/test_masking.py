import pytest

from strata.analysis.masking import Known, known, masked

KNOWN = Known(
    frozenset({"amira chen", "p-0001", "oak dental"}), frozenset({"anna", "grace", "will"}), frozenset({"anna"})
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mail ann.o'x@example.co.uk now", "mail [e-mail] now"),
        ("see https://x.example/a?b=1 or www.foo.com", "see [link] or [link]"),
        ('=HYPERLINK("http://evil")', '=HYPERLINK("[link]")'),
        ("call +44 20 7946 0958 or (020) 7946-0958", "call [phone] or [phone]"),
        ("invoice INV-20391, card 4111 1111 1111 1111", "invoice [id], card [phone]"),
        ("550e8400-e29b-41d4-a716-446655440000 from 10.0.0.1", "[id] from [number]"),
        ("@someone wrote 12345678", "[name] wrote [phone]"),
        ("AMIRA CHEN of Oak Dental (p-0001)", "[name] of [name] ([id])"),
        ("ask Grace, she will know", "ask [name], she will know"),
        ("anna and grace will know", "[name] and grace will know"),
        ("<b>great</b> & good", "<b>great</b> & good"),
        ("it takes 25 clicks since 2026-03-10, 10,000 in all", "it takes 25 clicks since 2026-03-10, 10,000 in all"),
        ("Максим написал: медленно", "Максим написал: медленно"),
    ],
)
def test_masked_hides_what_identifies_and_nothing_else(text, shown):
    assert masked(text, KNOWN) == shown


def test_masked_hides_what_the_author_is_called_in_any_letters():
    assert (
        masked("thanks, noah. the wood chart is slow", own=("noah wood",)) == "thanks, [name]. the [name] chart is slow"
    )
    assert masked("田中太郎です", own=("田中太郎",)) == "[name]です"


def test_masked_leaves_an_empty_text_empty():
    assert masked("", KNOWN) == ""


def test_known_asks_the_data_who_is_meant(tiny):
    found = known(tiny, ["Elm Dental is slow, says u4 and one@example.org", "A1 and oak"], [0, 3])
    assert found.phrases == {"elm dental"}
    assert found.own[3] == ("four@example.org",)


def test_known_names_are_masked_in_small_letters_unless_they_are_words(sample):
    found = known(sample, ["noah and Brennan like the chart; will the price rise?"], [])
    assert {"noah", "brennan"} <= found.always
    assert masked("noah and brennan like the chart; will the price rise?", found) == (
        "[name] and [name] like the chart; will the price rise?"
    )


def test_known_of_nothing_is_nobody(tiny):
    assert known(tiny, [], []) == Known()
