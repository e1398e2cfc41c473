import pytest

from strata.model.segment import (
    AccountCondition,
    All,
    AnyOf,
    AttributeCondition,
    EventCondition,
    Measure,
    Not,
    PlanCondition,
    PropertyFilter,
    ResponseCondition,
    SegmentCondition,
    SequenceCondition,
    UsersCondition,
    leaves,
)
from strata.ui.draft import ROOT, AccountRule, Draft, Group, is_complete

ROLE = AttributeCondition("role", "is", ("hygienist",))
PLAN = AttributeCondition("plan", "is", ("Growth",))
UNHAPPY = ResponseCondition("nps", group="detractor")
BLANK = AttributeCondition("role", "is", ())


def test_draft_is_everyone_at_first():
    assert Draft().to_node() == All(())


def test_draft_of_a_tree_gives_the_tree_back():
    tree = All((ROLE, AnyOf((PLAN, UNHAPPY))))
    assert Draft.of(tree).to_node() == tree


def test_draft_of_a_single_condition_puts_it_in_a_group():
    assert Draft.of(ROLE).to_node() == All((ROLE,))


def test_add_puts_a_condition_at_the_end_with_an_id_of_its_own():
    draft = Draft().add(ROOT, ROLE).add(ROOT, PLAN)
    assert draft.to_node() == All((ROLE, PLAN))
    assert [row.id for row in draft.rows()] == [1, 2]


def test_add_group_asks_for_any_and_counts_once_it_holds_something():
    draft = Draft().add(ROOT, ROLE).add_group(ROOT)
    assert draft.to_node() == All((ROLE,))
    assert draft.add(2, PLAN).add(2, UNHAPPY).to_node() == All((ROLE, AnyOf((PLAN, UNHAPPY))))


def test_change_replaces_one_condition_deep_inside():
    draft = Draft.of(All((ROLE, AnyOf((PLAN, UNHAPPY)))))
    inner = next(row for row in draft.rows() if row.condition == PLAN)
    assert draft.change(inner.id, ROLE).to_node() == All((ROLE, AnyOf((ROLE, UNHAPPY))))


def test_switch_turns_all_into_any():
    assert Draft.of(All((ROLE, PLAN))).switch(ROOT, "any").to_node() == AnyOf((ROLE, PLAN))


def test_remove_takes_a_group_with_what_is_in_it():
    draft = Draft.of(All((ROLE, AnyOf((PLAN, UNHAPPY)))))
    group = next(part for part in draft.root.children if isinstance(part, Group))
    assert draft.remove(group.id).to_node() == All((ROLE,))


def test_duplicate_copies_a_group_under_new_ids():
    draft = Draft.of(All((ROLE, AnyOf((PLAN, UNHAPPY)))))
    group = next(part for part in draft.root.children if isinstance(part, Group))
    copied = draft.duplicate(group.id)
    assert copied.to_node() == All((ROLE, AnyOf((PLAN, UNHAPPY)), AnyOf((PLAN, UNHAPPY))))
    ids = [row.id for row in copied.rows()]
    assert len(set(ids)) == len(ids)


def test_ids_are_never_given_twice():
    draft = Draft().add(ROOT, ROLE)
    assert [row.id for row in draft.remove(1).add(ROOT, PLAN).rows()] == [2]


def test_row_without_a_value_is_not_counted():
    assert not is_complete(BLANK)
    assert Draft().add(ROOT, BLANK).add(ROOT, PLAN).to_node() == All((PLAN,))


def test_condition_without_operand_is_complete():
    assert is_complete(AttributeCondition("role", "is_known"))
    assert is_complete(UNHAPPY)


NESTED = All((ROLE, AnyOf((PLAN, UNHAPPY))))


def test_negation_stands_at_the_row_or_group_it_is_about():
    tree = All((Not(ROLE), Not(AnyOf((PLAN, UNHAPPY)))))
    assert Draft.of(tree).to_node() == tree
    assert Draft.of(Not(AnyOf((PLAN, ROLE)))).to_node() == Not(AnyOf((PLAN, ROLE)))


def test_negate_turns_a_row_and_turns_it_back():
    draft = Draft().add(ROOT, ROLE)
    assert draft.negate(1).to_node() == All((Not(ROLE),))
    assert draft.negate(1).negate(1) == draft


def test_rule_about_accounts_is_a_group_with_a_rule():
    tree = All((AccountCondition(All((ROLE, UNHAPPY)), users_at_least=3), AccountCondition(PLAN, percent_at_least=40)))
    draft = Draft.of(tree)
    assert draft.to_node() == tree
    rules = [part.rule for part in draft.root.children if isinstance(part, Group)]
    assert rules == [AccountRule(3), AccountRule(None, 40)]


def test_require_changes_the_rule_of_a_group():
    draft = Draft().add_group(ROOT, AccountRule(1)).add(1, ROLE).require(1, AccountRule(None, 50.0))
    assert draft.to_node() == All((AccountCondition(ROLE, None, 50.0),))


def test_adding_an_empty_account_rule_makes_a_group_that_does_not_count_yet():
    draft = Draft().add(ROOT, AccountCondition(All(()), users_at_least=1))
    assert draft.root.children == (Group(1, rule=AccountRule(1)),)
    assert draft.to_node() == All(())


def test_moving_up_and_down_swaps_neighbours_and_stops_at_the_ends():
    draft = Draft.of(All((ROLE, PLAN, UNHAPPY)))
    assert draft.move_up(3).to_node() == All((ROLE, UNHAPPY, PLAN))
    assert draft.move_down(1).to_node() == All((PLAN, ROLE, UNHAPPY))
    assert draft.move_up(1) == draft
    assert draft.move_down(3) == draft


def test_moving_into_and_out_of_a_group():
    draft = Draft.of(NESTED)
    assert draft.groups_beside(1) == {"below": 2}
    inside = draft.move_into(1, 2)
    assert inside.to_node() == All((AnyOf((PLAN, UNHAPPY, ROLE)),))
    assert inside.move_out(1).to_node() == All((AnyOf((PLAN, UNHAPPY)), ROLE))
    assert draft.move_out(1) == draft


def test_group_does_not_move_into_itself_or_what_it_holds():
    draft = Draft.of(All((AnyOf((PLAN, All((ROLE, UNHAPPY)))),)))
    outer = draft.root.children[0]
    assert isinstance(outer, Group)
    inner = outer.children[1]
    assert draft.move_into(outer.id, inner.id) == draft
    assert draft.move_into(outer.id, outer.id) == draft


def test_wrap_puts_a_row_into_a_group_of_its_own():
    wrapped = Draft.of(NESTED).wrap(1)
    assert wrapped.to_node() == All((AnyOf((ROLE,)), AnyOf((PLAN, UNHAPPY))))
    assert wrapped.next_id == Draft.of(NESTED).next_id + 1


def test_groups_nest_to_any_depth():
    draft = Draft()
    for depth in range(30):
        draft = draft.add_group(depth)
    assert len(list(leaves(draft.add(30, ROLE).to_node()))) == 1


def test_members_are_kept_by_every_edit():
    draft = Draft.of(NESTED, "accounts")
    assert {each.members for each in (draft.negate(1), draft.duplicate(2), draft.wrap(1))} == {"accounts"}
    assert draft.count("users").members == "users"


def test_to_node_leaves_out_what_does_not_count():
    assert Draft.of(NESTED).to_node(lambda node: node != PLAN) == All((ROLE, AnyOf((UNHAPPY,))))


@pytest.mark.parametrize(
    "blank",
    [
        SequenceCondition("login", ""),
        PlanCondition(()),
        UsersCondition(()),
        SegmentCondition(""),
        ResponseCondition("nps", comment_contains=""),
        EventCondition("login", where=(PropertyFilter("kind", "is", ()),)),
        EventCondition("login", measure=Measure("sum", "minutes", ">=", None)),
    ],
    ids=lambda blank: type(blank).__name__,
)
def test_condition_without_what_it_needs_waits(blank):
    assert not is_complete(blank)
