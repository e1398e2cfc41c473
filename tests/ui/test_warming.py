import threading

from strata.ui import warming
from strata.warehouse import Warehouse


def test_begin_reads_the_usual_dates_while_nobody_waits(tiny_folder, monkeypatch):
    monkeypatch.setenv(warming.WANTED, "1")
    warehouse = Warehouse.open(tiny_folder)
    warming.begin(warehouse, lambda: True)
    (reading,) = [each for each in threading.enumerate() if each.name == "strata-warming"]
    reading.join(timeout=60)
    assert not reading.is_alive()
    assert len(warehouse.columns._recent.answers) > 8
    warehouse.close()


def test_begin_does_nothing_unasked(tiny_folder, monkeypatch):
    monkeypatch.delenv(warming.WANTED, raising=False)
    warehouse = Warehouse.open(tiny_folder)
    warming.begin(warehouse, lambda: True)
    assert not warehouse.columns._recent.answers
    warehouse.close()
