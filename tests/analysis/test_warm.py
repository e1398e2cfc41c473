from strata.analysis.compare import compare
from strata.analysis.warm import warm
from strata.model.metrics import metric
from strata.model.segment import AttributeCondition, Last, Segment
from strata.warehouse import Warehouse

NAMES = ("nps", "active_days", "did:login", "first:login")
HYGIENISTS = Segment("Hygienists", AttributeCondition("role", "is", ("hygienist",)))


def test_warm_reads_what_a_comparison_needs_of_everyone(tiny_folder):
    warehouse = Warehouse.open(tiny_folder)
    metrics = [metric(name, warehouse.catalog) for name in NAMES]
    read = [(window, each.name) for window, each in warm(warehouse, metrics, [Last(90)])]
    assert read == [(Last(90), name) for name in NAMES[:3]]
    columns = dict(warehouse.columns._recent.answers)
    compare(warehouse, [HYGIENISTS], metrics[:3], window=Last(90))
    assert dict(warehouse.columns._recent.answers) == columns
    warehouse.close()
