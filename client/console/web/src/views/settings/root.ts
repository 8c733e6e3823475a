// A pinned root as a person compares it with what was read out to them: subject and SHA-256 of the certificate.
import type { PinnedRoot } from '~/gen/lightship/console/v1/desk_pb';

interface ReadRoot {
  economy: string;
  subject: string;
  digest: string;
}

// "AB12 CD34 ...".
function fingerprint(digest: Uint8Array): string {
  const digits = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('').toUpperCase();
  return digits.match(/.{4}/g)?.join(' ') ?? '';
}

export async function readRoot({ economy, certificate }: PinnedRoot): Promise<ReadRoot> {
  const { X509Certificate } = await import('@peculiar/x509');
  const der = new Uint8Array(certificate);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', der));
  return { economy, subject: new X509Certificate(der).subject, digest: fingerprint(digest) };
}
