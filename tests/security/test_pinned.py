"""What is installed in a council is pinned, file by file."""

import re
import tomllib

from tests.house.places import ROOT

PIN = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)


def test_every_package_is_pinned_with_digests_and_without_an_address():
    text = (ROOT / "constraints.txt").read_text("utf-8")
    told = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    pinned = {name for name, _version in PIN.findall(told)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        re.split(r"[\[<>=!~;]", line)[0].strip().lower().replace("_", "-")
        for line in (*project["dependencies"], *extras["postgres"], *extras["redis"])
    }
    assert wanted - pinned == set(), "make constraints.txt anew; its first lines say how"
    assert "://" not in told
    blocks = re.split(r"\n(?=[a-z0-9])", told.strip())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert len(pinned) > 50
