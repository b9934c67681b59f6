"""Editions that take words away from comments: scheduled, approved, and published after a look."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data

from broadsheet.discussion import actions as discussion
from broadsheet.web.desk import detaching
from broadsheet.web.desk.needs import needs_of
from tests.web.conftest import Paper
from tests.web.conftest import paper as paper
from tests.web.test_passages import BODY, form_of, speak_about

pytestmark = pytest.mark.django_db

TAKES = "The strike is over"
WARNING = "This edit detaches 1 comment"


@pytest.fixture
def story(paper: Paper, newsroom):
    """A story with a comment on its only words."""
    discussion.save_rules(hold_first_comments=False)
    found = paper.story(body=BODY[:1])
    speak_about(found, "Nothing moves")
    return found


@pytest.fixture
def workflow(story) -> Workflow:
    found = Workflow.objects.create(name="Second pair of eyes", active=True)
    task = GroupApprovalTask.objects.create(name="Look at it", active=True)
    task.groups.add(Group.objects.get(name="Moderators"))
    WorkflowTask.objects.create(workflow=found, task=task, sort_order=0)
    return found


def send(client, story, heading: str, **more: str):
    """Send Wagtail's form with another heading."""
    form = form_of(story, heading)
    form.pop("action-publish")
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return client.post(address, nested_form_data(form | more))


def draft(story, heading: str) -> Page:
    """Keep another heading as a draft."""
    page = Page.objects.get(pk=story.pk).specific
    page.body = [{"type": "heading", "value": {"text": heading, "level": 2}, "id": "h"}]
    page.save_revision()
    return page


def says(story) -> str:
    return str(Page.objects.get(pk=story.pk).specific.body)


def sentences(user) -> str:
    return " ".join(need.sentence for need in needs_of(user))


def test_a_scheduled_edit_is_warned_of_and_watched(client, editor, story):
    client.force_login(editor)
    at = f"{timezone.now() + timedelta(days=2):%Y-%m-%d %H:%M}"
    publish = {"action-publish": "1", "go_live_at": at}
    warned = send(client, story, TAKES, **publish).content.decode()
    assert WARNING in warned
    assert detaching.waiting() == []
    story.refresh_from_db()
    answer = client.post(
        reverse("web_desk:publish_anyway", args=[story.pk]),
        {"revision": story.latest_revision_id},
        follow=True,
    )
    assert "is scheduled." in answer.content.decode()
    (waiting,) = detaching.waiting()
    assert waiting.is_scheduled
    assert "1 approved or scheduled edit takes comments away" in sentences(editor)
    page = client.get(reverse("web_desk:before_publishing", args=[story.pk])).content.decode()
    assert WARNING in page
    assert "will be published by itself" in page
    assert 'name="revision"' not in page or ">Publish</button>" not in page


def test_a_comment_after_the_scheduling_counts_as_well(client, editor, paper, newsroom):
    discussion.save_rules(hold_first_comments=False)
    found = paper.story(body=BODY[:1])
    page = draft(found, TAKES)
    page.go_live_at = timezone.now() + timedelta(days=2)
    page.save_revision().publish()
    assert detaching.waiting() == []
    speak_about(found, "Nothing moves")
    assert len(detaching.waiting()) == 1


def test_what_is_approved_waits_where_it_detaches(client, editor, story, workflow):
    state = workflow.start(draft(story, TAKES), editor)
    state.current_task_state.approve(user=editor)
    assert "Nothing moves" in says(story)
    (waiting,) = detaching.waiting()
    assert not waiting.is_scheduled
    assert "takes comments away" in sentences(editor)
    client.force_login(editor)
    page = client.get(reverse("web_desk:before_publishing", args=[story.pk])).content.decode()
    assert WARNING in page
    story.refresh_from_db()
    address = reverse("web_desk:publish_anyway", args=[story.pk])
    client.post(address, {"revision": story.latest_revision_id})
    assert TAKES in says(story)
    assert detaching.waiting() == []
    assert client.get(reverse("web_desk:before_publishing", args=[story.pk])).status_code == 302


def test_what_is_approved_and_detaches_nothing_is_published(editor, story, workflow):
    state = workflow.start(draft(story, "Nothing moves today"), editor)
    state.current_task_state.approve(user=editor)
    assert "Nothing moves today" in says(story)
    assert detaching.waiting() == []


def test_whoever_approves_in_the_editor_is_told(client, editor, story, workflow):
    workflow.start(draft(story, "Nothing moves here"), editor)
    client.force_login(editor)
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = send(client, story, TAKES, **approve).content.decode()
    assert WARNING in answer
    assert "Nothing moves" in says(story)
    story.refresh_from_db()
    assert TAKES in str(story.get_latest_revision_as_object().body), "the edit is kept"


def test_a_later_draft_has_to_be_approved_itself(editor, story, workflow):
    state = workflow.start(draft(story, TAKES), editor)
    state.current_task_state.approve(user=editor)
    draft(story, "Something else")
    assert detaching.waiting() == []


def test_strangers_and_writers_publish_nothing(client, story, workflow):
    address = reverse("web_desk:before_publishing", args=[story.pk])
    assert client.get(address).status_code == 302
