"""The Debian packages as they were just built: what they hold, and that it works without installing it here. The whole way, on a
clean Debian, is tests/package/run."""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import BIN, Network  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = BIN.parent / "packages"
NAMES = ("lightship-node", "lightship-client", "liblightship-dev")
# Of ten, as systemd counts exposure, times ten.
EXPOSURE = 15


def run(*command, check=True, env=None, cwd=None):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=300, cwd=cwd,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})})
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def package(name):
    found = list(PACKAGES.glob(f"{name}_*.deb"))
    assert len(found) == 1, f"{found} for {name}"
    return found[0]


class Unpacked(unittest.TestCase):
    """Every package's files in one folder."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="lightship-package."))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for name in NAMES:
            run("dpkg-deb", "-x", package(name), cls.folder)


class PackageTest(Unpacked):
    def test_lintian_finds_nothing(self):
        done = run("lintian", "--fail-on", "error,warning", *map(package, NAMES), check=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_all_say_the_version_of_the_project(self):
        version = re.search(r"project\(lightship VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
        for name in NAMES:
            self.assertEqual(run("dpkg-deb", "-f", package(name), "Version").stdout.strip(), version)
        for program in ("lightship", "lightshipd", "lightshipd-tool"):
            self.assertEqual(run(self.folder / "usr/bin" / program, "--version").stdout, f"{program} {version}\n")
        self.assertTrue((ROOT / "deploy/package/changelog").read_text().startswith(f"lightship ({version}) "))

    def test_what_the_programs_need_is_known(self):
        for name, libraries in [("lightship-node", ("librocksdb", "libgrpc++", "libc6")), ("lightship-client", ("libgrpc++", "libc6"))]:
            depends = run("dpkg-deb", "-f", package(name), "Depends").stdout
            for library in libraries:
                self.assertIn(library, depends)

    def test_the_configuration_is_left_to_setup_and_comes_as_an_example(self):
        self.assertEqual([path for path in (self.folder / "etc").rglob("*") if not path.is_dir()], [])
        example = self.folder / "usr/share/doc/lightship-node/examples/node.textproto"
        self.assertEqual(example.read_text(), (ROOT / "config/node.textproto").read_text())

    def test_the_runbook_comes_along_and_the_unit_names_it(self):
        runbook = "usr/share/doc/lightship-node/README.md"
        self.assertEqual((self.folder / runbook).read_text(), (ROOT / "deploy/README.md").read_text())
        self.assertIn(f"file:/{runbook}", (self.folder / "lib/systemd/system/lightshipd.service").read_text())

    def test_what_watches_a_node_comes_along(self):
        installed, sources = self.folder / "usr/share/lightship/monitoring", ROOT / "deploy/monitoring"
        for name in ("alerts.yml", "grafana.json", "METRICS.md"):
            self.assertEqual((installed / name).read_text(), (sources / name).read_text())
        run("promtool", "check", "rules", installed / "alerts.yml")

    def test_scripts_are_sound(self):
        scripts = [ROOT / "deploy/package/node" / name for name in ("postinst", "prerm", "postrm")]
        run("shellcheck", *scripts, *[ROOT / "deploy/container" / name for name in ("entrypoint", "prepare")], ROOT / "tests/package/run")

    def test_the_user_is_made_without_a_shell(self):
        (self.folder / "machine/etc").mkdir(parents=True)
        run("systemd-sysusers", f"--root={self.folder / 'machine'}", self.folder / "usr/lib/sysusers.d/lightship-node.conf")
        self.assertRegex((self.folder / "machine/etc/passwd").read_text(), r"lightship:x:\d+:\d+:Lightship node:/var/lib/lightship:/usr/sbin/nologin")

    def test_the_page_and_its_licences_are_there(self):
        self.assertTrue((self.folder / "usr/share/lightship/console/index.html").is_file())
        licenses = run("zcat", self.folder / "usr/share/doc/lightship-client/page-licenses.txt.gz").stdout
        for name in ("maplibre-gl", "preact", "echarts"):
            self.assertRegex(licenses, rf"\n{name} [0-9.]+: ")


class UnitTest(Unpacked):
    def unit(self):
        """The unit, with the program where it was unpacked."""
        unit = self.folder / "lightshipd.service"
        text = (self.folder / "lib/systemd/system/lightshipd.service").read_text()
        unit.write_text(text.replace("/usr/bin/lightshipd", str(self.folder / "usr/bin/lightshipd")))
        return unit

    def test_systemd_understands_every_line(self):
        done = run("systemd-analyze", "verify", "--man=no", self.unit(), check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_little_of_the_machine_is_exposed(self):
        done = run("systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE}", self.unit(), check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-200:])


class ManualTest(Unpacked):
    def page(self, name):
        """The page as a terminal of 80 columns shows it; no warning."""
        page = next(self.folder.glob(f"usr/share/man/man*/{name}.gz"))
        done = run("man", "--warnings", "-l", page, env={"MANWIDTH": "80", "MANPAGER": "cat", "MAN_KEEP_FORMATTING": ""})
        self.assertEqual(done.stderr, "")
        return done.stdout

    def has_every_verb_and_flag(self, program, shown):
        def check(path):
            text = run(BIN / program, *path, "--help").stdout
            for flag in re.findall(r"^  (?:-\w,)?(--[\w-]+)", text, re.M):
                self.assertRegex(shown, rf"(?m)^ +(-\w, )?(.*, )?{flag}\b", path)
            verbs = re.search(r"^Subcommands:\n((?:  .*\n)+)", text, re.M)
            for verb in re.findall(r"^  (\w\S*)", verbs[1], re.M) if verbs else []:
                self.assertRegex(shown, rf"(?m)^   {' '.join((*path, verb))}$")
                check((*path, verb))
        check(())

    def test_the_pages_have_every_verb_and_flag(self):
        self.has_every_verb_and_flag("lightshipd-tool", self.page("lightshipd-tool.8"))
        shown = self.page("lightship.1")
        self.has_every_verb_and_flag("lightship", shown)
        self.assertIn("lightship report --amends SG/12 --file corrected.json", shown)

    def test_the_nodes_page_is_its_help(self):
        shown = " ".join(self.page("lightshipd.8").split())
        text = run(BIN / "lightshipd", "--help").stdout
        self.assertIn(text.splitlines()[-1], shown)
        for flag in re.findall(r"^  (?:-\w,)?(--[\w-]+)", text, re.M):
            self.assertIn(flag, shown)

    def test_the_configurations_page_has_every_key_with_its_comment(self):
        shown = self.page("node.textproto.5")
        for line in (ROOT / "config/node.textproto").read_text().splitlines():
            key = re.match(r"\s*(?:# )?(\w+): (\"[^\"]*\"|\S+)(  #.*)?$", line)
            if key:
                self.assertRegex(shown, rf"(?m)^ +{key[1]}: ")
            block = re.match(r" *(\w+) \{", line)
            if block:
                self.assertRegex(shown, rf"(?m)^   (.*/ )?{block[1]}$")
        self.assertIn("RocksDB's block cache in bytes, 1 MiB to 1 TiB", " ".join(shown.split()))


class CompletionTest(Unpacked):
    def test_bash_offers_verbs_flags_and_values(self):
        file = self.folder / "usr/share/bash-completion/completions/lightship"

        def offered(*words):
            script = f'source {file}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lightship; printf "%s\\n" "${{COMPREPLY[@]}}"'
            return run("bash", "-euc", script, "bash", *words).stdout.split()
        self.assertIn("report", offered("lightship", "rep"))
        self.assertEqual(offered("lightship", "pki", "o"), ["officer"])
        self.assertEqual(offered("lightship", "--node", "report", "pki", "roo"), ["root"])
        self.assertIn("--narrative", offered("lightship", "report", "--nar"))
        self.assertIn("--identity", offered("lightship", "report", "--ide"))
        self.assertIn("same", offered("lightship", "link", "--verdict", ""))

    def test_fish_offers_verbs_and_flags(self):
        file = self.folder / "usr/share/fish/vendor_completions.d/lightship.fish"

        def offered(line):
            lines = run("fish", "-N", "-c", f"source {file}; complete -C '{line}'", env={"HOME": str(self.folder)}).stdout.splitlines()
            return [text.split("\t")[0] for text in lines]
        self.assertIn("report", offered("lightship rep"))
        self.assertEqual(offered("lightship pki o"), ["officer"])
        self.assertEqual(offered("lightship --node report pki roo"), ["root"])
        self.assertIn("--narrative", offered("lightship report --nar"))
        self.assertIn("same", offered("lightship link --verdict "))

    def test_zsh_offers_verbs_and_flags(self):
        functions = self.folder / "usr/share/zsh/vendor-completions"

        def offered(line, expected):
            """What zsh shows at a terminal when Tab follows; until `expected` shows, which nobody typed."""
            child, terminal = pty.fork()
            if child == 0:
                os.environ.update(HOME=str(self.folder), TERM="dumb", LC_ALL="C.UTF-8")
                os.execvp("zsh", ["zsh", "-f", "-i"])
            try:
                os.write(terminal, f"unsetopt zle_bracketed_paste; PS1=READY; fpath=({functions} $fpath); autoload -Uz compinit; "
                                   f"compinit -D -u; bindkey '^I' complete-word; zstyle ':completion:*' menu no; clear\n".encode())
                shown = self.read_until(terminal, lambda text: text.count("READY") > 1)
                os.write(terminal, f"{line}\t".encode())
                return self.read_until(terminal, lambda text: expected in text, shown)
            finally:
                os.kill(child, 9)
                os.waitpid(child, 0)
                os.close(terminal)
        self.assertIn("officer", offered("lightship pki o", "officer"))
        self.assertIn("lightship --node report pki root", offered("lightship --node report pki roo", "report pki root"))
        self.assertIn("What happened; no names", offered("lightship report --narrative", "What happened; no names"))

    def read_until(self, terminal, done, seen=""):
        text, end = "", time.monotonic() + 60
        while not done(text):
            self.assertLess(time.monotonic(), end, seen + text)
            if select.select([terminal], [], [], 1)[0]:
                text += os.read(terminal, 4096).decode(errors="replace")
        return text


class LibraryTest(Unpacked):
    def test_a_program_is_built_by_cmake_and_by_pkg_config_and_asks_a_node(self):
        example = self.folder / "usr/share/doc/liblightship-dev/example"
        run("cmake", "-S", example, "-B", self.folder / "build", f"-DCMAKE_PREFIX_PATH={self.folder / 'usr'}")
        run("cmake", "--build", self.folder / "build")
        config = next(self.folder.glob("usr/lib/*/pkgconfig"))
        flags = run("pkg-config", "--cflags", "--libs", "lightship", env={"PKG_CONFIG_PATH": str(config)}).stdout.split()
        run("g++", example / "main.cc", *flags, "-o", self.folder / "newest")
        with Network(["SG"]) as net:
            net.start("SG")
            address = net.officer("SG").report("--place", "off Changi")
            for program in (self.folder / "build/newest", self.folder / "newest"):
                done = run(program, net.nodes["SG"].address(), net.dir / "officer/SG/watch-1", net.trust)
                self.assertEqual(done.stdout, f"{address} off Changi\n1 incidents\n")

    def test_no_header_names_a_path_of_the_repository(self):
        headers = list(self.folder.glob("usr/include/lightship/**/*.h"))
        self.assertTrue(headers)
        for header in headers:
            self.assertNotRegex(header.read_text(), r'#include ["<](node|client)/', header)


if __name__ == "__main__":
    unittest.main()
