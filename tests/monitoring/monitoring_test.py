"""What Prometheus and Grafana are given: rules and a board that are right, and speak only of what nodes show."""
import json
import re
import subprocess
import unittest

from documented import MONITORING, documented

RULES = (MONITORING / "alerts.yml").read_text()
# What Prometheus says of a job.
ELSEWHERE = {"up"}


def promtool(*command):
    done = subprocess.run(["promtool", *map(str, command)], cwd=MONITORING, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def alerts():
    """{name: its lines}"""
    parts = re.split(r"^ +- alert: (\w+)$", RULES, flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2]))


def expressions_of(board):
    for panel in board["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]


class MonitoringTest(unittest.TestCase):
    def check_names(self, where, expression):
        known = documented()
        for name in re.findall(r"\b(?:lightship|process|exposer)_\w+", expression):
            family = name if name in known else re.sub("_(bucket|sum|count)$", "", name)
            with self.subTest(where, name=name):
                self.assertIn(family, known)
                if family != name:
                    self.assertEqual(known[family][0], "histogram")
        self.assertRegex(expression, r"\b(lightship|process)_\w+|\b" + "|".join(ELSEWHERE))

    def test_rules_are_accepted_and_each_provoked_trouble_raises_its_alert(self):
        self.assertEqual(promtool("check", "rules", "alerts.yml")[0], 0, promtool("check", "rules", "alerts.yml"))
        code, said = promtool("test", "rules", "alerts_test.yml")
        self.assertEqual(code, 0, said)

    def test_every_alert_is_tested_and_says_what_it_is_and_where_its_cure_is(self):
        tests = (MONITORING / "alerts_test.yml").read_text()
        self.assertGreater(len(alerts()), 20)
        for name, rule in alerts().items():
            with self.subTest(name):
                self.assertIn(f"  - name: {name}\n", tests)
                self.assertRegex(tests, rf'exp_samples: \[{{labels: \'{{alertname="{name}"')
                self.assertRegex(rule, r"severity: (warning|critical)\n")
                self.assertRegex(rule, r'summary: ".+"\n')
                self.assertRegex(rule, r'description: ".+"\n')
                self.assertIn(f"runbook: deploy/README.md#{name.lower()}\n", rule)
                self.check_names(name, re.search(r"expr: (.*)", rule)[1])

    def test_the_board_asks_only_for_what_nodes_show(self):
        board = json.loads((MONITORING / "grafana.json").read_text())
        asked = list(expressions_of(board))
        self.assertGreater(len(asked), 15)
        for title, expression in asked:
            self.check_names(title, expression)
        # Grafana fills these in.
        rules = [{"record": f"board:{n}", "expr": e.replace("$instance", "sg").replace("$__rate_interval", "5m")}
                 for n, (_, e) in enumerate(asked)]
        done = subprocess.run(["promtool", "check", "rules", "/dev/stdin"], capture_output=True, text=True, timeout=60,
                              input=json.dumps({"groups": [{"name": "board", "rules": rules}]}))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        panels = [p["gridPos"] for p in board["panels"]]
        self.assertTrue(all(0 <= p["x"] and p["x"] + p["w"] <= 24 for p in panels))


if __name__ == "__main__":
    unittest.main()
