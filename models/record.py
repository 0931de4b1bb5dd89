"""An assessment as plain data, for programs: what ``analyse --jsonl`` prints."""

from dataclasses import asdict
from typing import Any

from models.analysis import Strength
from models.assessment import Assessment
from models.explanation import Finding, explain
from models.image import LoadedImage
from models.provenance import Provenance
from models.provenance.statement import describe_provenance
from models.provenance.watermark import BITS


def record(image: LoadedImage, assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as strings, numbers, lists and dictionaries, ready for JSON.

    Returns:
        verdict: "generated", "edited", "inconclusive" or "no_sign".
        calibrated_score: 0 to 1, of being generated or edited; None where the detector abstains.
        false_alarms: what that score is worth: how many real ``photographs`` of this file format
            were measured, how many of them came to a score ``as_high``, and which share, 0 to 1, of
            others may ``at_most``, with 95% confidence; None where there is no score.
        raw_score: the trained detector's log odds; 0.0 where nothing could be measured.
        strength: of the whole: "none", "weak", "moderate" or "strong", whatever the strength of
            a single finding, see ``models.verdict``.
        findings: artifacts that are unusual at all, in the order of ``models.analysis.ranked``:
            ``artifact``, ``strength``, ``region`` (x, y, width, height in pixels of the upright
            picture, or None) and ``text``.
        provenance: what the file says of its origin; see ``_provenance``.
    """
    explanation = explain(image, assessment.evidence, assessment.provenance, assessment.verdict)
    findings = [found for found in explanation.pixels if found.strength > Strength.NONE]
    whole = assessment.verdict.whole
    return {
        "verdict": assessment.verdict.word,
        "calibrated_score": whole.chance,
        "false_alarms": None
        if whole.chance is None
        else {
            "photographs": whole.photographs,
            "as_high": whole.as_high,
            "at_most": whole.most_false_alarms,
        },
        "raw_score": assessment.judgement.raw_score,
        "strength": assessment.verdict.strength.name.lower(),
        "findings": [_finding(found) for found in findings],
        "provenance": _provenance(assessment.provenance),
    }


def _finding(found: Finding) -> dict[str, Any]:
    said = (found.looked_at, found.seen, found.place, found.rarity, found.ignore, found.innocent)
    return {
        "artifact": found.artifact,
        "strength": found.strength.name.lower(),
        "region": asdict(found.region) if found.region else None,
        "text": " ".join(sentence for sentence in said if sentence),
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    """Return the file's words about itself; only with ``credential`` "trusted" are they proof.

    An invalid manifest's words are not among them. A position is never told, only that one is
    there.
    """
    credential, exif = provenance.credential, provenance.exif
    return {
        "credential": provenance.credential_state.value,
        "changes": [change.value for change in provenance.credential_check.changes],
        "signer": credential and credential.signer,
        "software_agents": list(credential.software_agents) if credential else [],
        "actions": list(credential.actions) if credential else [],
        "digital_source_type": provenance.digital_source_type
        and provenance.digital_source_type.value,
        "source_type_is_trusted": provenance.source_type_is_trusted,
        "generators": [
            {"program": claim.program, "found_in": claim.found_in.value, "field": claim.field}
            for claim in provenance.generator_claims
        ],
        "watermark": provenance.watermark
        and {
            "matched": provenance.watermark.matched,
            "bits": BITS,
            "chance": provenance.watermark.chance,
        },
        "exif": {
            "state": exif.state.value,
            "camera": exif.camera,
            "taken": exif.taken.isoformat() if exif.taken else None,
            "software": exif.software,
            "is_from_editor": exif.is_from_editor,
            "has_gps": exif.has_gps,
            "contradictions": [contradiction.value for contradiction in exif.contradictions],
        },
        "statements": [
            {"weight": said.weight.value, "text": " ".join(said.sentences)}
            for said in describe_provenance(provenance)
        ],
    }
