// X.509 certificates: what they say, and chains to a pinned root (node/crypto/chain.cc demands the same of them).
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension,
  SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509Certificate,
} from '@peculiar/x509';
import { bytesOf, equal, sha256, type Bytes } from './bytes';
import { isKnownKey } from './public_key';
import { demand, Unproven } from './unproven';

export interface Certificate {
  x509: X509Certificate;
  der: Bytes;
  spki: Bytes;
  // SHA-256 of `spki`.
  keyId: Bytes;
  isCa: boolean;
}

const oid = {
  subjectKeyIdentifier: '2.5.29.14', keyUsage: '2.5.29.15', subjectAltName: '2.5.29.17', basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37', clientAuth: '1.3.6.1.5.5.7.3.2', anyUsage: '2.5.29.37.0',
};
// Extensions that may be critical, because they are understood here.
const understood = new Set([oid.keyUsage, oid.subjectAltName, oid.basicConstraints, oid.extendedKeyUsage]);
// nameConstraints, policyMappings, policyConstraints, inhibitAnyPolicy: no certificate of the network has them.
const refused = new Set(['2.5.29.30', '2.5.29.33', '2.5.29.36', '2.5.29.54']);
const hashes = new Set(['SHA-256', 'SHA-384', 'SHA-512']);
const signatureNames = new Set(['ECDSA', 'Ed25519']);
const certificateBytesMost = 16 * 1024;
const chainMost = 4;

export async function readCertificate(der: Uint8Array): Promise<Certificate> {
  demand(der.length > 0 && der.length <= certificateBytesMost, 'certificateMalformed');
  const certificate = await parse(bytesOf(der)).catch(() => { throw new Unproven('certificateMalformed'); });
  const types = certificate.x509.extensions.map(({ type }) => type);
  demand(new Set(types).size === types.length, 'certificateMalformed');
  demand(isKnownKey(certificate.spki), 'keyKind', { name: commonName(certificate) });
  return certificate;
}

async function parse(der: Bytes): Promise<Certificate> {
  const x509 = new X509Certificate(der);
  const spki = new Uint8Array(x509.publicKey.rawData);
  const isCa = x509.getExtension(BasicConstraintsExtension)?.ca ?? false;
  demand(equal(new Uint8Array(x509.rawData), der), 'certificateMalformed');
  return { x509, der, spki, keyId: await sha256(spki), isCa };
}

export async function readChain(ders: Uint8Array[]): Promise<Certificate[]> {
  demand(ders.length >= 1 && ders.length <= chainMost, 'certificateMalformed');
  return Promise.all(ders.map(readCertificate));
}

export function commonName(certificate: Certificate): string {
  return certificate.x509.subjectName.getField('CN')[0] ?? '';
}

export function urisOf(certificate: Certificate): string[] {
  const names = certificate.x509.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  return names.filter((name) => name.type === 'url').map((name) => name.value);
}

// Whole seconds, as the nodes judge a chain.
function isValidAt(certificate: Certificate, seconds: bigint): boolean {
  const { notBefore, notAfter } = certificate.x509;
  const at = Number(seconds) * 1000;
  return notBefore.getTime() <= at && at < notAfter.getTime();
}

function mayUse(certificate: Certificate, flag: KeyUsageFlags): boolean {
  return ((certificate.x509.getExtension(KeyUsagesExtension)?.usages ?? 0) & flag) !== 0;
}

// What must hold for the certificate that signs statements, whoever issued it.
function checkSigner(signer: Certificate): void {
  const who = { name: commonName(signer) };
  demand(!signer.isCa, 'signerIsAuthority', who);
  const { pathLength } = signer.x509.getExtension(BasicConstraintsExtension) ?? {};
  demand(pathLength === undefined && !mayUse(signer, KeyUsageFlags.keyCertSign), 'notStrict', who);
  demand(mayUse(signer, KeyUsageFlags.digitalSignature), 'noDigitalSignature', who);
  const purposes = signer.x509.getExtension(ExtendedKeyUsageExtension)?.usages.map(String);
  demand(!purposes || purposes.includes(oid.clientAuth) || purposes.includes(oid.anyUsage), 'noClientAuth', who);
}

// What must hold for every certificate of a chain (RFC 5280 strictly, 112 bits of security).
function checkLink(link: Certificate, seconds: bigint, isRoot: boolean): void {
  const who = { name: commonName(link) };
  demand(isValidAt(link, seconds), 'notValidThen', who);
  const { signatureAlgorithm, extensions } = link.x509;
  const hash = (signatureAlgorithm.hash as { name?: string } | undefined)?.name;
  demand(signatureNames.has(signatureAlgorithm.name), 'weakSignature', who);
  demand(signatureAlgorithm.name === 'Ed25519' || hashes.has(hash ?? ''), 'weakSignature', who);
  for (const extension of extensions) {
    demand(!refused.has(extension.type), 'unknownExtension', who);
    demand(!extension.critical || understood.has(extension.type), 'unknownExtension', who);
  }
  demand(link.x509.subject !== '' && link.x509.issuer !== '', 'notStrict', who);
  demand(isRoot || link.x509.getExtension(AuthorityKeyIdentifierExtension) !== null, 'notStrict', who);
}

function checkAuthority(authority: Certificate, below: number): void {
  const who = { name: commonName(authority) };
  const constraints = authority.x509.getExtension(BasicConstraintsExtension);
  demand(constraints?.ca === true, 'notAuthority', who);
  demand(constraints.critical, 'notStrict', who);
  demand(constraints.pathLength === undefined || constraints.pathLength >= below, 'pathTooLong', who);
  demand(mayUse(authority, KeyUsageFlags.keyCertSign), 'notAuthority', who);
  demand(authority.x509.getExtension(SubjectKeyIdentifierExtension) !== null, 'notStrict', who);
}

function mayHaveIssued(issuer: Certificate, subject: Certificate): boolean {
  if (issuer.x509.subject !== subject.x509.issuer) return false;
  const wanted = subject.x509.getExtension(AuthorityKeyIdentifierExtension)?.keyId;
  const has = issuer.x509.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  return !wanted || !has || wanted.toLowerCase() === has.toLowerCase();
}

async function isIssuedBy(subject: Certificate, issuer: Certificate): Promise<boolean> {
  try {
    return await subject.x509.verify({ publicKey: issuer.x509.publicKey, signatureOnly: true }, crypto);
  } catch {
    return false;
  }
}

// Throws unless chain[0] may sign and a way leads from it over the other certificates to one of `roots`, all valid then.
export async function checkChain(chain: Certificate[], roots: Certificate[], seconds: bigint): Promise<void> {
  checkSigner(chain[0]);
  checkLink(chain[0], seconds, false);
  await climb(chain[0], chain.slice(1), roots, seconds, 0);
}

async function climb(
  subject: Certificate, others: Certificate[], roots: Certificate[], seconds: bigint, below: number,
): Promise<void> {
  let fault = new Unproven('noWayToRoot', { name: commonName(subject) });
  for (const issuer of [...roots, ...others]) {
    if (!mayHaveIssued(issuer, subject) || !(await isIssuedBy(subject, issuer))) continue;
    const isRoot = roots.includes(issuer);
    try {
      checkLink(issuer, seconds, isRoot);
      checkAuthority(issuer, below);
      if (isRoot && issuer.x509.subject === issuer.x509.issuer) return;
      if (!isRoot) return await climb(issuer, others.filter((other) => other !== issuer), roots, seconds, below + 1);
    } catch (error) {
      if (!(error instanceof Unproven)) throw error;
      fault = error;
    }
  }
  throw fault;
}
