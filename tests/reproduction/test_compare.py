"""Two runs side by side: what counts as the same, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from automation.evidence.folder import RunFolder
from automation.reproduction.compare import Done, End, compare, played, result_of
from automation.reproduction.keeping import keep, read_kept
from automation.reproduction.sources import Original
from tests.reproduction.records import record, steps

_outcomes = st.sampled_from([("done", None), ("failed", "ap-failed"), ("failed", "order-doubtful")])
_steps = st.lists(
    st.builds(
        lambda step_id, outcome: Done(step_id, step_id, outcome[0], outcome[1], 100),
        st.sampled_from(["skarbiec", "krok-1-adres", "krok-1-podpis", "krok-3-generuj", "krok-4-odswiez"]),
        _outcomes,
    ),
    max_size=9,
)


def done(*ids: str, failed: str | None = None) -> list[Done]:
    """Steps that went well, but for the last one."""
    told = [Done(step_id, step_id, "done", None, 100) for step_id in ids]
    return told if failed is None else [*told[:-1], Done(ids[-1], ids[-1], "failed", failed, 100)]


@settings(deadline=None, max_examples=50)
@given(_steps, _steps)
def test_only_the_same_is_the_same(there: list[Done], here: list[Done]) -> None:
    """A run is the same as itself; every step of AP's is told once; other failures are never the same."""
    end = End(0)
    assert compare(there, there, (end, end)).same
    compared = compare(there, here, (end, end))
    shown = [step.id for step in compared.steps if step.original is not None]
    assert shown == [step.id for step in there if step.id != "skarbiec"]
    assert [step.id for step in compared.steps if step.here is not None] == [
        step.id for step in here if step.id != "skarbiec"
    ]
    failures = [
        [(step.id, step.error) for step in run if step.error is not None and step.id != "skarbiec"]
        for run in (there, here)
    ]
    assert failures[0] == failures[1] or not compared.same


def test_repeated_steps_are_laid_side_by_side_in_order() -> None:
    """One press more on the replica is one step that is there alone, and a difference that is named."""
    compared = compare(
        done("krok-3-generuj", "krok-4-odswiez", "krok-4-kopiuj"),
        done("krok-3-generuj", "krok-4-odswiez", "krok-4-odswiez", "krok-4-kopiuj"),
        (End(0), End(0)),
    )
    assert [(step.original, step.here) for step in compared.steps].count((None, "done")) == 1
    assert compared.differences == ["Tylko na replice: „krok-4-odswiez”."]


def test_the_vault_and_another_login_are_left_out() -> None:
    """What is not AP's is not compared, nor a login in another way; a consent more changes nothing."""
    there = done("skarbiec", "krok-1-adres", "krok-1-login-gov", "krok-1-stan")
    here = done("krok-1-adres", "krok-1-sposob", "krok-1-podpis", "krok-1-stan")
    compared = compare(there, here, (End(0), End(0)), login_alike=False)
    assert compared.same
    assert [step.id for step in compared.steps] == ["krok-1-adres", "krok-1-stan"]
    consent = compare(done("krok-1-podmiot"), done("krok-1-oswiadczenie", "krok-1-podmiot"), (End(0), End(0)))
    assert consent.same
    assert [step.same for step in consent.steps] == [False, True]


def test_ends_differ_by_exit_code_error_and_place() -> None:
    """The same code for another reason, or in another step, is not the same."""
    there = done("krok-1-stan", "krok-3-generuj", failed="order-doubtful")
    end = End(6, "order-doubtful", "krok-3-generuj")
    for other in (
        End(6, "ap-failed", "krok-3-generuj"),
        End(5, "order-doubtful"),
        End(6, "order-doubtful", "krok-1-stan"),
    ):
        assert not compare(there, there, (end, other)).same
    assert compare(there, there, (end, end)).same


def test_a_run_that_was_stopped_is_compared_up_to_there() -> None:
    """How it ended is nobody's doing; that it came so far is what the replay has to show."""
    there = [*done("krok-1-adres", "krok-1-stan"), Done("krok-2-zadanie-1", "-", "running", None, None)]
    here = done("krok-1-adres", "krok-1-stan", "krok-2-zadanie-1", "krok-2-zadanie-2")
    compared = compare(there, here, (End(None), End(0)), until=2)
    assert compared.same
    assert len(compared.steps) == 3
    assert not compare(there, here[:1], (End(None), End(0)), until=2).same


def test_a_ready_case_ends_as_expected_or_not() -> None:
    """There is no run beside it: its steps are the replica's, its end the expected one, if any was."""
    here = done("krok-1-stan", failed="no-invoices-menu")
    end = End(3, "no-invoices-menu", "krok-1-stan")
    assert played(here, (end, end)).same
    assert not played(here, (End(0), end)).same
    assert played(here, (End(None), end)).same
    assert [step.original for step in played(here, (end, end)).steps] == [None]


def test_the_original_is_kept_beside_its_reproduction(tmp_path: Path) -> None:
    """Record, comparison and pictures come back as they were; the original's vault and trace do not."""
    told = steps("krok-1-stan", failed="no-invoices-menu")
    told = (told[0].model_copy(update={"picture": "01-krok-1-stan.png", "snapshot": "01-krok-1-stan.yaml"}),)
    original = Original(
        "bundle", "klient.zip", record(steps=told, traces=("trace.zip",)), {"01-krok-1-stan.png": b"picture"}
    )
    end = End(3, "no-invoices-menu", "krok-1-stan")
    here = done("krok-1-stan", failed="no-invoices-menu")
    result = result_of("bundle", compare(here, here, (end, end)), (end, end), ["Inna wersja."])
    folder = RunFolder(tmp_path, "reproduce", "local")
    keep(folder, original, result, {"invoices_menu": False})
    kept = read_kept(folder.path)
    assert kept is not None
    assert kept.original is not None
    assert (kept.source, kept.comparison, kept.original.traces) == ("klient.zip", result, ())
    assert kept.original.steps[0].picture == "original-01-krok-1-stan.png"
    assert (folder.path / "original-01-krok-1-stan.png").read_bytes() == b"picture"
    (folder.path / "reproduction.json").write_text('{"source": 1}', encoding="utf-8")
    assert read_kept(folder.path) is None


def test_an_end_noticed_in_the_last_step_or_right_after_it_is_the_same_end() -> None:
    """AP ended the session: one run saw it in its last step, the other just after it."""
    there = [Done("krok-3-generuj", "t", "done", None, 1), Done("krok-4-odswiez", "t", "done", None, 1)]
    here = [there[0], Done("krok-4-odswiez", "t", "failed", "session-ended", 1)]
    ends = End(8, "token-unconfirmed", None), End(8, "token-unconfirmed", "krok-4-odswiez")
    assert compare(there, here, ends).same
    other = End(8, "token-unconfirmed", None), End(6, "ap-failed", "krok-4-odswiez")
    assert not compare(there, here, other).same
