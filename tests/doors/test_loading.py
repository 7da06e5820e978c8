"""`load` and `demo`: what is told, and to whom."""

import re

from tests.web.desk import HOSPITAL, give_clinic, run


def test_a_load_tells_what_it_did_and_a_second_one_that_nothing_changed(tmp_path):
    first = run("load", str(HOSPITAL), directory=tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    assert "revision 1" in first.stdout
    assert re.search(r"^ +doctors +2 +- +-$", first.stdout, re.MULTILINE)
    second = run("load", str(HOSPITAL), directory=tmp_path)
    assert second.returncode == 0
    assert second.stdout.startswith("nothing changed: all ")


def test_a_changed_file_tells_what_changed(tmp_path):
    give_clinic(tmp_path)
    changed = tmp_path / "changed.yaml"
    changed.write_text(HOSPITAL.read_text().replace('fee: "55.00"', 'fee: "57.50"'))
    told = run("load", str(changed), directory=tmp_path).stdout
    assert "revision 2" in told
    assert re.search(r"^ +doctors +- +1 +1$", told, re.MULTILINE)


def test_every_mistake_is_named_with_its_line_and_nothing_is_loaded(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(HOSPITAL.read_text().replace("speciality: cardiology", "speciality: alchemy"))
    ended = run("load", str(wrong), directory=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    line = wrong.read_text().splitlines().index("    speciality: alchemy") + 1
    assert f"wrong.yaml:{line}:" in ended.stderr
    assert "nothing was loaded" in ended.stderr


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    ended = run("load", "nowhere.yaml", directory=tmp_path)
    assert ended.returncode == 1
    assert ended.stderr == "frontdesk: nowhere.yaml cannot be read: No such file or directory\n"


def test_a_hospital_is_not_mixed_with_the_demo_and_takes_its_place_when_told_to(tmp_path):
    run("demo", directory=tmp_path)
    refused = run("load", str(HOSPITAL), directory=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "holds the demo hospital" in refused.stderr and "--instead-of-demo" in refused.stderr
    taken = run("load", str(HOSPITAL), "--instead-of-demo", directory=tmp_path)
    assert taken.returncode == 0
    told = run("check", directory=tmp_path).stdout
    assert "2 doctors" in told and "demo" not in told
    again = run("load", str(HOSPITAL), directory=tmp_path)
    assert again.stdout.startswith("nothing changed: all ")


def test_the_demo_says_whom_to_try_it_as_and_leaves_real_hospitals_alone(tmp_path):
    made = run("demo", directory=tmp_path)
    assert made.returncode == 0
    assert "Lantern Quay" in made.stdout and re.search(r"patient +\w+ \w+ +\+\d+", made.stdout)
    assert "run.py chat --as" in made.stderr and "Making" in made.stderr
    again = run("demo", directory=tmp_path)
    assert again.returncode == 0
    assert "left as it is" in again.stdout and "Making" not in again.stderr
    give_clinic(tmp_path / "real")
    refused = run("demo", "--reset", directory=tmp_path / "real")
    assert refused.returncode == 1
    assert "not the demo" in refused.stderr and "Making" not in refused.stderr
