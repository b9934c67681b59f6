"""Known attacks, posted and looked at everywhere in a real browser: a sample of the whole run.

`python -m bench.hostile` posts every text there is.
"""

from bench import hostile

SAMPLE = 30


def test_no_text_runs_asks_elsewhere_or_leaves_its_box(live, browser, test_data, tmp_path):
    texts = hostile.texts_in(test_data / "sanitize")
    some = texts[:: len(texts) // SAMPLE]

    def manage(code: str) -> str:
        ran = live.command("manage", "shell", "--verbosity", "0", "-c", code)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    looked, problems = hostile.run(browser, live.url, manage, live.sign_in_link(), some, tmp_path)
    assert looked["comments"] > SAMPLE / 2
    assert problems == []
