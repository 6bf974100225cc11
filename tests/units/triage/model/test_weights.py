"""Files of weights: the same arrays give the same bytes, and nothing in them can run."""

import io
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from tests.units.triage.model.small_weights import small_weights

from kawaraban.triage.model.weights import DamagedWeights, mapped, read_arrays, read_weights, write_weights


def test_6_03_what_is_written_is_read_and_is_always_the_same_bytes(tmp_path: Path) -> None:
    write_weights(tmp_path / "a.npz", small_weights())
    write_weights(tmp_path / "b.npz", small_weights())
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    part, read = small_weights().parts["en"], read_weights(mapped(tmp_path / "a.npz")).parts["en"]
    assert part.columns is not None
    assert read.columns is not None
    assert np.array_equal(part.columns.weights, read.columns.weights)
    assert read.columns.names == ("first", "second")
    assert part.stack is not None
    assert read.stack is not None
    assert np.array_equal(part.stack.factors, read.stack.factors)


def test_6_03_numpy_reads_the_file_as_an_npz_of_its_own(tmp_path: Path) -> None:
    write_weights(tmp_path / "a.npz", small_weights())
    with np.load(tmp_path / "a.npz", allow_pickle=False) as arrays:
        assert arrays["en/columns/weights"].dtype == np.int8


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no weights at all", b"PK\x03\x04" + bytes(80)])
def test_6_03_what_is_no_file_of_weights_is_told(content: bytes) -> None:
    with pytest.raises(DamagedWeights):
        read_weights(content)


def test_6_03_a_file_cut_anywhere_is_told(tmp_path: Path) -> None:
    write_weights(tmp_path / "a.npz", small_weights())
    whole = (tmp_path / "a.npz").read_bytes()
    for length in range(0, len(whole) - 2_000, len(whole) // 40):
        with pytest.raises(DamagedWeights):
            read_weights(whole[:length])


def test_6_03_a_pickled_object_is_never_opened() -> None:
    array, entry = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array(array, np.array([{"a": 1}], object), allow_pickle=True)
    with zipfile.ZipFile(entry, "w") as file:
        file.writestr("about.npy", array.getvalue())
    assert pickle.dumps({"a": 1})[:1] in array.getvalue()
    with pytest.raises(DamagedWeights):
        read_arrays(entry.getvalue())
