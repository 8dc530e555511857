from app.schemas import ApplicationPost, GlobalsPatch, VersionPost, read

ENTRY = {"key": "colour", "json": '"blue"', "description": "of the walls"}


def test_globals_are_stored_as_they_came() -> None:
    assert read(VersionPost, {"version": "v", "globals": [ENTRY]}).columns()["globals"] == [ENTRY]


def test_an_application_may_keep_a_global_to_itself() -> None:
    entry = {**ENTRY, "cloudOnly": True}
    post = read(ApplicationPost, {"name": "a", "globals": [entry]})
    assert post.columns()["globals"] == [entry]


def test_a_patch_takes_a_key_away_with_null() -> None:
    [change] = read(GlobalsPatch, [{"key": "colour", "json": None}]).root
    assert change.text is None
