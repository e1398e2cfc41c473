import pytest

from strata.stats import sample_size


def test_sample_size_grows_with_the_design_effect():
    assert sample_size(0.1, sd=0.7, design_effect=2.0) == pytest.approx(2 * sample_size(0.1, sd=0.7), abs=1)


@pytest.mark.parametrize("margin", [0.0, -0.1])
def test_sample_size_refuses_no_margin(margin):
    with pytest.raises(ValueError, match="greater than 0"):
        sample_size(margin, sd=1.0)
