"""The export menu on a page: closed it makes nothing, open it offers every format."""

OVERLAP = "pages/segments/overlap.py"
SEGMENTS = (
    '[{"name":"Logged in","of":"users","where":{"event":"login"}},'
    '{"name":"Hygienists","of":"users","where":{"attribute":"role","op":"is","value":["hygienist"]}}]'
)


def test_closed_menu_offers_nothing_yet(open_page):
    app = open_page(OVERLAP, segments=SEGMENTS)
    assert not app.exception
    assert not app.get("download_button")


def test_open_menu_offers_every_format(open_page):
    app = open_page(OVERLAP, segments=SEGMENTS)
    app.session_state["export_overlap-pairs"] = True
    app.run()
    assert not app.exception
    labels = [button.label for button in app.get("download_button")]
    for name in ("Slides (PPTX)", "Document (PDF)", "Workbook (XLSX)", "Numbers (CSV)", "Web page (HTML)"):
        assert name in labels
