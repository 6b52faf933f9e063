"""CSV files as people have them: what can be read is read as it was meant, the rest is refused by line and column."""

import csv
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.errors import DataError, FileError, PizarraError
from pizarra.table import CsvFile, Texts


@pytest.fixture
def write(tmp_path):
    def put(text, name="data.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return path

    return put


def read(path, *names, **options):
    file = CsvFile(path, **options)
    return file, file.read(names or file.names)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2.5\n-3,4e2\n", ","),
        ("a;b\n1;2.5\n-3;4e2\n", ";"),
        ("a;b\n1;2,5\n-3;4e2\n", ";"),
        ("a\tb\r\n1\t2,5\r\n-3\t400\r\n", "\t"),
        ("\ufeffa,b\n1,2.5\n-3,4e2", ","),
        ('"a","b"\n"1","2.5"\n"-3","4e2"\n', ","),
        ("\n\na, b\n\n1, 2.5\n\n-3, 400\n\n", ","),
        ("a,b\r1,2.5\r-3,400\r", ","),
    ],
)
def test_the_same_numbers_in_many_forms(write, text, delimiter):
    file, table = read(write(text))
    assert (file.names, file.delimiter) == (("a", "b"), delimiter)
    assert table.matrix(["a", "b"]).tolist() == [[1, 2.5], [-3, 400]]
    assert table.rows == 2


def test_without_a_header(write):
    file, table = read(write("5.1,3.5,setosa\n6,2.9,virginica\n"))
    assert file.names == ("1", "2", "3")
    assert table.matrix(["1", "2"]).tolist() == [[5.1, 3.5], [6, 2.9]]
    assert table.column("3").values == ("setosa", "virginica")
    file, table = read(write("1;2,5\n3;4,5\n"))
    assert (file.names, file.comma) == (("1", "2"), True)
    assert table.matrix(["2"]).ravel().tolist() == [2.5, 4.5]


def test_a_header_may_be_said(write):
    path = write("name,2019,2020\na,1,2\nb,3,4\n")
    assert CsvFile(path).names == ("1", "2", "3")
    file, table = read(path, header=True)
    assert file.names == ("name", "2019", "2020")
    assert table.matrix(["2019", "2020"]).tolist() == [[1, 2], [3, 4]]
    assert CsvFile(write("a,b\nc,d\n"), header=False).names == ("1", "2")
    assert CsvFile(write(",b\n1,2\n")).names == ("1", "b")


def test_texts_are_codes_of_sorted_values(write):
    rows = 9000
    words = [("pear", "apple", "fig", "año")[k * k % 4] for k in range(rows)]
    path = write("n,fruit\n" + "".join(f"{k},{word}\n" for k, word in enumerate(words)))
    found = read(path)[1].column("fruit")
    assert isinstance(found, Texts)
    assert found.values == tuple(sorted(set(words)))
    assert [found.values[code] for code in found.codes] == words


def test_numbers_may_be_read_as_texts(write):
    path = write("a,b\n1,2\n01,3\n1,4\n")
    table = CsvFile(path).read(["a", "b"], texts=["a"])
    assert table.column("a").values == ("01", "1")
    assert read(path)[1].texts("a").values == ("1",)
    assert read(write("a,b\n1.5,2\n2,3\n"))[1].texts("a").values == ("1.5", "2")


def test_columns_that_are_not_wanted_may_hold_anything(write):
    file = CsvFile(write("a,b,c\n1,,x\n2,NA,3\n"))
    assert file.read(["a"]).matrix(["a"]).ravel().tolist() == [1, 2]


def test_columns_side_by_side_are_not_copied(write):
    table = read(write("a,b,c,d\n1,2,3,4\n5,6,7,8\n"))[1]
    assert np.shares_memory(table.matrix(["b", "c"]), table.matrix(["a", "b", "c", "d"]))
    assert table.matrix(["d", "a"]).tolist() == [[4, 1], [8, 5]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"data\.csv is empty"),
        (" \n\n", r"data\.csv is empty"),
        ("a,b\n", r"data\.csv has a header and no rows"),
        ("a,b\n1,2\n3\n", r"line 3: the row has 1 cells; the header has 2\. The delimiter is ','"),
        ("a,b\n1,2\n3,4,5\n", r"line 3: the row has 3 cells; the header has 2"),
        ("1,2\n3,4,5\n", r"line 2: the row has 3 cells; the first row has 2"),
        ("a,b\n1,2\n3,x\n4,5\n", r"line 3, column 'b': 'x' is not a number"),
        ("a,b\n1,2\n\n3,\n", r"line 4, column 'b': the value is missing\. Fill it in, or leave out"),
        ("a,b\n1,2\n3,NA\n", r"line 3, column 'b': the value is missing \('NA'\)"),
        ("a,b\n1,2\n3,inf\n", r"line 3, column 'b': 'inf' is not finite"),
        ("a,b\n1,2\n3,1e999\n", r"line 3, column 'b': '1e999' is not finite"),
        ("a,b\n1,2\n3,1_000\n", r"line 3, column 'b': '1_000' is not a number"),
        ("a;b\n1;2,5\n3;1.000\n", r"line 3, column 'b': '1\.000' is not a number\. This file has decimal comm"),
        ("a;b\n1;2,5\n3;1.000,5\n", r"line 3, column 'b': '1\.000,5' is not a number\. This file has decimal"),
        ("a,b\n1,x\n3,\n", r"line 3, column 'b': the value is missing"),
        ("a,b,a\n1,2,3\n", r"the columns 1 and 3 are both called 'a'\. Rename one"),
        ('a,b\n1,"2\n3,4\n', r"line 2: this is not CSV"),
        ('a,b\n1,2\n3,"x"y\n', r"line 3: this is not CSV"),
        (b"a,b\n1,2\n3,\xe1\n", r"line 3: this is not UTF-8 text\. Save it as UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), r"line 1: this is not UTF-8 text"),
        (b"\x00\x01\x02", r"data\.csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(write, text, message):
    with pytest.raises((DataError, FileError), match=message) as said:
        read(write(text))
    assert "\n" not in str(said.value)


def test_a_cell_late_in_a_file_is_named_by_its_line(write):
    rows = [f"{k},{k}" for k in range(10_000)]
    rows[9000] = "7,seven"
    with pytest.raises(DataError, match=r"line 9002, column 'b': 'seven' is not a number"):
        read(write("\n".join(["a,b", *rows])))


def test_files_that_are_not_there(tmp_path):
    with pytest.raises(FileError, match="No such file"):
        CsvFile(tmp_path / "no.csv")
    with pytest.raises(FileError, match="is a folder"):
        CsvFile(tmp_path)
    with pytest.raises(FileError, match="cannot be read"):
        CsvFile("a\0b")


def test_a_column_with_too_many_texts(write):
    with pytest.raises(DataError, match="the column 'b' has more than 1000 different texts"):
        read(write("a,b\n" + "".join(f"{k},n{k}\n" for k in range(3000))))


def test_a_column_that_is_not_there(write):
    table = read(write("height,weight\n1,2\n"))[1]
    with pytest.raises(
        DataError, match=r"has no column 'heigth'\. Did you mean 'height'\? Known: height, weight"
    ):
        table.column("heigth")
    table = read(write(",".join(f"c{k}" for k in range(50)) + "\n" + ",".join("1" * 50) + "\n"))[1]
    with pytest.raises(DataError, match=r"Known: c0, .*, c19, … \(50 in all\)\.$"):
        table.column("z")


def test_a_large_file_takes_the_memory_of_its_numbers(write):
    rows, line = 30_000, ",".join(["0.25"] * 10) + "\n"
    path = write(",".join(f"c{k}" for k in range(10)) + "\n" + line * rows)
    file = CsvFile(path)
    tracemalloc.start()
    table = file.read(file.names)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert table.rows == rows
    assert peak < 2.2 * rows * 10 * 8 + 9e6


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=8
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.lists(NAMES.map("n".__add__), min_size=2, max_size=5, unique=True),
    st.integers(1, 30),
    st.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ",")]),
    st.booleans(),
    st.data(),
)
def test_what_is_written_is_read(tmp_path_factory, names, count, form, quoted, data):
    delimiter, point = form
    rows = data.draw(
        st.lists(st.lists(FLOATS, min_size=len(names), max_size=len(names)), min_size=count, max_size=count)
    )
    path = tmp_path_factory.mktemp("drawn") / "d.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
        writer.writerow(names)
        writer.writerows([repr(number).replace(".", point) for number in row] for row in rows)
    found = CsvFile(path, header=True)
    if found.delimiter != delimiter:  # a name may hold what stands between cells elsewhere
        return
    assert found.names == tuple(names)
    try:
        table = found.read(found.names)
    except PizarraError:
        assert point == ","  # no row had a comma, and some a point: 1e-05 has neither
        raise
    assert (table.matrix(found.names) == np.array(rows)).all()


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused_in_one_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("drawn") / "d.csv"
    path.write_bytes(content)
    try:
        read(path)
    except PizarraError as error:
        said = str(error)
    else:
        return
    assert "d.csv" in said
    assert "\n" not in said
    assert len(said) < 500
