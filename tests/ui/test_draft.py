from strata.model.segment import All, AnyOf, AttributeCondition, ResponseCondition
from strata.ui.draft import ROOT, Draft, Group, is_complete

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
