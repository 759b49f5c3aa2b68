"""Probes and numbers: what a supervisor and Prometheus read."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from quartermaster.base.api import health, metering
from quartermaster.base.api.metering import METER


def test_liveness_touches_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_readiness_is_503_until_the_assets_are_built(client, db, settings, tmp_path):
    settings.QM_ASSETS = tmp_path
    response = client.get("/readyz")
    assert response.status_code == 503
    checks = {"database": True, "migrations": True, "assets": False}
    assert response.json()["checks"] == checks
    (tmp_path / "manifest.json").write_text("{}")
    assert client.get("/readyz").status_code == 200


def test_readiness_is_503_while_a_migration_is_missing(client, db, settings, tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    settings.QM_ASSETS = tmp_path
    health._migrated.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'exchange'")
    assert client.get("/readyz").status_code == 503


def test_metrics_count_answers_by_route_and_keep_the_screen_in_the_label(world, as_user, client):
    METER.forget()
    as_user(world.chief).get("screens/repairs")
    client.get("/nowhere/at/all")
    page = client.get("/metrics").content.decode()
    assert re.search(
        r'http_requests_total\{route="api/v1/screens/repairs",method="GET",status="200",'
        r'process="\d+"\} 1\n',
        page,
    )
    assert "nowhere" not in page
    assert 'quartermaster_commands_recent{command="accounts.make_token",channel="api"} 1' in page
    assert "quartermaster_jobs_oldest_due_seconds" in page


def test_every_line_of_the_metrics_is_a_comment_or_a_sample(client, db):
    client.get("/healthz")
    for line in client.get("/metrics").content.decode().splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) .+|[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? [0-9.e+-]+', line)


def test_the_buckets_of_a_histogram_only_grow_up_to_the_count(client, db):
    METER.forget()
    for seconds in (0.001, 0.03, 0.03, 99):
        METER.count("a", "GET", 200, seconds)
    page = client.get("/metrics").content.decode()
    found = re.findall(
        r'duration_seconds_bucket\{route="a",process="\d+",le="([^"]+)"\} (\d+)', page
    )
    assert dict(found)["0.01"] == "1"
    assert dict(found)["0.05"] == "3"
    assert dict(found)["+Inf"] == "4"


def test_numbers_of_a_process_that_is_gone_are_removed(db):
    gone = metering.folder() / "999999999.json"
    gone.parent.mkdir(parents=True, exist_ok=True)
    gone.write_text('{"requests": [], "buckets": [], "seconds": []}')
    assert 999999999 not in dict(metering.counts_of_all())
    assert not gone.exists()


@pytest.mark.parametrize(("sent", "status"), [("", 401), ("Bearer no", 401), ("Bearer yes", 200)])
def test_metrics_may_be_closed_by_a_token(client, db, settings, sent, status):
    settings.QM_METRICS_TOKEN = "yes"
    headers = {"Authorization": sent} if sent else {}
    assert client.get("/metrics", headers=headers).status_code == status
