import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, Extension, KeyUsageFlags,
  KeyUsagesExtension, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509CertificateGenerator, type X509Certificate,
} from '@peculiar/x509';
import { describe, expect, test } from 'vitest';
import { checkChain, readCertificate } from '~/proof/certificate';
import { identityOf, verifyIdentity } from '~/proof/identity';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const identity = ['lightship:sg:officer:watch-1', 'lightship:role:submitter'];
const then = BigInt(Date.UTC(2026, 2, 1) / 1000);

interface Holder {
  certificate: X509Certificate;
  keys: CryptoKeyPair;
}

interface Wish {
  name?: string;
  uris?: string[];
  ca?: boolean;
  pathLength?: number;
  usage?: number;
  purposes?: ExtendedKeyUsage[];
  keyIdentifiers?: boolean;
  ends?: Date;
  hash?: string;
  extra?: Extension[];
  // Whose key it names as its issuer's; otherwise that of whoever signs.
  claims?: Holder;
  keys?: RsaHashedKeyGenParams;
}

async function issue(wish: Wish, by?: Holder): Promise<Holder> {
  const { name = 'test', ca = false, keyIdentifiers = true, hash = 'SHA-256' } = wish;
  const keys = await crypto.subtle.generateKey(wish.keys ?? algorithm, true, ['sign', 'verify']) as CryptoKeyPair;
  const usage = wish.usage ?? (ca ? KeyUsageFlags.keyCertSign : KeyUsageFlags.digitalSignature);
  const extensions: Extension[] = [new BasicConstraintsExtension(ca, wish.pathLength, true), new KeyUsagesExtension(usage, true)];
  if (wish.uris) extensions.push(new SubjectAlternativeNameExtension(wish.uris.map((value) => ({ type: 'url' as const, value }))));
  if (wish.purposes) extensions.push(new ExtendedKeyUsageExtension(wish.purposes));
  if (keyIdentifiers) {
    extensions.push(await SubjectKeyIdentifierExtension.create(keys.publicKey));
    extensions.push(await AuthorityKeyIdentifierExtension.create((wish.claims ?? by)?.keys.publicKey ?? keys.publicKey));
  }
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`, issuer: by?.certificate.subject ?? `CN=${name}`, notBefore: new Date(Date.UTC(2026, 0, 1)),
    notAfter: wish.ends ?? new Date(Date.UTC(2027, 0, 1)), signingAlgorithm: { ...algorithm, hash }, publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey, extensions: [...extensions, ...(wish.extra ?? [])],
  });
  return { certificate, keys };
}

const rsa = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
const root = await issue({ name: 'root', ca: true });

async function whyNot(chain: Holder[], roots: Holder[] = [root]): Promise<string> {
  const read = (holders: Holder[]) => Promise.all(holders.map(({ certificate }) => readCertificate(new Uint8Array(certificate.rawData))));
  try {
    await checkChain(await read(chain), await read(roots), then);
    return '';
  } catch (error) {
    return (error as { what?: string }).what ?? String(error);
  }
}

describe('a chain', () => {
  const faults: [string, Wish, string][] = [
    ['has nothing to say against it', { uris: identity, purposes: [ExtendedKeyUsage.clientAuth] }, ''],
    ['has ended by then', { ends: new Date(Date.UTC(2026, 1, 1)) }, 'notValidThen'],
    ['is an authority\'s', { ca: true }, 'signerIsAuthority'],
    ['is not for signatures', { usage: KeyUsageFlags.keyAgreement }, 'noDigitalSignature'],
    ['is for servers alone', { purposes: [ExtendedKeyUsage.serverAuth] }, 'noClientAuth'],
    ['does not name its issuer\'s key', { keyIdentifiers: false }, 'notStrict'],
    ['is signed over SHA-1', { hash: 'SHA-1' }, 'weakSignature'],
    ['has a critical extension of no known kind', { extra: [new Extension('1.2.3.4', true, new Uint8Array([5, 0]))] }, 'unknownExtension'],
    ['may issue certificates though it is no authority\'s', { usage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign }, 'notStrict'],
    ['bounds a path though it is no authority\'s', { pathLength: 1 }, 'notStrict'],
    ['has an extension twice', { extra: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature)] }, 'certificateMalformed'],
    ['has an RSA key', { keys: rsa }, 'keyKind'],
  ];
  test.each(faults)('whose first certificate %s', async (_, wish, what) => {
    expect(await whyNot([await issue(wish, root)])).toBe(what);
  });

  test('may lead over an authority between', async () => {
    const between = await issue({ name: 'between', ca: true }, root);
    const leaf = await issue({}, between);
    expect(await whyNot([leaf, between])).toBe('');
    expect(await whyNot([leaf])).toBe('noWayToRoot');
  });

  test('has keys of known kinds throughout', async () => {
    const between = await issue({ name: 'between', ca: true, keys: rsa }, root);
    expect(await whyNot([await issue({}, root), between])).toBe('keyKind');
    expect(await whyNot([await issue({}, root)], [root, await issue({ name: 'other', ca: true, keys: rsa }, root)])).toBe('keyKind');
  });

  test('may not lead over what is no authority', async () => {
    const between = await issue({ name: 'between' }, root);
    expect(await whyNot([await issue({}, between), between])).toBe('notAuthority');
  });

  test('may not be longer than its root allows', async () => {
    const strict = await issue({ name: 'strict', ca: true, pathLength: 0 });
    const between = await issue({ name: 'between', ca: true }, strict);
    expect(await whyNot([await issue({}, between), between], [strict])).toBe('pathTooLong');
  });

  test('does not end at another root of the same name', async () => {
    expect(await whyNot([await issue({}, root)], [await issue({ name: 'root', ca: true })])).toBe('noWayToRoot');
  });

  test('does not end at a root that did not sign it, whatever name and key it claims', async () => {
    const impostor = await issue({ name: 'root', ca: true });
    expect(await whyNot([await issue({ claims: root }, impostor)])).toBe('noWayToRoot');
  });

  test('does not end at what is pinned but not a root', async () => {
    const between = await issue({ name: 'between', ca: true }, root);
    expect(await whyNot([await issue({}, between)], [between])).toBe('noWayToRoot');
  });
});

describe('an identity', () => {
  const read = async (uris: string[]) => identityOf(await readCertificate(new Uint8Array((await issue({ uris }, root)).certificate.rawData)));

  test('is the one URI of a certificate, with its roles', async () => {
    expect(await read(identity)).toMatchObject({ economy: 'SG', isNode: false, uri: identity[0], roles: new Set(['submitter']) });
  });

  test.each([[[]], [['lightship:sg:officer:a', 'lightship:sg:officer:b']], [['lightship:SG:officer:a']], [['lightship:sg:pilot:a']]])(
    'is not %j', async (uris) => expect(read(uris)).rejects.toMatchObject({ what: 'noIdentity' }));

  test('is proven by the roots of the economy that it names alone', async () => {
    const [leaf, pinned] = await Promise.all([issue({ uris: identity }, root), root].map(async (holder) =>
      readCertificate(new Uint8Array((await holder).certificate.rawData))));
    expect((await verifyIdentity([leaf], new Map([['SG', [pinned]]]), then)).economy).toBe('SG');
    await expect(verifyIdentity([leaf], new Map([['ID', [pinned]]]), then)).rejects.toMatchObject({ what: 'noRoot' });
  });
});
