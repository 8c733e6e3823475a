"""Certificates by the openssl command, as an economy's own PKI would issue them, and such as none should."""
import subprocess

CA_CONFIG = """[ca]
default_ca = here
[here]
dir = {dir}
database = {dir}/index
new_certs_dir = {dir}
rand_serial = yes
default_md = {digest}
policy = any
unique_subject = no
[any]
commonName = supplied
"""
P256 = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]


def _run(directory, *command):
    done = subprocess.run([*map(str, command)], cwd=directory, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stderr}")


def root(directory, economy):
    """A root of the same name as an economy's own."""
    directory.mkdir(parents=True)
    _run(directory, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
         "root.key", "-out", "root.pem", "-subj", f"/CN=Lightship root of {economy}", "-days", "365",
         "-addext", "keyUsage=critical,keyCertSign,cRLSign")


def issue(net, name, directory, ca="SG", start="20200101000000Z", end="20800101000000Z",
          usage="serverAuth,clientAuth", role=None, names=None, key=P256, digest="sha256",
          key_usage="critical,digitalSignature", constraints="critical,CA:FALSE", extra="", signer=None):
    """An identity of an economy. `signer`: (certificate, key, chain file or None) instead of the root of `ca`; `names`: the whole
    subjectAltName."""
    directory.mkdir(parents=True)
    (directory / "index").touch()
    (directory / "ca.conf").write_text(CA_CONFIG.format(dir=directory, digest=digest))
    role = role or ("node" if ":node:" in name else "submitter")
    (directory / "extensions").write_text(
        f"subjectAltName={names or f'URI:{name},URI:lightship:role:{role}'}\nkeyUsage={key_usage}\n"
        f"extendedKeyUsage={usage}\nbasicConstraints={constraints}\n"
        f"subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n{extra}\n")
    certificate, ca_key, chain = signer or (net.dir / "pki" / ca / "root.pem", net.dir / "pki" / ca / "root.key", None)
    _run(directory, "openssl", "genpkey", *key, "-out", "key.pem")
    _run(directory, "openssl", "req", "-new", "-key", "key.pem", "-subj", "/CN=test", "-out", "request.pem")
    _run(directory, "openssl", "ca", "-batch", "-notext", "-config", "ca.conf", "-cert", certificate, "-keyfile", ca_key,
         "-in", "request.pem", "-startdate", start, "-enddate", end, "-extfile", "extensions", "-out", "certificate.pem")
    if chain:
        whole = (directory / "certificate.pem").read_text() + chain.read_text()
        (directory / "certificate.pem").write_text(whole)
    return directory
