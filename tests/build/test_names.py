import pytest

from strata.build.names import headers, snake_case, unique


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("NETPRO  ", "netpro"),
        ("customerID", "customer_id"),
        ("StreamingTV", "streaming_tv"),
        ("HTTPStatus", "http_status"),
        ("Gasto total", "gasto_total"),
        ("Größe", "groe"),
        ("日本", "column"),
    ],
)
def test_snake_case(header, name):
    assert snake_case(header) == name


def test_headers_are_trimmed_named_and_told_apart():
    assert headers([" a ", "", "A", "a", "b\nc"]) == ["a", "column_2", "A_2", "a_3", "b c"]


def test_unique_keeps_clear_of_taken_names():
    assert unique(["x", "y"], taken=["X"]) == ["x_2", "y"]
