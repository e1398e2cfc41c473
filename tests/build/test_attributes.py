"""Columns become attributes: named, typed, labelled, catalogued."""

from datetime import date

USERS = '[users]\nfile = "users.csv"\nid = "id"\n'


def test_load_infers_types_of_unnamed_columns(loaded):
    it = loaded(
        USERS,
        users_csv=(
            "id,Yes No,N,Zip,Day,US day,Maybe,Note,Total Charges,Letter,Flag01\n"
            "1,Yes,1,02139,2024-01-31,01/31/2024,01/02/2024,None, ,f,0\n"
            "2,no,-2.5e3,10001,31 Jan 2024,2/1/2024,03/04/2024,NA,29.85,F,1\n"
            "3,,,,,,,,,,\n"
        ),
    )
    assert it.rows("select name, type, label from attributes") == [
        ("yes_no", "boolean", "Yes No"),
        ("n", "number", "N"),
        ("zip", "text", "Zip"),
        ("day", "date", "Day"),
        ("us_day", "date", "US day"),
        ("maybe", "text", "Maybe"),
        ("note", "text", "Note"),
        ("total_charges", "number", "Total Charges"),
        ("letter", "text", "Letter"),
        ("flag01", "number", "Flag01"),
    ]
    assert it.rows("select yes_no, n, day, us_day, note, total_charges from users") == [
        (True, 1.0, date(2024, 1, 31), date(2024, 1, 31), "None", None),
        (False, -2500.0, date(2024, 1, 31), date(2024, 2, 1), "NA", 29.85),
        (None, None, None, None, None, None),
    ]
    assert it.issues() == {("kept", "ambiguous dates"): 1}


def test_load_writes_labels_and_the_catalog(loaded):
    toml = USERS + '[users.attributes.sex]\ncolumn = "S"\nkind = "demographic"\nlabel = "Sex"\npersonal = true\n'
    toml += (
        'labels = { 1 = "male", 2 = "female" }\nmissing = ["0"]\n[users.attributes.gone]\ncolumn = "X"\nskip = true\n'
    )
    it = loaded(toml, users_csv="id,S,X,Paid\n1,1,x,true\n2,0,x,false\n3,7,x,\n4,1,x,true\n")
    assert it.rows("from attributes") == [
        ("sex", "Sex", "demographic", "text", "user", True, 2, 1),
        ("paid", "Paid", "customer", "boolean", "user", False, 2, 2),
    ]
    assert it.rows("from attribute_values") == [
        ("sex", "male", 2),
        ("sex", "7", 1),
        ("paid", "true", 2),
        ("paid", "false", 1),
    ]
    assert it.issues() == {("kept", "code without a label"): 1}


def test_load_declared_types_leave_what_they_cannot_read_empty(loaded):
    toml = (
        USERS + '[users.attributes]\nage = { type = "number" }\nborn = { type = "date" }\nok = { type = "boolean" }\n'
    )
    it = loaded(toml, users_csv="id,age,born,ok\n1,40,1984-05-06,yes\n2,old,20240230,1\n")
    assert it.rows("select age, born, ok from users") == [(40.0, date(1984, 5, 6), True), (None, None, None)]
    assert it.issues() == {
        ("kept", "unreadable number"): 1,
        ("kept", "unreadable date"): 1,
        ("kept", "unreadable boolean"): 1,
    }


def test_load_keeps_names_apart_from_its_own(loaded):
    it = loaded(USERS, users_csv="id,user_id,First seen,file,A b,a_b,strata_row\n1,x,y,z,p,q,r\n")
    assert it.rows("select name from attributes") == [
        ("user_id_value",),
        ("first_seen_value",),
        ("file_value",),
        ("a_b",),
        ("a_b_2",),
        ("strata_row_2",),
    ]


def test_load_marks_internal_users(loaded):
    it = loaded(USERS + 'internal = "staff"\n', users_csv="id,staff\n1,1\n2,no\n3,\n4,perhaps\n5,Yes\n")
    assert it.rows("select is_internal from users") == [(True,), (False,), (False,), (False,), (True,)]
    assert it.issues() == {("kept", "unreadable flag"): 1}
