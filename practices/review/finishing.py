"""What Wagtail calls when a workflow has passed its last station (`WAGTAIL_FINISH_WORKFLOW_ACTION`).

Wagtail imports this while its own models are loading, so nothing of ours that has models may be imported here.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps


def publish_accepted(state: Any, user: Any = None) -> None:
    """Publish the revision that the review accepted; Wagtail's own action would publish the latest one."""
    apps.get_app_config("review").publish_accepted(state, user)  # type: ignore[attr-defined]
