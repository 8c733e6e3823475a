// Under `require-trusted-types-for 'script'` no text becomes markup or a script's address unless a policy lets it. This one lets
// same-origin script addresses (the map's worker), the empty text by which the charts' library clears a box, and nothing else.
const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string; createScriptURL(address: string): string }): unknown;
}

types?.createPolicy('default', {
  createHTML(text: string): string {
    if (text !== '') throw new TypeError('text is no markup');
    return text;
  },
  createScriptURL(address: string): string {
    if (new URL(address, location.href).origin !== location.origin) throw new TypeError(`script from elsewhere: ${address}`);
    return address;
  },
});

export {};
