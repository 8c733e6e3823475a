"""Real processes: the web console's gateway, from its link to its end."""
import base64
import gzip
import pathlib
import signal
import stat
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_held_by, await_that  # noqa: E402
from page import Page, Refused  # noqa: E402

LIST = "lightship.v1.IncidentService/ListIncidents"
WATCH = "lightship.v1.IncidentService/WatchIncidents"
STATUS = "lightship.v1.NodeService/GetStatus"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
                    "0000000a49444154789c63600000000200018e5e7d0f0000000049454e44ae426082")


def draft(page, audience="all", vessel_audience="", **parts):
    """An initial alert, as the form makes it of what was typed."""
    typed = page.desk("Understand", position="01:15.25N 104:02.41E", time="2026-03-14 0326 LT", people="4 to 6")
    facts = {"position": typed["position"], "occurred": typed["time"], "perpetrators": typed["people"],
             "actStage": "ACT_STAGE_BOARDED", "shipStatus": "SHIP_STATUS_ANCHORED",
             "reportKind": "REPORT_KIND_INITIAL_ALERT", "verification": "VERIFICATION_UNVERIFIED",
             "weaponsStatement": "STATED_STATE_NOT_STATED", "sourceChain": [{"kind": "SOURCE_KIND_SHIP"}],
             "ships": [{"role": "VESSEL_ROLE_TARGET", "type": "SHIP_TYPE_BULK_CARRIER"}]}
    vessel = {"victims": [{"role": "VESSEL_ROLE_TARGET", "nameAsWritten": "EMERALD", "nameNormalised": "EMERALD",
                           "nameState": "NAME_STATE_GIVEN", "imoCheck": "IMO_CHECK_ABSENT"}]}
    return {"report": {"facts": facts, "vessel": vessel, "vesselAudience": vessel_audience, **parts},
            "manifest": {"audience": audience, "tlp": "TLP_AMBER"}}


class ConsoleTest(unittest.TestCase):
    def refused(self, code, reason, call, *args, **kwargs):
        with self.assertRaises(Refused) as caught:
            call(*args, **kwargs)
        self.assertEqual((caught.exception.code, caught.exception.reason), (code, reason))

    def test_a_link_opens_one_session_once(self):
        with Network(["SG"]) as net:
            net.start("SG")
            with Page(net, net.officer("SG")) as page:
                self.assertEqual(stat.S_IMODE(page.link_file.stat().st_mode), 0o600)
                self.refused("unauthenticated", "NO_SESSION", page.ask, LIST)
                page.open()
                self.refused("unauthenticated", "BAD_TOKEN", page.post, "/session/open", {"token": page.token})
                self.assertEqual(page.session()["locked"], False)
                page.ask(LIST)
                old, stream = page.key, page.stream(WATCH, {"cursor": "0"})
                stream.next()
                page.fresh_link()
                page.ask(LIST)  # goes on until the new link is used
                page.open()
                page.ask(LIST)
                self.refused("unauthenticated", "NO_SESSION", stream.event)
                stream.close()
                page.key = old
                self.refused("unauthenticated", "NO_SESSION", page.ask, LIST)

    def test_other_sites_and_other_calls_are_refused(self):
        with Network(["SG"]) as net:
            net.start("SG")
            with Page(net, net.officer("SG")) as page:
                page.open()
                own = f"http://127.0.0.1:{page.port}"
                page.ask(LIST, Origin=own, Sec_Fetch_Site="same-origin")
                page.ask(LIST, Host=f"localhost:{page.port}", Origin=f"http://localhost:{page.port}")
                for headers in ({"Host": f"rebound.example:{page.port}"}, {"Host": "127.0.0.1"},
                                {"Origin": "https://evil.example"}, {"Origin": "null"},
                                {"Origin": f"http://localhost:{page.port}"},
                                {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}):
                    self.refused("permission_denied", "FOREIGN_REQUEST", page.ask, LIST, **headers)
                    self.assertEqual(page.request("GET", "/", **headers)[0], 403)
                for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
                    self.refused("invalid_argument", "MALFORMED", page.ask, LIST, Content_Type=kind)
                self.refused("unimplemented", "", page.ask, LIST, Content_Encoding="gzip")
                for method in ("lightship.v1.SubmissionService/Submit", "lightship.v1.NodeService/ReadAudit",
                               "lightship.v1.NodeService/Scrub", "lightship.v1.BundleService/ExportBundle",
                               "lightship.v1.AttachmentService/Upload", "lightship.v1.ExchangeService/Converse",
                               "lightship.console.v1.DeskService/Nothing", "x/y", "x"):
                    self.refused("unimplemented", "NOT_FORWARDED", page.ask, method)
                self.refused("invalid_argument", "MALFORMED", page.ask, WATCH)
                self.refused("invalid_argument", "TOO_LARGE", page.ask, LIST, {"pageToken": "x" * (1152 << 10)})
                for verb in ("PUT", "DELETE", "OPTIONS", "PATCH"):
                    status, headers, _ = page.request(verb, "/rpc/" + LIST, "{}")
                    self.assertEqual(status, 501)
                    self.assertFalse([name for name in headers if name.lower().startswith("access-control")])

    def test_the_page_is_served_with_what_keeps_it_safe(self):
        with Network(["SG"]) as net:
            net.start("SG")
            web = net.dir / "page"
            (web / "assets").mkdir(parents=True)
            (web / "index.html").write_text("<!doctype html><title>Console</title>")
            (web / "assets/index-B2x.js").write_text("console.log(1)\n" * 100)
            (web / "assets/index-B2x.js.gz").write_bytes(gzip.compress(b"console.log(1)\n" * 100))
            (net.dir / "secret.txt").write_text("secret")
            with Page(net, net.officer("SG"), web) as page:
                index = (web / "index.html").read_bytes()
                for path in ("/", "/incidents/SG/12", "/map?area=x"):
                    status, headers, body = page.request("GET", path)
                    self.assertEqual((status, body), (200, index), path)
                    self.assertEqual(headers["Cache-Control"], "no-store")
                    self.assertIn("default-src 'none'; script-src 'self'", headers["Content-Security-Policy"])
                    self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
                    self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                    self.assertEqual(headers["Referrer-Policy"], "no-referrer")
                    self.assertEqual(headers["Cross-Origin-Opener-Policy"], "same-origin")
                plain = page.request("GET", "/assets/index-B2x.js")
                packed = page.request("GET", "/assets/index-B2x.js", Accept_Encoding="gzip, deflate, br")
                self.assertEqual(packed[1]["Content-Encoding"], "gzip")
                self.assertEqual(gzip.decompress(packed[2]), plain[2])
                self.assertIn("immutable", plain[1]["Cache-Control"])
                self.assertIn("text/javascript", plain[1]["Content-Type"])
                for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/none.js"):
                    self.assertEqual(page.request("GET", path)[0], 404, path)
                self.nothing_beyond_the_file(page, index)
            none = net.officer("SG").run("console", "--web", net.dir / "nothing", check=False)
            self.assertEqual(none.returncode, 1)
            self.assertIn("--web", none.stderr)

    def nothing_beyond_the_file(self, page, index):
        refusal = page.request("GET", "/", Host="evil.example")[2]
        for part in ("0-30000000", "5-30000000", "30000000-30000001", "-30000000", "0-3,0-30000000", "0-1,5-30000000,-99999"):
            for path, host, whole in (("/", f"127.0.0.1:{page.port}", index), ("/", "evil.example", refusal)):
                status, _, body = page.request("GET", path, Host=host, Range=f"bytes={part}")
                self.assertEqual((status, body), (200 if whole == index else 403, whole), part)
        _, headers, body = page.request("HEAD", "/", Range="bytes=0-30000000")
        self.assertEqual((headers["Content-Length"], body), (str(len(index)), b""))

    def test_what_is_refused_is_not_read(self):
        with Network(["SG"]) as net:
            net.start("SG")
            with Page(net, net.officer("SG")) as page:
                page.open()
                large, json = f"Content-Length: {60 << 20}", "Content-Type: application/json"
                key = f"Authorization: Bearer {page.key}"
                keep = "POST /rpc/lightship.console.v1.DeskService/KeepAttachment HTTP/1.1"
                for status, lines in ((501, ["PUT / HTTP/1.1", key, large]), (501, ["PRI / HTTP/1.1", key, large]),
                                      (501, ["DELETE /rpc/x HTTP/1.1", key, large]), (401, [keep, json, large]),
                                      (401, [keep, json, "Authorization: Bearer x", large]),
                                      (403, [keep, json, key, large, "Origin: http://evil.example"]),
                                      (400, [f"POST /rpc/{LIST} HTTP/1.1", json, key, large]),
                                      (401, ["POST /session/open HTTP/1.1", json, large]),
                                      (400, ["POST /%0a HTTP/1.1", json, key, large]),
                                      (400, [keep, "Content-Type: multipart/form-data; boundary=x", key, large]),
                                      (400, [keep, json, key]), (400, [keep, json, key, "Content-Length: x"]),
                                      (400, [keep, json, key, "Content-Length: 1", "Content-Length: 2"]),
                                      (400, [keep, json, key, "Transfer-Encoding: chunked"]),
                                      (400, ["GET /", key]), (416, ["GET / HTTP/1.1", "Range: bytes=x"]),
                                      (414, ["GET /" + "x" * 9000 + " HTTP/1.1"])):
                    answer = page.head(*lines)
                    self.assertTrue(answer.startswith(f"HTTP/1.1 {status} "), (lines, answer[:200]))
                    self.assertEqual(answer.count("Content-Security-Policy: "), 1, answer)
                    self.assertEqual(answer.count("Cache-Control: no-store"), 1, answer)
                    self.assertNotIn("EXCEPTION", answer)
                status, headers, _ = page.request("POST", "/%0a", "{}", Authorization=f"Bearer {page.key}")
                self.assertEqual((status, headers["X-Content-Type-Options"]), (404, "nosniff"))

    def test_the_node_answers_through_it_and_is_found_again(self):
        with Network(["SG"]) as net:
            net.start("SG")
            sg = net.officer("SG")
            for i in range(3):
                sg.report("--ship-name", f"SHIP {i}")
            with Page(net, sg) as page:
                page.open()
                self.assertEqual({i["address"] for i in page.ask(LIST)["incidents"]},
                                 {i["address"] for i in sg.incidents()})
                self.refused("invalid_argument", "INVALID_PAGE_TOKEN", page.ask, LIST, {"pageToken": "x"})
                self.assertEqual(page.ask(STATUS)["economy"], "SG")
                watch = page.stream(WATCH, {})
                watch.next()
                fourth = sg.report()
                self.assertEqual(watch.event()["incident"]["address"], fourth)
                net.nodes["SG"].stop()
                with self.assertRaises(Refused) as caught:
                    watch.event()
                self.assertEqual(caught.exception.code, "unavailable")
                watch.close()
                self.refused("unavailable", "", page.ask, LIST)
                net.start("SG")

                def back():
                    try:
                        return len(page.ask(LIST)["incidents"]) == 4
                    except Refused:
                        return False
                await_that(back, "the node is asked again", seconds=10)

    def test_what_is_typed_is_understood_as_the_command_line_does(self):
        with Network(["SG"]) as net:
            net.start("SG")
            with Page(net, net.officer("SG")) as page:
                page.open()
                desk = page.desk("GetDesk")
                self.assertEqual((desk["identity"], desk["economy"], desk["idleMinutes"]),
                                 ("lightship:sg:officer:watch-1", "SG", 15))
                self.assertEqual([root["economy"] for root in desk["roots"]], ["SG"])
                typed = page.desk("Understand", position="1 09.3N 103 40.4E", time="2026-03-14 0326 LT", people="4 to 6",
                                  imoNumber="9074728", shipName="M/V Blue Sky I")
                self.assertEqual(typed["place"]["landmark"], "Pulau Nipah")
                self.assertAlmostEqual(typed["place"]["distanceNm"], 1.2, delta=0.1)
                self.assertIn("Singapore Strait", typed["place"]["areas"])
                self.assertEqual(typed["place"]["navarea"], 11)
                self.assertIn("= 1.155", typed["positionEcho"])
                self.assertEqual(typed["time"]["zoneBasis"], "ZONE_BASIS_ASSUMED_LOCAL")
                self.assertEqual((typed["people"]["countMin"], typed["people"]["countMax"]), (4, 6))
                self.assertEqual(typed["imoCheck"], "IMO_CHECK_BAD_CHECK_DIGIT")
                self.assertEqual(typed["shipNameNormalised"], "BLUE SKY 1")
                wrong = page.desk("Understand", position="99:15N 104:02E", time="yesterday-ish")
                self.assertTrue(wrong["positionError"] and wrong["timeError"])
                self.assertNotIn("position", wrong)


class SendTest(unittest.TestCase):
    def test_a_report_is_reviewed_signed_and_held_by_three(self):
        with Network(["SG", "ID", "MY"]) as net:
            net.start("SG")
            net.start("ID", dials=["SG"])
            net.start("MY", dials=["SG"])
            net.make_officer("SG", "admin-1", ["liaison", "administrator"])
            net.officer("SG", "admin-1").run("audience", "straits", "--member", "ID")
            with Page(net, net.officer("SG")) as page:
                page.open()
                alert = draft(page, vessel_audience="SG/straits@1")
                review = page.desk("Review", draft=alert)
                self.assertNotIn("violations", review)
                views = {view["economy"]: view for view in review["views"]}
                self.assertEqual(list(views), ["SG", "ID", "MY"])
                self.assertEqual(views["ID"]["sees"], ["facts", "vessel"])
                self.assertEqual((views["MY"]["sees"], views["MY"]["withheld"]), (["facts"], ["vessel"]))
                kept = page.desk("KeepAttachment", fileName="bridge.png", caption="the bridge",
                                 content=base64.b64encode(PNG).decode())["attachment"]
                alert["report"]["attachments"] = [kept]
                sent = page.desk("Send", draft=alert)
                self.assertNotIn("waitsBecause", sent)
                address = sent["receipt"]["address"]
                await_held_by(net, address, ["SG", "ID", "MY"])
                self.assertEqual(page.desk("ListSpool"), {})
                download = page.stream("lightship.v1.AttachmentService/Download", {"sha256": kept["sha256"]})
                self.assertEqual(base64.b64decode(download.next()["data"]), PNG)
                download.close()
                ship = [i.get("vessel", i).get("name", "") for i in net.officer("ID").incidents("--text", "EMERALD")]
                self.assertEqual(len(ship), 1)
                self.assertEqual(net.officer("MY").incidents("--text", "EMERALD"), [])

    def test_what_is_wrong_is_said_before_it_is_signed(self):
        with Network(["SG"]) as net:
            net.start("SG")
            with Page(net, net.officer("SG")) as page:
                page.open()
                self.assertIn("everyone", page.desk("Review", draft=draft(page, "everyone"))["violations"][0]["description"])
                alert = draft(page)
                alert["report"]["facts"]["position"]["latE7"] = 912000000
                fields = {v.get("field") for v in page.desk("Review", draft=alert)["violations"]}
                self.assertIn("facts.position.lat_e7", fields)
                with self.assertRaises(Refused) as caught:
                    page.desk("Send", draft=alert)
                self.assertEqual(caught.exception.code, "invalid_argument")
                with self.assertRaises(Refused) as caught:
                    page.desk("Send", draft={"audience": {"name": "straits", "version": 1},
                                             "manifest": {"audience": "all", "tlp": "TLP_GREEN"}})
                self.assertEqual((caught.exception.code, caught.exception.reason), ("permission_denied", "MISSING_ROLE"))
                self.assertEqual(page.desk("ListSpool"), {})
                self.assertEqual(net.officer("SG").incidents(), [])

    def test_without_the_node_it_waits_on_disk(self):
        with Network(["SG"]) as net:
            net.start("SG")
            with Page(net, net.officer("SG")) as page:
                page.open()
                alert = draft(page)
                net.nodes["SG"].stop()
                kept = page.desk("KeepAttachment", fileName="a.png", content=base64.b64encode(PNG).decode())["attachment"]
                alert["report"]["attachments"] = [kept]
                sent = page.desk("Send", draft=alert)
                self.assertTrue(sent["waitsBecause"])
                self.assertNotIn("receipt", sent)
                listed = page.desk("ListSpool")
                self.assertEqual([line["statementId"] for line in listed["waiting"]], [sent["statementId"]])
                self.assertEqual([file["sha256"] for file in listed["attachments"]], [kept["sha256"]])
                self.assertEqual(page.desk("SendSpool"), {"left": 2})  # the statement and its file
                # It survives the console, and the command line sees it too.
                page.process.kill()
            with Page(net, net.officer("SG")) as page:
                page.open()
                self.assertEqual(len(page.desk("ListSpool")["waiting"]), 1)
                net.start("SG")
                done = await_that(lambda: page.desk("SendSpool").get("addresses"), "the node takes it")
                self.assertEqual([i["address"] for i in net.officer("SG").incidents()], done)
                self.assertEqual(page.desk("ListSpool"), {})
                self.assertEqual(page.ask("lightship.v1.AttachmentService/GetAttachment",
                                          {"sha256": kept["sha256"]}).get("whole"), True)


class LockTest(unittest.TestCase):
    def refused(self, reason, call, *args):
        with self.assertRaises(Refused) as caught:
            call(*args)
        self.assertEqual(caught.exception.reason, reason)

    def test_a_locked_console_shows_nothing_but_sounds_the_alarm(self):
        with Network(["SG"]) as net:
            net.start("SG")
            sg = net.officer("SG")
            with Page(net, sg) as page:
                page.open()
                watch = page.stream(WATCH, {})
                place = watch.next()
                page.post("/session/lock", {})
                self.assertTrue(page.session()["locked"])
                self.refused("LOCKED", page.ask, LIST)
                self.refused("LOCKED", page.desk, "GetDesk")
                page.ask(STATUS)
                begun_locked = page.stream(WATCH, place)
                page.post("/session/active", {})  # input alone does not unlock
                self.assertTrue(page.session()["locked"])
                sg.report()
                self.assertEqual(watch.event(), {})
                self.assertEqual(begun_locked.event(), {})
                begun_locked.close()
                self.refused("WRONG_CODE", page.post, "/session/unlock", {"code": "x"})
                page.post("/session/unlock", {"code": page.unlock_code})
                self.assertEqual(len(page.ask(LIST)["incidents"]), 1)
                second = sg.report()
                self.assertEqual(watch.event()["incident"]["address"], second)
                page.post("/session/lock", {})
                for _ in range(4):
                    self.refused("WRONG_CODE", page.post, "/session/unlock", {"code": "000000x"})
                self.refused("NO_SESSION", page.post, "/session/unlock", {"code": "000000x"})
                self.refused("NO_SESSION", page.post, "/session/unlock", {"code": page.unlock_code})
                self.refused("NO_SESSION", watch.event)
                watch.close()
                page.fresh_link()
                page.open()
                page.ask(LIST)

    def test_it_stops_soon_whatever_is_open(self):
        with Network(["SG"]) as net:
            net.start("SG")
            for end in (signal.SIGTERM, signal.SIGINT):
                with Page(net, net.officer("SG")) as page:
                    page.open()
                    streams = [page.stream(WATCH, {}) for _ in range(10)]
                    for stream in streams:
                        stream.next()
                    begin = time.monotonic()
                    page.process.send_signal(end)
                    for stream in streams:
                        self.refused("SHUTTING_DOWN", stream.event)
                    self.assertEqual(page.process.wait(timeout=60), 0)
                    self.assertLess(time.monotonic() - begin, 2)
                    for stream in streams:
                        stream.close()


if __name__ == "__main__":
    unittest.main()
