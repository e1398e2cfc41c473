from strata.analysis.size import size
from strata.analysis.starters import starters


def test_starters_are_made_from_what_is_loaded(tiny):
    made = starters(tiny)
    assert {"hygienist", "dentist", "New users", "Slipping away", "Dormant users", "Promoters"} <= set(made)


def test_every_user_is_in_exactly_one_stage(sample):
    stages = [segment for name, segment in starters(sample).items() if name.endswith(" users") or "Slipping" in name]
    assert len(stages) == 5
    assert sum(size(sample, segment).users for segment in stages) == sample.population.bit_count()
