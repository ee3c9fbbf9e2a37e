"""The last line of ops/test is what everybody believes: whatever did not pass must show in it."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
PASSES = '<testcase name="Adds" classname="Decimal" status="run" result="completed"/>'
FAILS = '<testcase name="Divides" classname="Decimal" status="run" result="completed"><failure message="3"/></testcase>'
SKIPS = ('<testcase name="Reads" classname="Decimal" status="run" result="skipped">'
         '<skipped message="a_test.cpp:3&#x0A;no recorded data"/></testcase>')
DISABLED = '<testcase name="Rests" classname="Decimal" status="notrun" result="suppressed"/>'


class Summary(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        (self.root / "release" / "results").mkdir(parents=True)

    def count(self, entries="", cases=None, steps=""):
        """Runs the script on one tree; answers its lines and its exit code."""
        (self.root / "release.junit.xml").write_text(f"<testsuite>{entries}</testsuite>")
        for name, text in (cases or {}).items():
            (self.root / "release" / "results" / f"{name}.xml").write_text(text)
        (self.root / "steps.tsv").write_text(steps)
        run = subprocess.run([sys.executable, "-B", ROOT / "ops/support/summary.py", self.root, self.root / "release"],
                             capture_output=True, text=True, check=False)
        return run.stdout.splitlines(), run.returncode

    def test_counts_cases_not_programs(self):
        lines, code = self.count('<testcase name="a" status="run"/>', {"a": f"<testsuites>{PASSES}{PASSES}{SKIPS}</testsuites>"})
        self.assertEqual(lines[-1], "2 passed, 0 failed, 1 skipped")
        self.assertEqual(code, 0)
        self.assertIn("no recorded data", lines[0])

    def test_names_a_failed_case(self):
        lines, code = self.count('<testcase name="a" status="fail"/>', {"a": f"<testsuites>{PASSES}{FAILS}{DISABLED}</testsuites>"})
        self.assertEqual(lines[-1], "1 passed, 1 failed, 1 skipped")
        self.assertIn("FAILED release: Decimal.Divides", lines)
        self.assertEqual(code, 1)

    def test_a_program_that_dies_before_it_writes_is_a_failure(self):
        lines, code = self.count('<testcase name="a" status="fail"/><testcase name="b" status="run"/>')
        self.assertEqual(lines[-1], "1 passed, 1 failed, 0 skipped")
        self.assertEqual(code, 1)

    def test_a_program_that_dies_after_its_cases_passed_is_a_failure(self):
        lines, code = self.count('<testcase name="a" status="fail"/>', {"a": f"<testsuites>{PASSES}</testsuites>"})
        self.assertEqual(lines[-1], "1 passed, 1 failed, 0 skipped")
        self.assertEqual(code, 1)

    def test_half_a_results_file_is_a_failure(self):
        lines, code = self.count('<testcase name="a" status="fail"/>', {"a": f"<testsuites>{PASSES}"})
        self.assertEqual((lines[-1], code), ("0 passed, 1 failed, 0 skipped", 1))

    def test_a_missing_program_is_a_failure_and_not_a_skip(self):
        lines, code = self.count('<testcase name="a" status="notrun"><skipped message="Unable to find executable"/></testcase>')
        self.assertEqual((lines[-1], code), ("0 passed, 1 failed, 0 skipped", 1))

    def test_a_skip_by_return_code_is_a_skip(self):
        lines, code = self.count('<testcase name="a" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>',
                                 steps="passed\tfuzz event\t9 inputs\n")
        self.assertEqual((lines[-1], code), ("1 passed, 0 failed, 1 skipped", 0))

    def test_steps_count(self):
        lines, code = self.count(steps="passed\tfuzz event\t9 inputs\nfailed\tbuild asan\tdoes not build\nskipped\tclang-tidy\tnothing changed\n")
        self.assertEqual((lines[-1], code), ("1 passed, 1 failed, 1 skipped", 1))

    def test_nothing_run_is_no_success(self):
        lines, code = self.count()
        self.assertEqual((lines[-1], code), ("0 passed, 0 failed, 0 skipped", 1))


if __name__ == "__main__":
    unittest.main()
