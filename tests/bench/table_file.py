"""A table of reports as the client imports it (lightship import --write-template), with as many rows as asked for."""
import csv
import random

PLACES = ["Batu Ampar Anchorage", "off Tanjung Piai", "Belawan Anchorage", "Phillip Channel", "Manila Bay"]
SENTENCES = ["The watch saw {} persons at the stern.", "They left in a wooden boat with {} coils of rope.",
             "The alarm was raised and the crew mustered.", "A patrol craft came alongside after {} minutes.", "No one was hurt.",
             "The padlock of the forecastle store was found broken.", "The port was told on VHF channel {}."]


def row(number, dice):
    lat, lon = dice.uniform(-10, 20), dice.uniform(90, 140)
    return {"reference": f"B-{number}", "date": f"{dice.randint(2015, 2024)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            "time": f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}", "time_zone": "UTC", "latitude": f"{lat:.5f}",
            "longitude": f"{lon:.5f}", "place": dice.choice(PLACES), "act": dice.choice(["boarded", "robbery", "attempted boarding"]),
            "ship_status": dice.choice(["underway", "anchored", "berthed"]), "ship_name": f"Sample Trader {number // 10}",
            "ship_type": dice.choice(["bulk carrier", "tug", "container ship"]), "perpetrators": str(dice.randint(1, 7)),
            "weapons": dice.choice(["", "knife or blade"]),
            "narrative": " ".join(dice.choice(SENTENCES).format(dice.randint(2, 20)) for _ in range(6))}


def write_table(path, rows):
    dice = random.Random(1)
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, list(row(0, dice)))
        writer.writeheader()
        for number in range(rows):
            writer.writerow(row(number, dice))
