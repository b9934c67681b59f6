"""The addresses of discussions, under /comments/."""

from django.urls import path

from broadsheet.discussion import views

app_name = "discussion"

urlpatterns = [
    path("post/", views.post, name="post"),
    path("preview/", views.preview, name="preview"),
    path("<int:comment_id>/", views.comment, name="comment"),
    path("<int:comment_id>/thread/", views.branch, name="branch"),
    path("<int:comment_id>/reply/", views.reply, name="reply"),
    path("<int:comment_id>/vote/", views.vote, name="vote"),
    path("<int:comment_id>/edit/<str:token>/", views.edit, name="edit"),
]
