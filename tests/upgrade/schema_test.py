"""schema.py itself: this build keeps to what earlier ones were made with, and each way to break with them is found."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import schema  # noqa: E402

BEFORE = """syntax = "proto3";
package lightship.v1;
message Note {
  reserved 9;
  reserved "gone";
  string text = 1;
  optional uint32 size = 2;
  repeated bytes lines = 3;
  oneof of { Kind kind = 4; Note other = 5; }
}
enum Kind { KIND_UNSPECIFIED = 0; KIND_LONG = 1; }
service Notes { rpc Get(Note) returns (stream Note); }
"""


class SchemaTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.protos = pathlib.Path(self.directory.name) / "proto"
        self.protos.mkdir()
        self.golden = pathlib.Path(self.directory.name) / "schema.txt"
        self.write(BEFORE)
        self.assertEqual(schema.extend(self.protos, self.golden), [])
        self.assertEqual(self.findings(), [])

    def write(self, text):
        (self.protos / "note.proto").write_text(text)

    def findings(self):
        return list(schema.findings(self.protos, self.golden))

    def finds(self, old, new, *expected):
        self.assertIn(old, BEFORE)
        self.write(BEFORE.replace(old, new))
        self.assertEqual(self.findings(), list(expected))
        before = self.golden.read_text()
        self.assertEqual(schema.extend(self.protos, self.golden), list(expected))
        self.assertEqual(self.golden.read_text(), before, "the list was changed although something breaks")

    def test_this_build_keeps_to_the_list(self):
        done = subprocess.run([sys.executable, HERE / "schema.py"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_a_field_that_changes_is_found(self):
        self.finds("uint32 size", "uint64 size",
                   "field 2 of lightship.v1.Note was 'optional uint32 size' and is 'optional uint64 size'")
        self.finds("optional uint32", "uint32", "field 2 of lightship.v1.Note was 'optional uint32 size' and is 'single uint32 size'")
        self.finds("repeated bytes", "bytes", "field 3 of lightship.v1.Note was 'repeated bytes lines' and is 'single bytes lines'")
        self.finds("string text", "string words", "field 1 of lightship.v1.Note was 'single string text' and is 'single string words'")
        self.finds("Note other = 5; }", "} Note other = 5;",
                   "field 5 of lightship.v1.Note was 'oneof:of lightship.v1.Note other' and is 'single lightship.v1.Note other'")

    def test_a_number_that_is_used_again_or_given_up_is_found(self):
        self.finds("string text = 1;", "bytes body = 1;",
                   "field 1 of lightship.v1.Note was 'single string text' and is 'single bytes body'")
        self.finds("string text = 1;", "", "field 1 (text) of lightship.v1.Note is gone, and 1 and text not reserved")
        self.finds("string text = 1;", "reserved 1;", "field 1 (text) of lightship.v1.Note is gone, and text not reserved")
        self.finds("reserved 9;", "", "reserved lightship.v1.Note.9 is gone")
        self.finds('reserved "gone";', "", "reserved lightship.v1.Note.gone is gone")

    def test_a_value_or_method_that_changes_is_found(self):
        self.finds("KIND_LONG = 1", "KIND_SHORT = 1", "value 1 of lightship.v1.Kind was 'KIND_LONG' and is 'KIND_SHORT'")
        self.finds(" KIND_LONG = 1;", "", "value 1 (KIND_LONG) of lightship.v1.Kind is gone, and 1 and KIND_LONG not reserved")
        self.finds("(stream Note)", "(Note)", "method Get of lightship.v1.Notes was 'lightship.v1.Note lightship.v1.Note server-stream' "
                   "and is 'lightship.v1.Note lightship.v1.Note unary'")
        self.finds("rpc Get(Note) returns (stream Note);", "", "method lightship.v1.Notes.Get is gone")

    def test_what_is_new_must_be_listed_and_is_kept_from_then_on(self):
        more = BEFORE.replace("KIND_LONG = 1;", "KIND_LONG = 1; KIND_SHORT = 2;")
        self.write(more)
        self.assertEqual(self.findings(), ["value lightship.v1.Kind 2 is not in schema.txt: add it by tests/upgrade/schema.py --extend"])
        self.assertEqual(schema.extend(self.protos, self.golden), [])
        self.assertEqual(self.findings(), [])
        self.write(BEFORE)
        self.assertEqual(len(self.findings()), 1)

    def test_what_is_given_up_by_the_rules_stays_reserved(self):
        self.write(BEFORE.replace("string text = 1;", 'reserved 1; reserved "text";'))
        self.assertEqual(schema.extend(self.protos, self.golden), [])
        self.assertEqual(self.findings(), [])
        self.write(BEFORE)
        self.assertEqual(len([f for f in self.findings() if "is gone" in f]), 2)


if __name__ == "__main__":
    unittest.main()
