"""tidy.py itself: the repository passes, and each kind of fault is found."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def tidy(root):
    done = subprocess.run([sys.executable, HERE / "tidy.py", root], capture_output=True, text=True)
    return done.returncode, done.stdout


class TidyTest(unittest.TestCase):
    def finds(self, path, text, expected):
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            subprocess.run(["git", "init", "-q", name], check=True)
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            (file.parent / "CMakeLists.txt").write_text(f"add_layer(x SOURCES {file.name})\n")
            code, out = tidy(root)
            self.assertEqual(code, 1, out)
            self.assertIn(expected, out)

    def test_the_repository_is_tidy(self):
        code, out = tidy(ROOT)
        self.assertEqual(code, 0, out)

    def test_an_upward_include_is_found(self):
        self.finds("node/base/a.cc", '#include "node/store/store.h"\n', "store lies above base")

    def test_a_client_reaching_into_the_node_is_found(self):
        self.finds("client/sdk/a.cc", '#include "node/ledger/ledger.h"\n', "the client may use only")

    def test_an_upward_import_in_the_page_is_found(self):
        page = "client/console/web/src/"
        self.finds(page + "i18n/a.ts", "import { b } from '~/state/b';\n", "a.ts:1: imports ~/state/b: state lies above i18n")
        self.finds(page + "state/deep/a.ts", "export {\n  b,\n} from '../../ui/b';\n", "a.ts:3: imports ../../ui/b: ui lies above state")
        self.finds(page + "ui/a.tsx", "const b = import('~/views/map');\n", "views lies above ui")
        self.finds(page + "views/map/a.ts", "import '../report/b';\n", "a view uses no other view")
        self.finds(page + "utils/a.ts", "", "utils is no layer of the page")

    def test_a_library_outside_its_folder_is_found(self):
        self.finds("node/ledger/a.cc", "#include <rocksdb/db.h>\n", "rocksdb/db.h: only")
        self.finds("node/store/a.cc", "#include <openssl/evp.h>\n", "openssl/evp.h: only")
        self.finds("node/exchange/a.cc", "#include <grpcpp/grpcpp.h>\n", "grpcpp/grpcpp.h: only")

    def test_a_clock_outside_base_is_found(self):
        self.finds("node/ledger/a.cc", "auto t = absl::Now();\n", "time comes from base::Clock")

    def test_a_sleep_is_found(self):
        self.finds("node/rpc/a.cc", "absl::SleepFor(x);\n", "await the event")

    def test_a_lock_that_guards_nothing_is_found(self):
        self.finds("node/rpc/a.cc", "  base::Mutex mutex_;\n  int x_;\n", "nothing is guarded by mutex_")

    def test_a_lock_that_nobody_can_analyse_is_found(self):
        self.finds("node/rpc/a.cc", "std::mutex mutex;\n", "locks are base::Mutex")
        self.finds("node/rpc/a.cc", "absl::Notification done;\n", "locks are base::Mutex")

    def test_a_source_that_is_not_built_is_found(self):
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            subprocess.run(["git", "init", "-q", name], check=True)
            (root / "node").mkdir()
            (root / "node/lost.cc").write_text("int x;\n")
            self.assertIn("no CMakeLists.txt names it", tidy(root)[1])

    def test_a_test_that_nobody_runs_is_found(self):
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            subprocess.run(["git", "init", "-q", name], check=True)
            (root / "tests/e2e").mkdir(parents=True)
            method = "    def test_it(self):\n        pass\n"
            (root / "tests/e2e/a_test.py").write_text(
                f"class Helper:\n    x = 1\nclass ATest(TestCase):\n{method}class BTest(TestCase):\n{method}")
            listing = root / "tests/CMakeLists.txt"
            listing.write_text("add_python_test(e2e/a_test.py process ATest)\nadd_python_test(e2e/b_test.py process BTest)\n")
            self.assertEqual(tidy(root), (1, "tests/e2e/a_test.py:6: no CMakeLists.txt runs BTest\n"))
            listing.write_text("add_python_test(e2e/a_test.py process ATest BTest.test_it)\n")
            self.assertEqual(tidy(root), (0, ""))

    def test_a_long_file_and_a_long_function_are_found(self):
        self.finds("node/base/a.cc", "int x;\n" * 401, "401 lines; at most 400")
        self.finds("node/base/a.cc", "void F() {\n" + "  G();\n" * 90 + "}\n", "function of 91 lines")

    def test_a_class_with_many_short_methods_is_no_long_function(self):
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            subprocess.run(["git", "init", "-q", name], check=True)
            (root / "node").mkdir()
            methods = "  int F() {\n    return 1;\n  }\n" * 60
            (root / "node/a.cc").write_text("class A final : public B<C(D)> {\n" + methods + "};\n")
            (root / "node/CMakeLists.txt").write_text("add_layer(x SOURCES a.cc)\n")
            self.assertEqual(tidy(root), (0, ""))

    def test_a_reason_that_is_not_explained_is_found(self):
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            subprocess.run(["git", "init", "-q", name], check=True)
            for path, text in [("node/base/reasons.h", 'kX = "NEW_REASON";\n'),
                               ("proto/README.md", "## Kinds\n| `NEW_REASON` | x |\n## Errors\n| `OLD` | y |\n")]:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text)
            out = tidy(root)[1]
            self.assertIn("does not explain NEW_REASON", out)
            self.assertIn("no code has OLD", out)

    def test_a_dead_link_is_found(self):
        self.finds("node/README.md", "see [there](missing.md)\n", "dead link missing.md")
        self.finds("node/README.md", "# Here\nsee [there](#her)\n", "dead link #her: no such heading")
        self.finds("node/README.md", "# Here\nsee [this](#here), [that](README.md#there)\n", "README.md:2: dead link README.md#there: no such heading")

    def test_a_lock_file_that_names_where_packages_come_from_is_found(self):
        self.finds("client/console/web/package-lock.json", '{\n"resolved": "https://packages.example/a.tgz"\n}\n',
                   "package-lock.json:2: names where a package is fetched from")
        self.finds("client/console/web/package-lock.json", '"version": "git+https://packages.example/a"\n',
                   "names where a package is fetched from")

    def test_a_new_top_level_folder_is_found(self):
        self.finds("extra/a.cc", "int x;\n", "not one of the top-level entries")


if __name__ == "__main__":
    unittest.main()
