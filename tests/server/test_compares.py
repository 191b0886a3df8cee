def test_two_runs_differ_as_their_schema_says(server, home):
    old, new = home.run(flags={"lr": 0.1}), home.run(flags={"lr": 0.2})
    found = server.get("diff", "diff", old=old.id, new=new.id)
    flags = next(part for part in found["parts"] if part["name"] == "flags")
    assert [one["name"] for one in flags["values"]] == ["lr"]


def test_a_project_elsewhere_is_not_compared_with(server, home, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key.py").write_text("KEY = 'do not tell'")
    run = home.run()
    (run.dir / ".guild/opref").write_text(f"guildfile:{tmp_path}/secret/guild.yml 0 '' op")
    refused = server.refused("diff", 404, old=run.id)
    assert "not below the folder that Jupyter shows" in refused["message"]
    assert str(tmp_path) not in str(refused)


def test_the_project_of_this_server_is_compared_with(server, home, root):
    (root / "guild.yml").write_text("op: {main: train}")
    (root / "train.py").write_text("print(1)")
    run = home.run()
    (run.dir / ".guild/opref").write_text(f"guildfile:{root}/guild.yml 0 '' op")
    found = server.get("diff", "diff", old=run.id)
    assert any(part["name"] == "source" for part in found["parts"])


def test_runs_stand_side_by_side(server, home):
    made = [
        home.logged({".guild#loss": [1.0 / lr]}, flags={"lr": lr, "name": "x"}, stopped=None)
        for lr in (0.1, 0.2)
    ]
    ids = [run.id for run in made]
    found = server.get("comparison", "api_comparison", runs=ids, columns="min loss")
    headings = [column["heading"] for column in found["columns"]]
    assert [row["run"] for row in found["rows"]] == ids
    cells = dict(zip(headings, found["rows"][0]["cells"], strict=True))
    assert cells["lr"] == 0.1
    assert cells["min loss"] == 10.0


def test_a_comparison_of_nothing_or_of_nonsense_is_refused(server, home):
    run = home.run()
    assert "0 runs" in server.refused("comparison", 400)["message"]
    assert server.refused("comparison", 400, runs=[run.id], columns="min,,(")["message"]
