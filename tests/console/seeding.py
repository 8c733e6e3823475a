"""What the console shows beyond bare facts: reports with all their parts, what others said of them, notices, contacts, keys.

Everything is invented: ships, persons, numbers.
"""
import datetime
import json
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import files  # noqa: E402
from network import await_that  # noqa: E402

PATROL = "SG/straits-patrol@1"
# Desk that may do everything, administrator apart, and one officer for each role.
SOON = 3  # seconds after which the notice ends that is to be over: the client issues none that is
DESK = ["submitter", "verifier", "analyst", "liaison", "administrator"]


def moment(**ago):
    return datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**ago)


def hours_ago(hours):
    return moment(hours=hours).strftime("%Y-%m-%dT%H:%MZ")


# purpose: (economy, hours ago, position, place, act, status, ship type, further flags)
REPORTS = {
    "full": ("SG", 5, "01:15.25N 104:02.41E", "Off Tanjung Piai", "robbery", "underway", "bulk carrier",
             ["--ship-name", "MV Bright Kestrel", "--imo", "9074729", "--mmsi", "563012345", "--call-sign", "9V7788",
              "--flag", "SG", "--people", "4 to 6", "--weapons", "knife", "--narrative",
              "Five persons with knives boarded from a wooden boat at the stern and were seen in the engine room. The "
              "alarm was raised, the crew mustered. Engine spares are missing. No injuries."]),
    "patrol-only": ("SG", 9, "01:08.90N 103:46.20E", "Phillip Channel", "boarded", "underway", "product tanker",
                    ["--ship-name", "MT Quiet Harbour", "--imo", "9176187", "--flag", "PA", "--people", "3",
                     "--vessel-audience", PATROL, "--narrative-audience", "own", "--narrative",
                     "Three persons were seen at the poop deck and left when they were lit."]),
    "amended": ("SG", 14, "01:11N 103:52E", "Off Batu Berhanti", "attempted boarding", "underway", "container",
                ["--ship-name", "Ever Patient", "--people", "several", "--narrative",
                 "Skiffs came close to the ship on both sides and fell back."]),
    "event-sg": ("SG", 20, "01:16.10N 104:12.70E", "East of Horsburgh", "boarded", "underway", "tug",
                 ["--ship-name", "Sturdy Lark", "--imo", "9319466", "--people", "4", "--narrative",
                  "Four persons boarded the barge in tow and took scrap metal."]),
    "event-id": ("ID", 19.8, "01:16.30N 104:12.20E", "Perairan Bintan utara", "robbery", "underway", "tug",
                 ["--ship-name", "STURDY LARK", "--imo", "9319466", "--people", "4 to 5", "--weapons", "knife",
                  "--language", "id", "--narrative", "Empat sampai lima orang naik ke tongkang dan mengambil besi tua."]),
    "unjudged-sg": ("SG", 31, "01:06.20N 103:41.80E", "Traffic lane, westbound", "boarded", "underway", "bulk carrier",
                    ["--ship-name", "Amber Tide", "--imo", "9241061", "--people", "2", "--narrative",
                     "Two persons in the steering gear room; nothing was taken."]),
    "unjudged-id": ("ID", 30.7, "01:06.50N 103:41.20E", "Selat Philip", "boarded", "underway", "bulk carrier",
                    ["--ship-name", "AMBER TIDE", "--imo", "9241061", "--people", "2 to 3"]),
    "disputed": ("ID", 40, "03:47.00N 098:42.00E", "Belawan Anchorage", "robbery", "anchored", "general cargo",
                 ["--ship-name", "Patient Heron", "--people", "about 10", "--weapons", "gun", "--language", "en",
                  "--narrative", "About ten persons came aboard by the anchor chain and took mooring ropes."]),
    "photos": ("ID", 55, "01:42.00S 116:39.00E", "Muara Berau Anchorage", "robbery", "anchored", "bulk carrier",
               ["--ship-name", "Long Meridian", "--imo", "9305623", "--people", "6", "--weapons", "none"]),
    "exercise": ("SG", 3, "01:14N 103:58E", "Exercise area Selat", "hijacked", "underway", "crude oil tanker",
                 ["--ship-name", "Exercise Ship One", "--exercise", "--narrative", "EXERCISE. Ten persons took the bridge."]),
    "retracted": ("ID", 70, "06:01.00S 106:54.00E", "Tanjung Priok", "boarded", "berthed", "container",
                  ["--ship-name", "Calm Sparrow"]),
    "erased": ("SG", 90, "01:17N 104:06E", "Off Changi", "boarded", "drifting", "LPG",
               ["--ship-name", "Wary Osprey", "--narrative", "An account that named a person, and had to go."]),
    "imprecise": ("ID", 110, "03:50N 098:45E", "Off Belawan", "suspicious approach", "underway", "fishing", []),
    "unlocated": ("PH", 26, "", "Somewhere in the Sulu Sea", "kidnapping", "fishing", "fishing",
                  ["--people", "several", "--weapons", "gun"]),
    "philippines": ("PH", 60, "14:32.00N 120:55.00E", "Manila Anchorage", "robbery", "anchored", "container",
                    ["--ship-name", "Blue Lantern", "--people", "3", "--weapons", "knife"]),
}

# purpose: (economy, flags of `contact add`)
CARDS = {
    "sg": ("SG", ["--agency", "Straits Operations Centre", "--role", "operations centre", "--phone", "+65 0000 0001",
                  "--phone", "+65 0000 0002", "--email", "watch@straits.example", "--hours", "24/7", "--language", "en",
                  "--language", "zh", "--circle", "01:15N 104:00E; 30; Singapore Strait", "--tried"]),
    "id": ("ID", ["--agency", "Pusat Informasi Maritim", "--role", "focal point", "--phone", "+62 000 0001", "--inmarsat",
                  "400000001", "--hours", "24/7", "--language", "id", "--language", "en", "--area", "indonesia", "--tried"]),
    "never-confirmed": ("PH", ["--agency", "Sulu Sea Watch", "--role", "MRCC", "--phone", "+63 000 0001", "--hours",
                               "Mon to Fri 0800 to 1700 UTC+8", "--language", "en", "--area", "sulu-celebes-seas"]),
}

PEOPLE = {
    "facts": {"reportKind": "REPORT_KIND_FOLLOW_UP", "placeText": "Off Pulau Nipah", "actStage": "ACT_STAGE_ROBBERY",
              "shipStatus": "SHIP_STATUS_UNDERWAY", "ships": [{"type": "SHIP_TYPE_CHEMICAL_TANKER", "flag": "MH"}],
              "position": {"latE7": 11950000, "lonE7": 1036500000, "asWritten": "01:11.7N 103:39.0E"},
              "perpetrators": {"countMin": 5, "countMax": 5, "countState": "COUNT_STATE_STATED"},
              "weapons": [{"weapon": "WEAPON_KNIFE_OR_BLADE", "use": "WEAPON_USE_BRANDISHED"}],
              "weaponsStatement": "STATED_STATE_PRESENT", "crewConsequences": [
                  {"consequence": "CREW_CONSEQUENCE_TIED_UP", "count": 2, "countKnown": True}],
              "losses": [{"kind": "LOSS_KIND_CASH_OR_PERSONAL_EFFECTS", "quantityText": "two telephones"}],
              "lossStatement": "STATED_STATE_PRESENT", "suspectCraft": [
                  {"count": 1, "countState": "COUNT_STATE_STATED", "kind": "CRAFT_KIND_WOODEN_BOAT",
                   "indicators": ["CRAFT_INDICATOR_NO_LIGHTS", "CRAFT_INDICATOR_HOOKS"]}],
              "suspectCraftStatement": "STATED_STATE_PRESENT", "sourceChain": [{"kind": "SOURCE_KIND_SHIP"}]},
    "vessel": {"victims": [{"nameAsWritten": "Marble Wind", "imoNumber": 9467392,
                            "imoCheck": "IMO_CHECK_VALID", "mmsi": 538001234, "callSign": "V7XX1"}]},
    "narrative": {"texts": [{"language": "en", "text": "Five persons tied up the second engineer and an oiler, took two "
                                                       "telephones and left by the stern."}]},
    "people": {"masterName": "A. Example", "persons": [
        {"name": "B. Example", "role": "PERSON_ROLE_CREW", "function": "second engineer", "nationality": "PH",
         "consequences": ["CREW_CONSEQUENCE_TIED_UP"], "text": "Unhurt."}],
        "crewNationalities": [{"nationality": "PH", "count": 14}, {"nationality": "ID", "count": 6}]},
}


class Seeding:
    def __init__(self, net):
        self.net = net
        self.said = {}  # address by purpose

    def desk(self, economy):
        return self.net.officer(economy, "duty-1")

    def say(self, purpose, economy, *args, officer="duty-1"):
        """One statement by the client; its address is kept under `purpose`."""
        done = self.net.officer(economy, officer).json(*args)
        self.said[purpose] = done["receipt"]["address"]
        return self.said[purpose]

    def about(self, purpose, economy, verb, incident, *args):
        """A statement on an incident of another economy, as soon as that has come."""
        address = self.said.get(incident, incident)
        await_that(lambda: self.desk(economy).run("show", address, check=False).returncode == 0,
                   f"{economy} has {address}")
        return self.say(purpose, economy, verb, address, *args, "--yes")

    def report(self, purpose, *further):
        economy, hours, position, place, act, status, ship, flags = REPORTS[purpose]
        where = ["--position", position] if position else []
        return self.say(purpose, economy, "report", "--yes", "--time", hours_ago(hours), *where, "--place", place, "--act",
                        act, "--status", status, "--ship-type", ship, *flags, *further)

    def write(self, name, content):
        path = self.net.dir / name
        path.write_bytes(content)
        return path

    def reports(self):
        self.say("audience", "SG", "audience", "straits-patrol", "--as-version", "1", "--member", "ID",
                 officer="administrator-1")
        photo, letter = self.write("stern.png", files.picture()), self.write("letter.pdf", files.document("Letter of protest"))
        attached = {"photos": ["--attach", f"{photo}:The stern, from the bridge", "--attach", f"{letter}:Letter of protest"]}
        for purpose in REPORTS:
            self.report(purpose, *attached.get(purpose, []))
        people = dict(PEOPLE, facts=dict(PEOPLE["facts"], occurred={"asWritten": hours_ago(16), "start": hours_ago(16)[:-1]
                                                                    + ":00Z", "end": hours_ago(15)[:-1] + ":00Z"}))
        filled = self.write("people.json", json.dumps(people).encode())
        self.say("people", "SG", "report", "--yes", "--file", filled)
        self.say("amendment", "SG", "report", "--yes", "--amends", self.said["amended"], "--kind", "follow up", "--time",
                 hours_ago(14), "--position", "01:11.40N 103:52.30E", "--place", "Off Batu Berhanti", "--act", "boarded",
                 "--status", "underway", "--ship-type", "container", "--ship-name", "Ever Patient", "--people", "3",
                 "--weapons", "knife", "--narrative", "Three persons were found on the poop deck and fled.")

    def judgements(self):
        self.about("classification", "SG", "classify", "full", "--value", "2", "--basis", "knives shown; nobody hurt")
        self.about("other classification", "ID", "classify", "full", "--scheme", "UNCLOS IMO", "--value",
                   "armed robbery against ships", "--basis", "inside 12 nm")
        self.about("verification", "SG", "confirm", "full", "--as", "authority verified", "--basis", "patrol PT21 alongside")
        self.about("response", "SG", "respond", "full", "--action", "patrol sent", "--at", hours_ago(4.5), "--by",
                   "Police Coast Guard", "--text", "Patrol craft sent; ship inspected off the eastern anchorage.")
        self.about("remark", "ID", "comment", "full", "A craft of that kind was seen again off Pulau Batam.")
        self.about("answer", "SG", "comment", "remark", "At what time was that?")
        self.about("answer to the answer", "ID", "comment", "answer", "About 0310 UTC, heading south.")
        self.about("link", "SG", "link", "event-sg", self.awaited("SG", "event-id"), "--verdict", "same", "--because",
                   "same tug and IMO number", "--because", "half a mile apart")
        self.about("dispute", "SG", "dispute", "disputed", "--field", "facts.weapons", "--reason", "no shots, no guns seen")
        self.about("correction", "SG", "correct", "disputed", "--field", "facts.perpetrators.count_max", "--to-value", "4",
                   "--reason", "as the master counted")
        await_that(lambda: self.desk("SG").json("similar", self.said["unjudged-sg"]).get("incidents"), "a pair is proposed")
        self.say("retraction", "ID", "withdraw", self.said["retracted"], "--retract", "false-alarm", "--yes", "--text",
                 "Port workers, as it turned out")
        self.say("erasure", "SG", "withdraw", self.said["erased"], "--erase", "personal-data", "--part", "narrative", "--yes",
                 officer="administrator-1")

    def awaited(self, economy, purpose):
        address = self.said[purpose]
        await_that(lambda: self.desk(economy).run("show", address, check=False).returncode == 0, f"{economy} has {address}")
        return address

    def notices(self):
        issue = ["notice", "issue", "--yes"]
        self.say("notice", "SG", *issue, "--level", "warning", "--incident", self.said["full"], "--position",
                 "01:15N 104:02E", "--radius", "15", "--valid-for", "36h", "--text",
                 "Armed persons boarded a ship underway. Keep a sharp lookout and report craft that come close.")
        self.say("notice before", "ID", *issue, "--level", "advisory", "--position", "03:47N 098:42E", "--radius", "10",
                 "--valid-for", "72h", "--text", "Thefts at anchor off Belawan. Keep an anchor watch.")
        self.say("notice update", "ID", *issue, "--level", "update", "--updates", self.said["notice before"], "--valid-for", "72h", "--text",
                 "Thefts at anchor off Belawan go on. Two boats without lights were seen.")
        self.say("expired notice", "SG", *issue, "--level", "advisory", "--area", "Phillip Channel", "--valid-from",
                 hours_ago(200), "--valid-until", moment(seconds=-SOON).strftime("%Y-%m-%dT%H:%M:%SZ"), "--text", "Boats without lights in the traffic lane.")
        self.say("exercise notice", "SG", *issue, "--exercise", "--level", "warning", "--incident", self.said["exercise"],
                 "--valid-for", "24h", "--text", "EXERCISE. A tanker is in the hands of pirates.")

    def contacts(self):
        for purpose, (economy, flags) in CARDS.items():
            self.say(f"contact {purpose}", economy, "contact", "add", "--yes", *flags)

    def revoked_key(self):
        """An officer who reported and has left."""
        self.say("report of a revoked key", "PH", "report", "--yes", "--time", hours_ago(75), "--position", "13:45N 121:02E",
                 "--place", "Batangas", "--act", "boarded", "--status", "anchored", "--ship-type", "tug", officer="left-1")
        certificate = self.net.dir / "officer" / "PH" / "left-1" / "certificate.pem"
        self.say("revocation", "PH", "key", "revoke", certificate, "--reason", "cessation-of-operation",
                 officer="administrator-1")


def make_officers(net):
    for economy in net.nodes:
        net.make_officer(economy, "duty-1", DESK)
        for role in DESK:
            net.make_officer(economy, f"{role}-1", [role])
    net.make_officer("PH", "left-1", ["submitter"])


def seed(net):
    """Says all of it; the addresses by purpose. The officers must have been made."""
    seeding = Seeding(net)
    for step in (seeding.reports, seeding.judgements, seeding.notices, seeding.contacts, seeding.revoked_key):
        step()
    return seeding.said
