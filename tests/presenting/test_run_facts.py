from guild_jupyter.presenting import run_facts
from guild_jupyter.runstore.run import Run


def test_the_facts_of_a_run_are_told_and_its_secrets_not(store):
    run = store.run(cmd="[python, --api-key, hunter2hunter2]", exit_status=3, stopped=10**15)
    told = dict(run_facts.told(run, has_ended=True))
    assert (told["exit_status"], told["operation"]) == ("3", "train")
    assert "hunter2" not in told["command"]
    assert told["run_dir"] == str(run.dir)
    assert dict(run_facts.told(run, has_ended=False))["exit_status"] == ""


def test_the_run_that_it_works_on_is_named_even_when_it_is_gone(store):
    run = store.run(subject="'abc'")
    assert dict(run_facts.told(run, has_ended=True))["works_on"] == "abc, which is gone"


def test_a_batch_tells_what_its_trials_are_made_of(store):
    run = store.run()
    assert run_facts.trial_flags(run) == {}
    (run.dir / ".guild/proto/.guild/attrs").mkdir(parents=True)
    (run.dir / ".guild/proto/.guild/attrs/flags").write_text("lr: 0.1\n")
    assert run_facts.trial_flags(Run(run.dir)) == {"lr": 0.1}
