"""The real incidents of tests/data, as many as are asked for, and copies of them shifted in time and place."""
import csv
import datetime
import pathlib
import random

DATA = pathlib.Path(__file__).resolve().parents[1] / "data" / "incidents_facts.csv"
SEED = 20210607
MOST_DAYS, MOST_DEGREES = 400, 0.8  # how far a copy is shifted, at most, each way
LAST_DAY = datetime.date(2020, 12, 31)  # no copy is of a later day than the set


def _shifted(row, copy, chance):
    """A made-up incident: the row's, on another day and some miles away, which says of itself that it was made."""
    made = dict(row, place=f"{row['place']} (generated {copy})")
    day = datetime.date.fromisoformat(row["date"]) + datetime.timedelta(days=chance.randint(-MOST_DAYS, MOST_DAYS))
    made["date"] = min(day, LAST_DAY).isoformat()
    for field, most in (("latitude", 85), ("longitude", 179)):
        if row[field]:
            shifted = float(row[field]) + chance.uniform(-MOST_DEGREES, MOST_DEGREES)
            made[field] = f"{max(-most, min(most, shifted)):.4f}"
    return made


def write(path, rows=0, copies=0):
    """Writes the first `rows` incidents (0: all), and each of them `copies` times more; the number of incidents."""
    with open(DATA, newline="", encoding="utf-8") as file:
        table = csv.DictReader(file)
        real = [row for row, _ in zip(table, range(rows or 10**6))]
        fields = table.fieldnames
    chance = random.Random(SEED)
    made = [_shifted(row, copy, chance) for copy in range(1, copies + 1) for row in real]
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, fields)
        out.writeheader()
        out.writerows(real + made)
    return len(real) + len(made)
