"""The container file and the compose file, without an engine: what reads them finds no fault, and their steps work as far as they need
none. tests/package/run starts three nodes by the same scripts in a Debian of their own."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import BIN  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CONTAINER = ROOT / "deploy/container"


def run(*command, **how):
    return subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120, **how)


class ContainerTest(unittest.TestCase):
    def instructions(self):
        """(word, rest) of each, lines joined."""
        text = (CONTAINER / "Containerfile").read_text().replace("\\\n", " ")
        return [line.split(maxsplit=1) for line in text.splitlines() if line and line[0] != "#" and not line[0].isspace()]

    def test_the_container_file_is_valid(self):
        done = run("node", HERE / "node_modules/.bin/dockerfile-utils", "lint", CONTAINER / "Containerfile")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_it_ends_as_the_nodes_user_and_is_asked_how_it_is(self):
        instructions = self.instructions()
        last_stage = [i for i, (word, _) in enumerate(instructions) if word == "FROM"][-1]
        words = dict(instructions[last_stage:])
        self.assertEqual(words["USER"], "lightship")
        self.assertIn("HEALTHCHECK", words)
        self.assertGreater(last_stage, 0)

    def test_what_it_copies_is_there(self):
        for word, rest in self.instructions():
            if word == "COPY" and not rest.startswith("--from"):
                for source in [word for word in rest.split()[:-1] if not word.startswith("--")]:
                    self.assertTrue((ROOT / source).exists(), source)

    def test_the_compose_file_is_valid(self):
        done = run("docker-compose", "-f", CONTAINER / "compose.yaml", "config", cwd=CONTAINER)
        self.assertEqual(done.returncode, 0, done.stderr)
        for service in ("prepare:", "sg:", "id:", "ph:"):
            self.assertIn(f"\n  {service}", done.stdout)

    def test_three_economies_are_prepared_once(self):
        members = ["SG=sg:7443", "ID=id:7443", "PH=ph:7443"]
        path = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            script = (CONTAINER / "prepare").read_text().replace('[ "$(id -u)" -ne 0 ]', "true")
            for _ in range(2):
                done = run("sh", "-c", script, "prepare", folder, *members, env=path)
                self.assertEqual(done.returncode, 0, done.stderr)
            for economy in ("SG", "ID", "PH"):
                checked = run(BIN / "lightshipd", "--config", folder / economy / "node.textproto", "--check")
                self.assertEqual(checked.returncode, 0, checked.stderr)
                self.assertEqual(sorted(p.name for p in (folder / economy / "trust").iterdir()), ["ID.pem", "PH.pem", "SG.pem"])
            self.assertIn('peers { economy: "PH" address: "ph:7443" }', (folder / "SG/node.textproto").read_text())

    def test_the_word_that_opens_a_log_is_said_once(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "lightshipd").write_text('#!/bin/sh\necho "$@"\n')
            (folder / "lightshipd").chmod(0o755)
            (folder / "open-log").touch()
            script = (CONTAINER / "entrypoint").read_text().replace("/var/lib/lightship", name)
            said = [run("sh", "-c", script, "entrypoint", env={"PATH": f"{name}:{os.environ['PATH']}"}).stdout.split() for _ in range(2)]
            self.assertEqual(said, [["--config", f"{name}/node.textproto", "--new-log"], ["--config", f"{name}/node.textproto"]])


if __name__ == "__main__":
    unittest.main()
