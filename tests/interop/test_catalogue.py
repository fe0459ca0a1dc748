"""The catalogue of attacks and faults: no row of it is without a test. `rows` sees that each of those rows is proved."""

import sys
from pathlib import Path

from support import InteropCase, main, row

sys.path.append(str(Path(__file__).resolve().parent.parent))
import rows

# Of the catalogue, all but A18, which is for file systems that fold names.
ROWS = {"A": [*range(1, 18), *range(19, 23)], "B": range(1, 16), "C": range(1, 16), "D": range(1, 27), "E": range(1, 25)}


class Catalogue(InteropCase):
    def look_for(self, letter):
        tagged = {}
        for tag in rows.tags():
            tagged.setdefault(tag.row, []).append(tag.test)
        for number in ROWS[letter]:
            name = f"{letter}{number}"
            self.assertIn(name, rows.rows(), "tests/rows.txt lacks it")
            self.assertTrue(tagged.get(name), f"no test is tagged with {name}")

    @row("G-44")
    def test_every_fault_of_the_computer_has_a_test(self):
        self.look_for("E")

    def test_every_attack_has_a_test(self):
        for letter in "ABCD":
            self.look_for(letter)


if __name__ == "__main__":
    main()
