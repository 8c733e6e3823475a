"""The runbook, deploy/README.md: what it has people type is run against real nodes, what cannot be run here is checked, and so is
every alert, key, code and metric that it names. Links are tidy's."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import runbook  # noqa: E402
from markdown import Document  # noqa: E402
from network import BIN, Network, await_that  # noqa: E402
from service import Service  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = "deploy/README.md"
TEXT = (ROOT / PAGE).read_text(encoding="utf-8")
HELP = runbook.Help(BIN).of
# In front of what is run: the first command that fails ends it, and is named with its line on the page.
HEAD = f"""set -eu -o pipefail; trap 'echo "{PAGE}:$LINENO: failed: $BASH_COMMAND" >&2' ERR; """


def found(text):
    return [f"{PAGE}:{line}: {what}" for line, what in runbook.findings(ROOT, PAGE, text, HELP)]


def run(text, environment, seconds=400):
    return subprocess.run(["bash", "-c", HEAD + runbook.script(Document(text))], env=environment, capture_output=True,
                          text=True, timeout=seconds)


class PageTest(unittest.TestCase):
    def test_all_that_the_page_names_exists(self):
        self.assertEqual(found(TEXT), [])

    def assert_found(self, text, *what):
        """That text, added to the page, is found wrong in just these ways, where it stands."""
        last = len(TEXT.splitlines())
        new = [f.split(": ", 1)[1] for f in found(f"{TEXT}\n{text}\n") if int(f.split(":")[1]) > last]
        self.assertEqual(new, list(what))

    def test_stale_commands_are_found(self):
        block = "```sh\n{}\n```".format
        self.assert_found(block("lightship statu"), "`lightship` has no verb statu")
        self.assert_found(block("lightship key grand x.pem"), "`lightship key` has no verb grand")
        self.assert_found(block("sudo -u lightship lightshipd --config x --now"), "`lightshipd` has no flag --now")
        self.assert_found(block("lightship status --jsom | grep x"), "`lightship status` has no flag --jsom")
        self.assert_found(block('x="$(lightship --node "$y" show --al SG/1)"'), "`lightship show` has no flag --al")
        self.assert_found(block("lightship pki root --economy SG"), "`lightship pki root` needs --dir")
        self.assert_found(block("lightship key grant"), "`lightship key grant` needs 1 word(s) more than flags")
        self.assert_found(block("lightship key"), "`lightship key` needs a verb")
        self.assert_found(block("lightship status SG"), "`lightship status` takes no words")
        self.assert_found(block("./deploy/demmo --once"), "no program ./deploy/demmo")
        self.assert_found(block("./deploy/demo --twice"), "./deploy/demo has no flag --twice")
        self.assert_found(block("cmake --build --preset fast --target lightshipd lightshop"),
                          "no preset fast", "no target lightshop")
        self.assert_found(block("lightshipctl status"), "no program lightshipctl")
        self.assert_found("Type `lightship scrub --now`.", "`lightship scrub` has no flag --now")
        self.assert_found("```python\n1\n```", "a block of python, which no check reads")
        self.assert_found(block("lightship key --help && lightship key grant officer.pem"))

    def test_alerts_without_a_section_and_sections_without_an_alert_are_found(self):
        page = Document("# R\n## Alerts\n### One\n### Two\n## Next\n### Other\n")
        rules = "- alert: One\n  x: deploy/README.md#one\n- alert: Three\n  x: deploy/README.md#trhee\n"
        self.assertEqual([what for _, what in runbook.check_alerts(PAGE, page, rules)],
                         ["no section for the alert Three", "no alert Two in deploy/monitoring/alerts.yml",
                          "alerts.yml leads to #trhee, which is not here"])

    def test_keys_that_the_configuration_does_not_have_are_found(self):
        self.assert_found("`inbox_statement`", "no key inbox_statement in the configuration, and no field of the node's status")
        self.assert_found("`limits.inbox`", "no key limits.inbox in the configuration")
        self.assert_found("`peers { adress: 1 }`", "no key peers.adress in the configuration")
        self.assert_found("`data_dirs: \"x\"`", "no key data_dirs in the configuration")
        self.assert_found('```textproto\npeers { economy: "ID" port: 1 }\nlimits { stream: 1 }\n```',
                          "no key peers.port in the configuration", "no key limits.stream in the configuration")
        self.assert_found('`limits.streams`, `log_level: "info"`, `peers { economy: "ID" }`, `node.textproto`')

    def test_codes_and_metrics_that_nobody_has_are_found(self):
        self.assert_found("`FORKED`, `FORK`, `OVERLOADED`, `SIGHUP`", "no warning or reason FORKED")
        self.assert_found("`lightship_nonsense_total`", "no metric lightship_nonsense_total")
        page = Document(TEXT.replace("`CORRELATION`", "CORRELATION"))
        self.assertIn((1, "the warning CORRELATION is not explained"), list(runbook.check_codes(ROOT, page)))

    def test_a_step_that_fails_is_named_with_its_line(self):
        done = run("# A\n\n```sh run\ntrue\n```\n\n```sh\nfalse\n```\n```sh run\nx=1\nfalse\n```\n", os.environ)
        self.assertEqual((done.returncode, done.stderr), (1, f"{PAGE}:12: failed: false\n"))


class StandInTest(unittest.TestCase):
    """What stands in for systemd and sudo is no kinder than they are."""

    def setUp(self):
        net = Network(["SG"])
        self.enterContext(net)
        net.start("SG")
        net.nodes["SG"].stop()
        (net.dir / "machine").mkdir()
        self.service = self.enterContext(Service(net.dir / "machine", net.nodes["SG"].dir / "node.textproto"))

    def call(self, *words, **environment):
        path = f"{self.service.dir}/bin:{os.environ['PATH']}"
        return subprocess.run(words, env={**os.environ, **environment, "PATH": path}, capture_output=True, text=True, timeout=60)

    def test_sudo_knows_its_users_and_keeps_no_variable_unasked(self):
        self.assertEqual(self.call("sudo", "-u", "lightshipd", "true").returncode, 1)
        self.assertEqual(self.call("sudo", "-u", "lightship", "sh", "-c", "echo $X", X="seen").stdout, "\n")
        self.assertEqual(self.call("sudo", "-E", "sh", "-c", "echo $X", X="seen").stdout, "seen\n")

    def test_the_unit_is_started_as_often_as_it_says_and_no_more(self):
        self.service.starts = self.service.most_starts - 1
        self.assertEqual(self.call("systemctl", "restart", "lightshipd").returncode, 0)
        done = self.call("systemctl", "restart", "lightshipd")
        self.assertEqual((done.returncode, done.stdout), (1, "start request repeated too quickly\n"))

    def test_a_reload_is_not_awaited_and_one_that_the_node_refuses_is_no_error(self):
        self.assertEqual(self.call("systemctl", "reload", "lightshipd").returncode, 1)
        self.call("systemctl", "start", "lightshipd")
        self.service.config.write_text("nonsense: 1\n")
        self.assertEqual(self.call("systemctl", "reload", "lightshipd").returncode, 0)
        await_that(lambda: "nothing is changed" in self.service.log.read_text(), "the node refuses")


class Neighbour:
    """ID's desk: pins the root that comes by mail, once it is there, and has its node read it."""

    def __init__(self, net, mail):
        self.net, self.mail, self.ended = net, mail, threading.Event()
        self.thread = threading.Thread(target=self.work)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def work(self):
        root = self.mail / "SG-root.pem"
        while not self.ended.wait(0.05):
            if root.exists() and root.read_text() != (self.net.dir / "seen").read_text():
                shutil.copy(root, self.net.dir / "seen")
                shutil.copy(root, self.net.trust / "SG.pem")
                self.net.nodes["ID"].process.send_signal(signal.SIGHUP)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class RunTest(unittest.TestCase):
    def test_what_the_page_has_people_type_works(self):
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="lightship-book.") as made, Network(["ID"]) as net:
            folder = pathlib.Path(made)
            own = {name: str(folder / name.lower()) for name in re.findall(r"\$\{LIGHTSHIP_(\w+):=/", TEXT)}
            mail = pathlib.Path(own["MAIL"])
            for name in ("mail", "etc"):
                (folder / name).mkdir()
            (net.dir / "seen").touch()
            shutil.copy(net.dir / "pki/ID/root.pem", mail / "ID-root.pem")
            net.start("ID", expects=["SG"])
            address = f"127.0.0.1:{free_port()}"
            environment = {**os.environ, **{f"LIGHTSHIP_{k}": v for k, v in own.items()}, "HOME": made,
                           "LIGHTSHIP_NODE": address, "LIGHTSHIP_LISTEN": address, "LIGHTSHIP_METRICS": f"127.0.0.1:{free_port()}",
                           "LIGHTSHIP_PEER_ADDRESS": net.nodes["ID"].address(),
                           "PATH": f"{folder}/bin:{BIN}:{os.environ['PATH']}"}
            with Service(folder, f"{own['ETC']}/node.textproto") as service, Neighbour(net, mail):
                done = run(TEXT, environment)
                said = service.log.read_text()
            left = [str(path.relative_to(made)) for path in folder.rglob("*") if path.suffix in (".old", ".before", ".drill")]
        self.assertEqual(done.returncode, 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}\n--- the service\n{said[-3000:]}")
        # A chain of `&&` that breaks does not end the script; it leaves what its end would have taken away, or does not say what its end says.
        self.assertIn("\nrestored\n", done.stdout)
        self.assertEqual((left, "not in time" in done.stderr), (["var/last-checkpoint.drill"], False), done.stderr[-3000:])
        print(f"the runbook's commands: {time.monotonic() - begin:.1f} s")


if __name__ == "__main__":
    unittest.main()
