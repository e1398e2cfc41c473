from strata.charts.spark import interval_plot, reach


def test_reach_is_the_widest_end(lower, higher):
    assert reach([lower, higher]) == 46.0


def test_reach_of_nothing_is_one(unknown):
    assert reach([]) == reach([unknown]) == 1.0


def test_interval_plot_lies_left_of_zero_for_a_lower_value(lower):
    assert "left:4.0%" in interval_plot(lower, "#000", reach=46.0)


def test_interval_plot_says_its_interval_aloud(lower):
    assert 'aria-label="95 % interval -46 to -40' in interval_plot(lower, "#000", reach=46.0)


def test_interval_plot_of_nothing_is_nothing(unknown):
    assert interval_plot(unknown, "#000", reach=1.0) == ""
