import pytest

from search.evaluation.judgements import JudgementsUnusable, read_judgements
from search.evaluation.metrics import ndcg, reciprocal_rank, success

JUDGED = {"a": 3, "b": 2, "c": 0}


def test_the_ideal_order_is_one_and_the_worst_is_less():
    assert ndcg(["a", "b"], JUDGED) == pytest.approx(1.0)
    assert ndcg(["b", "a"], JUDGED) == pytest.approx((3 + 7 / 1.5849625) / (7 + 3 / 1.5849625), rel=1e-6)
    assert ndcg(["x", "y"], JUDGED) == 0.0


def test_only_results_graded_two_or_more_count_as_found():
    assert reciprocal_rank(["c", "x", "b"], JUDGED) == pytest.approx(1 / 3)
    assert reciprocal_rank(["c"], JUDGED) == 0.0
    assert success(["a"], JUDGED) == 1.0
    assert success([], JUDGED) == 0.0


def test_a_broken_file_says_what_is_wrong(tmp_path):
    file = tmp_path / "q.csv"
    file.write_text("id,lang,query,judgements\n1,en,water,lima:three\n")
    with pytest.raises(JudgementsUnusable, match="row 1"):
        read_judgements(file)
    file.write_text("nothing\n")
    with pytest.raises(JudgementsUnusable, match="columns"):
        read_judgements(file)
