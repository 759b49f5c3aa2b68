"""`qm verify` prints every proof and ends non-zero when one fails."""

from __future__ import annotations

from quartermaster.base.core.proofs import PROOFS, Proof


def test_every_proof_is_printed_as_ok(world, qm):
    world.populate()
    outcome = qm("verify")
    assert outcome.status == 0
    lines = outcome.said.splitlines()
    assert len(lines) == len(PROOFS)
    assert all(line.startswith("ok ") for line in lines)


def test_a_fault_is_named_and_the_other_proofs_still_run(world, qm, monkeypatch):
    faulty = Proof("trial", "Trial", lambda institution: [f"row 7 of {institution} was changed"])
    monkeypatch.setitem(PROOFS, "trial", faulty)
    outcome = qm("verify", "--institution", "h1")
    assert outcome.status == 1
    assert f"FAILED  trial: row 7 of {world.hospital.pk} was changed" in outcome.said
    assert outcome.said.count("ok ") == len(PROOFS) - 1


def test_an_unknown_institution_is_answered_with_the_known_ones(world, qm):
    outcome = qm("verify", "--institution", "h9")
    assert outcome.status == 1
    assert "h1" in outcome.complained
    assert "h2" in outcome.complained
