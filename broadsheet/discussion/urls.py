"""The addresses of discussions, under /comments/."""

from django.urls import path

from broadsheet.discussion import views

app_name = "discussion"

urlpatterns = [
    path("post/", views.post, name="post"),
    path("preview/", views.preview, name="preview"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("subscriptions/<str:token>/", views.confirm, name="confirm"),
    path("letters/<str:token>/", views.letters, name="letters"),
    path("mine/", views.ask, name="mine_ask"),
    path("mine/<str:token>/", views.mine, name="mine"),
    path("mine/<str:token>/letters/", views.change_letters, name="mine_letters"),
    path("mine/<str:token>/export/", views.export, name="mine_export"),
    path("mine/<str:token>/erase/", views.erase_all, name="mine_erase_all"),
    path("mine/<str:token>/erase/<int:comment_id>/", views.erase_mine, name="mine_erase"),
    path("inline/<str:subject>/", views.inline, name="inline"),
    path("inline/<str:subject>/<str:block_id>/", views.block, name="block"),
    path("passages/<int:passage_id>/", views.passage, name="passage"),
    path("<int:comment_id>/", views.comment, name="comment"),
    path("<int:comment_id>/thread/", views.branch, name="branch"),
    path("<int:comment_id>/reply/", views.reply, name="reply"),
    path("<int:comment_id>/vote/", views.vote, name="vote"),
    path("<int:comment_id>/report/", views.report, name="report"),
    path("<int:comment_id>/posted/<str:token>/", views.posted, name="posted"),
    path("<int:comment_id>/edit/<str:token>/", views.edit, name="edit"),
    path("<int:comment_id>/erase/<str:token>/", views.erase, name="erase"),
]
