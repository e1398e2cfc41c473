from tests.pages.reading import shown


def test_loaded_page_lists_files_issues_and_attributes(open_page):
    app = open_page("pages/data/loaded.py")
    assert not app.exception
    assert "Tiny" in shown(app)
    assert "users.csv" in app.dataframe[0].value.to_string()
    assert "yes, masked" in app.dataframe[-1].value.to_string()
