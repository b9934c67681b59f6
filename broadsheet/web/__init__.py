"""The website: it composes what the trades know into pages, feeds, the API and the desk's home.

Come in through `urls.py`; a page's look is in `templates/web/`, its styles in `static/web/css/`.
"""
