from pathlib import Path

import pytest

from tests.pages.reading import opened, shown


def test_overview_says_what_is_loaded(open_page):
    app = open_page()
    assert not app.exception
    assert "users" in shown(app)
    assert "2026-03-31" in shown(app)
    assert "1 internal and test users are left out" in shown(app)


def test_overview_without_a_clear_gap_says_so(open_page):
    assert "No group differs clearly from everyone else." in shown(open_page())


def test_missing_warehouse_is_one_sentence_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(tmp_path / "nowhere"))
    app = opened()
    assert not app.exception
    assert "There is no warehouse" in app.error[0].value


def test_unexpected_error_shows_no_stack_trace(open_page, tmp_path, monkeypatch, caplog):
    (tmp_path / "CURRENT").mkdir()
    monkeypatch.setenv("STRATA_WAREHOUSE", str(tmp_path))
    monkeypatch.setattr("strata.ui.cache.current_file", lambda folder: 1 / 0)
    app = opened()
    assert "Something went wrong" in app.error[0].value
    assert "ZeroDivisionError" in caplog.text
