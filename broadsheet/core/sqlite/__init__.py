"""Django's SQLite with one thing more: the threads of a process queue up to write."""
